"""Input about promises: who does it and until when, and what was done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import Select, TextInput
from workgroups.forms.groups import TextsForm
from workgroups.models import Promise
from workgroups.queries.promises import people_for


class PromiseForm(forms.Form):
    """Who keeps a promise, who is reminded of it, and until when."""

    responsible = forms.CharField(
        label=_("Who does it"),
        help_text=_("A unit or a role, such as technical services. Residents see it."),
        required=False,
        max_length=120,
        widget=TextInput(),
    )
    owner = forms.ChoiceField(
        label=_("Who is reminded"),
        help_text=_("A week before the day, and when it has passed."),
        required=False,
        widget=Select(),
    )
    due = forms.DateField(
        label=_("Done by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "ds-input"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Write the day like 31.3.2027.")},
    )

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        self.promise = promise
        self.people = {str(person.pk): person for person in people_for(promise)}
        kwargs["initial"] = {
            "responsible": promise.responsible,
            "owner": str(promise.owner_id or ""),
            "due": promise.due,
        }
        super().__init__(*args, use_required_attribute=False, **kwargs)
        choices = [("", _("the chair of the group")), *((key, str(person)) for key, person in self.people.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def promise_changed(self) -> Promise:
        """Return the promise with what was typed, unsaved."""
        self.promise.responsible = self.cleaned_data["responsible"]
        self.promise.owner = self.people.get(self.cleaned_data["owner"])
        self.promise.due = self.cleaned_data["due"]
        return self.promise


class DoneForm(TextsForm):
    """What was done, by language."""

    texts = {"note": 1000}
    long_texts = ("note",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["rows"] = 2

    @property
    def note_fields(self) -> list[forms.BoundField]:
        return self.bound("note")
