"""The two steps of an import in the browser: the file, and what its columns mean."""

from dataclasses import asdict

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.logic.imports import Columns, guess_columns
from participation.queries.submissions import channel_names

UPLOAD_LIMIT = 20_000_000


class UploadForm(forms.Form):
    """A CSV or XLSX file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 20 MB. The first row holds the names of the columns."),
        widget=forms.FileInput(attrs={"class": "ds-input", "accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > UPLOAD_LIMIT:
            raise forms.ValidationError(_("The file is too big: at most 20 MB can be taken."))
        return file


class ColumnsForm(forms.Form):
    """Which column holds what, and how the contributions came."""

    text = forms.ChoiceField(label=_("Text"))
    title = forms.ChoiceField(label=_("Title"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    reference = forms.ChoiceField(
        label=_("Reference"), required=False, help_text=_("With a reference a repeated import adds nothing.")
    )
    date = forms.ChoiceField(label=_("Day received"), required=False)
    channel = forms.ChoiceField(label=_("How they came"))
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("told from each text")), ("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")],
    )
    batch = forms.CharField(
        label=_("Name of the batch"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "ds-input"}),
        help_text=_("E.g. the event. Empty: named after today."),
    )
    create_areas = forms.BooleanField(label=_("Add areas that the town does not have yet"), required=False)

    COLUMNS = ("text", "title", "area", "reference", "date")

    def __init__(self, *args, header, **kwargs):
        guessed = guess_columns(header)
        kwargs["initial"] = {**asdict(guessed), "channel": "import", **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        choices = [(name, name) for name in header if name]
        for name in self.COLUMNS:
            none = [("", _("choose"))] if name == "text" else [("", _("none"))]
            pair = [(guessed.reference, guessed.reference.replace(",", " + "))]
            extra = pair if name == "reference" and "," in guessed.reference else []
            self.fields[name].choices = [*none, *extra, *choices]
        self.fields["channel"].choices = channel_names().items()
        for name in (*self.COLUMNS, "channel", "language"):
            self.fields[name].widget.attrs["class"] = "ds-input"
        self.guessed = guessed

    def columns(self):
        """Return what was chosen; places are taken from columns whose names say so."""
        chosen = {name: self.cleaned_data[name] for name in self.COLUMNS}
        return Columns(**chosen, latitude=self.guessed.latitude, longitude=self.guessed.longitude)
