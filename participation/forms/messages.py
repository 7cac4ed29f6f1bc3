"""What people say about messages: the address for news, how often, when not."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import EmailInput, Select
from participation.logic.rhythm import AT_ONCE, DAILY, NEVER, WEEKLY, Quiet
from participation.models.people import Person
from participation.queries.rhythm import wishes_of

RHYTHM_WORDS = (
    (AT_ONCE, _("At once")),
    (DAILY, _("Once a day, at eight")),
    (WEEKLY, _("Once a week, on Monday")),
    (NEVER, _("Not by e-mail, only in the list")),
)
HOURS = [(f"{hour:02}:00", f"{hour}.00") for hour in range(24)]


class FollowForm(forms.Form):
    """An address for news of what a receipt stands for."""

    token = forms.CharField(max_length=200, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Kept apart from what you wrote. You stop the messages with one press."),
        widget=EmailInput,
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write the address in the form name@example.org."),
        },
    )


class PreferencesForm(forms.Form):
    """How often a person wants each kind of message, and in which hours no mail."""

    quiet_from = forms.ChoiceField(label=_("No mail from"), choices=HOURS, widget=Select)
    quiet_until = forms.ChoiceField(
        label=_("No mail until"),
        choices=HOURS,
        widget=Select,
        help_text=_("What is noted in these hours comes when they end. The same hour twice: never quiet."),
    )

    def __init__(self, *arguments: Any, person: Person, quiet: Quiet, **options: Any) -> None:
        initial = {"quiet_from": f"{quiet.begins:%H}:00", "quiet_until": f"{quiet.ends:%H}:00"}
        super().__init__(*arguments, initial=initial, **options)
        self.wishes = wishes_of(person)
        for wish in self.wishes:
            self.fields[wish.key] = forms.ChoiceField(
                label=wish.label, choices=RHYTHM_WORDS, initial=wish.rhythm, widget=Select
            )
        self.order_fields([wish.key for wish in self.wishes])

    @property
    def kinds(self) -> list[forms.BoundField]:
        """The fields of the kinds of messages."""
        return [self[wish.key] for wish in self.wishes]

    def rhythms(self) -> dict[str, str]:
        """Return how often, by kind."""
        return {wish.key: self.cleaned_data[wish.key] for wish in self.wishes}

    def quiet(self) -> tuple[datetime.time, datetime.time]:
        """Return from when until when no mail is sent."""
        begins, ends = (int(self.cleaned_data[name][:2]) for name in ("quiet_from", "quiet_until"))
        return datetime.time(begins), datetime.time(ends)
