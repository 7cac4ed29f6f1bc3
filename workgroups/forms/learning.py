"""Input of the page of learned suggestions: whether they assign by themselves, and from which certainty on."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import RadioCards


class LearningForm(forms.Form):
    """Off, or on from one of the certainties whose figures are on the page."""

    threshold = forms.ChoiceField(label=_("What may a suggestion do by itself?"), widget=RadioCards())

    def __init__(self, *args: Any, figures: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Only suggest: a person gives every contribution to its group"))]
        for row in offered(figures):
            label = _(
                "Give by itself from %(percent)s %% certainty on: %(right)s %% right, %(share)s %% of contributions"
            )
            values = {
                "percent": percent(row["threshold"]),
                "right": percent(row["precision"]),
                "share": percent(row["coverage"]),
            }
            choices.append((str(row["threshold"]), label % values))
        self.fields["threshold"].choices = choices
        self.fields["threshold"].required = False

    @property
    def chosen(self) -> float | None:
        """The certainty that was chosen, or nothing."""
        value = self.cleaned_data["threshold"]
        return float(value) if value else None


def offered(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the measured rows of the table that assigned anything."""
    return [row for row in figures.get("thresholds", []) if row["assigned"]]


def percent(share: float) -> int:
    """Return a share in whole per cent, as the table on the page tells it."""
    return round(100 * share)
