"""Input about meetings: when, where, what was discussed."""

import json
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import Select
from workgroups.forms.groups import TextsForm, initial_texts
from workgroups.models import Group, Meeting


class MeetingForm(TextsForm):
    """Time and place of a meeting; a day that is only roughly known is told in words."""

    texts = {"when": 120, "place": 200}
    starts = forms.DateTimeField(
        label=_("Day and time"),
        help_text=_("Leave this empty when only roughly known, and tell it in words."),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y %H.%M"],
        widget=forms.DateTimeInput({"type": "datetime-local", "class": "ds-input"}, format="%Y-%m-%dT%H:%M"),
    )
    link = forms.URLField(
        label=_("Address of an online meeting"),
        help_text=_("Only members of the group see it."),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"class": "ds-input"}),
    )
    state = forms.ChoiceField(label=_("State"), choices=Meeting.State.choices, widget=Select())

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        self.meeting = meeting
        kwargs["initial"] = {
            "starts": timezone.localtime(meeting.starts) if meeting.starts else None,
            "state": meeting.state,
            "link": meeting.link,
            **initial_texts(when=meeting.when_note, place=meeting.place),
        }
        super().__init__(*args, **kwargs)
        if meeting.pk is None:
            del self.fields["state"]

    def clean(self) -> dict[str, Any]:
        """Ask for the day or words about it."""
        values = super().clean() or self.cleaned_data
        if not values.get("starts") and not self.texts_of("when") and not self.errors:
            self.add_error("starts", _("Give the day, or tell in words when the meeting is."))
        return values

    def meeting_changed(self) -> Meeting:
        """Return the meeting with what was typed, unsaved."""
        self.meeting.starts = self.cleaned_data["starts"]
        self.meeting.when_note = self.texts_of("when")
        self.meeting.place = self.texts_of("place")
        self.meeting.link = self.cleaned_data["link"]
        self.meeting.state = self.cleaned_data.get("state") or self.meeting.state
        return self.meeting

    @property
    def when_fields(self) -> list[forms.BoundField]:
        return self.bound("when")

    @property
    def place_fields(self) -> list[forms.BoundField]:
        return self.bound("place")


def new_meeting(group: Group) -> Meeting:
    """Return an unsaved meeting of a group."""
    return Meeting(group=group, state=Meeting.State.PLANNED)


class NotesForm(TextsForm):
    """What was discussed, by language."""

    texts = {"notes": 20_000}
    long_texts = ("notes",)
    seen = forms.JSONField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": meeting.notes, **initial_texts(notes=meeting.notes)}
        super().__init__(*args, **kwargs)

    def show_as_seen(self, notes: dict[str, str]) -> None:
        """Let the next saving stand on these notes; what was typed stays as it was."""
        self.data = self.data.copy()
        self.data["seen"] = json.dumps(notes)

    @property
    def notes_fields(self) -> list[forms.BoundField]:
        return self.bound("notes")
