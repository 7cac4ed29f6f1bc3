"""Bringing in a questionnaire: the file, then what the survey is called in addresses."""

from django import forms
from django.utils.translation import gettext_lazy as _

UPLOAD_LIMIT = 20_000_000


class SurveyFileForm(forms.Form):
    """A questionnaire as XLSForm or as this platform's JSON."""

    file = forms.FileField(
        label=_("Questionnaire"),
        help_text=_("XLSForm (XLSX or XLS) or the JSON of another town, at most 20 MB."),
        widget=forms.FileInput(attrs={"class": "ds-input", "accept": ".xlsx,.xls,.csv,.json"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > UPLOAD_LIMIT:
            raise forms.ValidationError(_("The file is too big: at most 20 MB can be taken."))
        return file


class SurveyNameForm(forms.Form):
    """What the survey is called in addresses."""

    slug = forms.SlugField(
        label=_("Short name in addresses"),
        max_length=80,
        help_text=_("Letters without dots, digits and hyphens, e.g. library-2027."),
        widget=forms.TextInput(attrs={"class": "ds-input"}),
    )
