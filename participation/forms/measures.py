"""The forms of a measure: how far it is, and what it came from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.models.strategy import Measure


class MeasureForm(forms.Form):
    """How far a measure is; what the coordinator saw goes along."""

    state = forms.ChoiceField(
        label=_("How far it is"), choices=Measure.State, widget=forms.Select(attrs={"class": "ds-input"})
    )
    seen = forms.ChoiceField(choices=Measure.State, widget=forms.HiddenInput)


class SourcesForm(forms.Form):
    """Contributions to link or to take back."""

    sources = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Contributions"), error_messages={"required": _("Choose at least one contribution.")}
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sources"].queryset = rows
