"""Input about agendas: another matter, who was there, and what is recorded of a matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import TextArea
from workgroups.forms.groups import LANGUAGES, TextsForm, initial_texts
from workgroups.forms.reviews import DecisionForm, initial_of
from workgroups.logic.agenda import Record, Votes
from workgroups.models import AgendaItem, Meeting
from workgroups.queries.agenda import Seat


class ItemForm(TextsForm):
    """A matter that is no contribution: its name in three languages, and a note for the group."""

    texts = {"title": 120}
    note = forms.CharField(
        label=_("Note for the meeting"),
        help_text=_("Only the group reads it."),
        required=False,
        max_length=1000,
        widget=TextArea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a name in one language at least."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not self.texts_of("title"):
            self.add_error("title_fi", _("Give the matter a name."))
        return values

    def item_for(self, meeting: Meeting) -> AgendaItem:
        """Return the matter, unsaved."""
        return AgendaItem(meeting=meeting, title=self.texts_of("title"), note=self.cleaned_data["note"])

    @property
    def title_fields(self) -> list[forms.BoundField]:
        return self.bound("title")


def number_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.NumberInput({"class": "ds-input", "inputmode": "numeric"}),
    )


class RecordForm(TextsForm):
    """What was said of a matter, how a vote went, who was disqualified."""

    texts = {"discussion": 4000}
    long_texts = ("discussion",)
    item_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    votes_for = number_field(_("For"))
    votes_against = number_field(_("Against"))
    abstained = number_field(_("Abstained"))
    disqualified = forms.MultipleChoiceField(
        label=_("Disqualified"),
        help_text=_("They take no part in handling this matter. The minutes tell only how many."),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "ds-input"}),
    )

    def __init__(self, *args: Any, item: AgendaItem, seats: list[Seat], **kwargs: Any) -> None:
        kwargs["initial"] = {
            "item_version": item.version,
            "votes_for": item.votes_for,
            "votes_against": item.votes_against,
            "abstained": item.abstained,
            "disqualified": [str(key) for key in item.disqualified.values_list("pk", flat=True)],
            **initial_texts(discussion=item.discussion),
        }
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            self.fields[f"discussion_{code}"].widget.attrs["rows"] = 3
        choices = [(str(seat.person.pk), f"{seat.person} ({seat.label})") for seat in seats]
        self.fields["disqualified"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for both sides of a vote."""
        values = super().clean() or self.cleaned_data
        for_it, against = values.get("votes_for"), values.get("votes_against")
        if (for_it is None) != (against is None):
            self.add_error("votes_against" if against is None else "votes_for", _("Write both: for and against."))
        return values

    def record(self, decision: DecisionForm | None) -> Record:
        """Return what was typed, with the decision if there is one."""
        words = self.cleaned_data
        votes = None
        if words["votes_for"] is not None:
            votes = Votes(words["votes_for"], words["votes_against"], words["abstained"] or 0)
        return Record(
            discussion=self.texts_of("discussion"),
            ruling=decision.ruling() if decision else None,
            seen_version=decision.cleaned_data["version"] if decision else 0,
            votes=votes,
            disqualified=[int(key) for key in words["disqualified"]],
        )

    @property
    def discussion_fields(self) -> list[forms.BoundField]:
        return self.bound("discussion")


class RulingForm(DecisionForm):
    """A decision made in a meeting; without an outcome nothing is decided yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = False

    @property
    def decides(self) -> bool:
        """Tell whether an outcome was chosen."""
        return bool(self.cleaned_data.get("outcome"))


def ruling_form(item: AgendaItem, data: Any = None) -> RulingForm | None:
    """Return the form of the decision on a matter's contribution; nothing for other matters."""
    if item.submission is None:
        return None
    initial = initial_of(item.decision, item.submission.version)
    return RulingForm(data, initial=initial, language=item.submission.language)
