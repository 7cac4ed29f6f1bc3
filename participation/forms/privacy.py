"""How long things are kept, the legal basis, and finding what is kept of somebody."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import TextInput
from participation.models.processes import Basis
from participation.queries.retention import RetentionLine


class PeriodsForm(forms.Form):
    """One number for each kind in each place, and the legal basis."""

    def __init__(
        self, *args: Any, lines: Sequence[RetentionLine], bases: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        if bases:
            chosen = forms.Select(attrs={"class": "ds-input"})
            self.fields["basis"] = forms.ChoiceField(label=_("Legal basis"), choices=bases, widget=chosen)
        for line in lines:
            number = forms.NumberInput(attrs={"class": "ds-input short-number", "min": 1, "max": line.kind.most})
            self.fields[line.name] = forms.IntegerField(
                label=line.label, min_value=1, max_value=line.kind.most, initial=line.amount, widget=number
            )

    def rows(self) -> list[tuple[RetentionLine, forms.BoundField]]:
        """Return each line with its field."""
        return [(line, self[line.name]) for line in self.lines]


def process_bases() -> list[tuple[str, str]]:
    """Return the legal bases a process can have."""
    return [(value, str(label)) for value, label in Basis.choices]


class StaffAddressForm(forms.Form):
    """Whose account."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=TextInput(attrs={"class": "ds-input", "autocomplete": "off", "type": "email"})
    )


class OwnDataForm(forms.Form):
    """What a resident wants to be done with what hangs on the receipt whose journey lies open."""

    token = forms.CharField(max_length=200, widget=forms.HiddenInput)
    go = forms.ChoiceField(choices=[(one, one) for one in ("copy", "erase", "erase-now")])
