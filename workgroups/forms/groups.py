"""Input about working groups: task, next meeting in words, contact; texts in three languages side by side."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import EmailInput, TextArea, TextInput
from participation.logic.text import clean
from workgroups.models import Group

LANGUAGES = {"fi": _("In Finnish"), "sv": _("In Swedish"), "en": _("In English")}


class TextsForm(forms.Form):
    """A form with texts by language: each name in `texts` becomes one field a language."""

    texts: dict[str, Any] = {}
    long_texts: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name, limit in self.texts.items():
            for code, label in LANGUAGES.items():
                widget = TextArea({"rows": 6, "lang": code}) if name in self.long_texts else TextInput({"lang": code})
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=label, required=False, max_length=limit, widget=widget
                )

    def texts_of(self, name: str) -> dict[str, str]:
        """Return the languages in which something is written."""
        written = {code: clean(self.cleaned_data.get(f"{name}_{code}", "")) for code in LANGUAGES}
        return {code: text for code, text in written.items() if text}

    def bound(self, name: str) -> list[forms.BoundField]:
        """Return the fields of one text, for the template."""
        return [self[f"{name}_{code}"] for code in LANGUAGES]


def initial_texts(**texts: dict[str, str]) -> dict[str, str]:
    """Return texts by language as the initial values of a TextsForm."""
    return {f"{name}_{code}": text for name, by_language in texts.items() for code, text in by_language.items()}


class GroupForm(TextsForm):
    """What a chair keeps up to date about the own group."""

    texts = {"task": 2000, "note": 200}
    long_texts = ("task",)
    contact_email = forms.EmailField(
        label=_("Public contact address"),
        help_text=_("Shown to everybody. Without one the contact of the process is shown."),
        required=False,
        widget=EmailInput(),
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        self.group = group
        kwargs["initial"] = {
            "contact_email": group.contact_email,
            **initial_texts(task=group.task, note=group.next_meeting_note),
        }
        super().__init__(*args, **kwargs)

    def group_changed(self) -> Group:
        """Return the group with what was typed, unsaved."""
        self.group.task = self.texts_of("task")
        self.group.next_meeting_note = self.texts_of("note")
        self.group.contact_email = self.cleaned_data["contact_email"]
        return self.group

    @property
    def task_fields(self) -> list[forms.BoundField]:
        return self.bound("task")

    @property
    def note_fields(self) -> list[forms.BoundField]:
        return self.bound("note")
