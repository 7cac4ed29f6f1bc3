"""Forms of the desk for paper: a new batch, finding a sheet, setting sheets aside, scanned files."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models.paper import PaperBatch
from surveys.models.surveys import Survey
from surveys.queries.paper_forms import PAPER_LANGUAGES

RANGE = re.compile(r"^(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?$")


def paper_languages(survey: Survey) -> list[tuple[str, str]]:
    """Return the languages in which a survey can be printed; plain Finnish wherever there is Finnish."""
    codes = [
        code for code in PAPER_LANGUAGES if code in survey.languages or (code == "fi-easy" and "fi" in survey.languages)
    ]
    return [(code, PAPER_LANGUAGES[code].capitalize()) for code in codes or ["fi"]]


class PaperBatchForm(forms.ModelForm):
    name = forms.CharField(
        label=_("Name of the batch"), max_length=120, help_text=_("For example “City hall lobby, November”.")
    )
    language = forms.ChoiceField(label=_("Language"))
    large = forms.BooleanField(
        label=_("Large print"),
        required=False,
        help_text=_("Letters of 17 points; more pages."),
    )
    double = forms.TypedChoiceField(
        label=_("How many are keyed twice"),
        coerce=int,
        initial=10,
        choices=[(0, _("none")), (5, "5 %"), (10, "10 %"), (20, "20 %"), (100, _("all"))],
        help_text=_("Drawn by lot. A second clerk keys them unseen, and the error rate is shown."),
    )

    class Meta:
        model = PaperBatch
        fields = ["name", "size", "language", "large"]

    field_order = ["name", "size", "language", "large", "double"]

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.survey = survey
        self.fields["language"].choices = paper_languages(survey)
        self.fields["size"].widget.attrs |= {"min": 1, "max": 500, "inputmode": "numeric", "class": "ds-input"}
        for name in ("name", "language", "double"):
            self.fields[name].widget.attrs["class"] = "ds-input"


class FindSheetForm(forms.Form):
    code = forms.CharField(
        label=_("Code or number of the form"),
        max_length=40,
        help_text=_("Both are printed at the top of each page."),
        widget=forms.TextInput(
            attrs={"class": "ds-input", "autofocus": True, "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )


class AsideForm(forms.Form):
    numbers = forms.CharField(
        label=_("Numbers of the forms"),
        help_text=_("For example 3, 7-9"),
        max_length=400,
        widget=forms.TextInput(attrs={"class": "ds-input", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("What happened to them"),
        choices=[
            ("missing", _("missing: did not come back")),
            ("void", _("void: empty, torn or test")),
            ("out", _("still out after all")),
        ],
        widget=forms.Select(attrs={"class": "ds-input"}),
    )

    def clean_numbers(self) -> list[int]:
        found: set[int] = set()
        for part in re.split(r"[,;]+", self.cleaned_data["numbers"]):
            if not part.strip():
                continue
            match = RANGE.match(part.strip())
            if not match:
                raise forms.ValidationError(_("Write numbers, for example 3, 7-9."))
            first, last = int(match[1]), int(match[2] or match[1])
            found.update(range(first, last + 1))
        return sorted(found)


class ScanForm(forms.Form):
    file = forms.FileField(
        label=_("Scanned file"),
        help_text=_(
            "PDF, JPEG or PNG, at most 60 MB. One file can hold many forms in any order. 200 or 300 dots an inch."
        ),
        widget=forms.ClearableFileInput(attrs={"class": "ds-input", "accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class NamePageForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the form"), max_length=40, widget=forms.TextInput(attrs={"class": "ds-input"})
    )
    page = forms.IntegerField(
        label=_("Page"), min_value=1, max_value=99, widget=forms.NumberInput(attrs={"class": "ds-input"})
    )
