"""Fields shared by forms: things named by language, and the field that people leave empty."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.logic.text import pick


class NamedChoiceField(forms.ModelChoiceField):
    """One of the rows whose name is a text by language; nothing chosen is a choice with words of its own."""

    def label_from_instance(self, obj: models.Model) -> str:
        """Return the name in the language in use."""
        return pick(obj.name, get_language() or "fi")[0]


class EmptyField(forms.CharField):
    """A field that people do not see and programs fill in: it must stay empty."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("label", _("Leave this field empty"))
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
        super().__init__(**options)

    def validate(self, value: str) -> None:
        """Refuse anything."""
        super().validate(value)
        if value:
            raise forms.ValidationError(_("Leave this field empty."), code="not_empty")
