"""The forms of a measure: how far it is, and what it came from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.logic.strategy_tables import value_of
from participation.models.strategy import Measure


class MeasureForm(forms.Form):
    """How far a measure is; what the coordinator saw goes along."""

    state = forms.ChoiceField(
        label=_("How far it is"), choices=Measure.State, widget=forms.Select(attrs={"class": "ds-input"})
    )
    seen = forms.ChoiceField(choices=Measure.State, widget=forms.HiddenInput)


class ValueForm(forms.Form):
    """One value of an indicator for a year."""

    year = forms.IntegerField(
        label=_("Year"), widget=forms.TextInput(attrs={"class": "ds-input", "inputmode": "numeric"})
    )
    value = forms.CharField(
        label=_("Value"), max_length=30, widget=forms.TextInput(attrs={"class": "ds-input", "inputmode": "decimal"})
    )

    def __init__(self, *args, kind="", **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_value(self):
        value = value_of(self.kind, self.cleaned_data["value"])
        if value is None:
            raise forms.ValidationError(_("Write a number, such as 12.5; for done or not: done or not yet."))
        return value


class SourcesForm(forms.Form):
    """Contributions to link or to take back."""

    sources = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Contributions"), error_messages={"required": _("Choose at least one contribution.")}
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sources"].queryset = rows
