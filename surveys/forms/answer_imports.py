"""Forms of bringing in answers: the file, how it is read, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from surveys.logic.answer_files import ENCODINGS
from surveys.logic.import_mapping import (
    CHANNEL,
    DAY,
    DAY_FIRST,
    EMPTY,
    LANGUAGE,
    MONTH_FIRST,
    ORDER,
    OTHER,
    OWN_WORDS,
    SKIP,
    STOP,
)
from surveys.queries.answer_imports import Reading

UPLOAD_LIMIT = 20_000_000
CHANNELS = [
    ("paper", _("Paper")),
    ("phone", _("Phone")),
    ("web", _("Web")),
    ("kiosk", _("Kiosk")),
    ("import", _("Import")),
]
SEPARATORS = [("", _("as it seems")), (";", ";"), (",", ","), ("\t", _("tabulator")), ("|", "|")]
ABOUT_LABELS = [(LANGUAGE, _("Language")), (CHANNEL, _("Channel")), (DAY, _("Day of the answer"))]


class AnswerFileForm(forms.Form):
    """A file of answers."""

    file = forms.FileField(
        label=_("File of answers"),
        help_text=_("CSV, XLSX or XLS, one answer a row, at most 20 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"class": "ds-input", "accept": ".csv,.txt,.tsv,.xlsx,.xls"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > UPLOAD_LIMIT:
            raise forms.ValidationError(_("The file is too big: at most 20 MB can be taken."))
        return file


class HowForm(forms.Form):
    """How the file is read, and what the answers have in common."""

    batch = forms.CharField(
        label=_("Name of the batch"), max_length=120, help_text=_("By it the answers can be removed as a whole.")
    )
    channel = forms.ChoiceField(label=_("Channel, where the file does not tell"), choices=CHANNELS)
    language = forms.ChoiceField(label=_("Language, where the file does not tell"))
    on_fault = forms.ChoiceField(
        label=_("What cannot be understood"),
        choices=[
            (STOP, _("Bring in nothing until everything is understood")),
            (EMPTY, _("Leave such cells empty")),
            (SKIP, _("Leave out rows with such cells")),
        ],
        widget=forms.RadioSelect,
    )
    header_row = forms.IntegerField(label=_("Row of the header"), min_value=1, max_value=1_000_000, required=False)
    separator = forms.ChoiceField(label=_("Cells are separated by"), choices=SEPARATORS, required=False)
    encoding = forms.ChoiceField(
        label=_("Letters are written as"),
        choices=[("", _("as it seems")), *((name, name) for name in ENCODINGS)],
        required=False,
    )

    def __init__(self, data: Any = None, *, reading: Reading) -> None:
        sheet, mapping, names = reading.sheet, reading.one.mapping, dict(settings.LANGUAGES)
        first = {
            "batch": mapping.get("batch", ""),
            "channel": reading.plan.channel,
            "language": reading.plan.language,
            "on_fault": reading.plan.on_fault,
            "header_row": sheet.header_row,
            "separator": sheet.separator,
            "encoding": sheet.encoding.removesuffix("-sig"),
        }
        super().__init__(data, initial=first)
        self.fields["language"].choices = [(code, names.get(code, code)) for code in reading.one.survey.languages]  # type: ignore[attr-defined]
        if sheet.names:
            del self.fields["encoding"]
            self.fields["separator"].label = _("Sheet")
            self.fields["separator"].choices = [(name, name) for name in sheet.names]  # type: ignore[attr-defined]

    def mapping(self, reading: Reading, posted: QueryDict) -> dict[str, Any]:
        """Return everything that was chosen; columns are guessed anew when the file is read in another way."""
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        before = (reading.sheet.header_row, reading.sheet.separator, reading.sheet.encoding.removesuffix("-sig"))
        now = (given.get("header_row") or 0, given.get("separator", ""), given.get("encoding", ""))
        is_same = now[0] in (0, before[0]) and now[1] in ("", before[1]) and now[2] in ("", before[2])
        given["encoding"] = reading.sheet.encoding if now[2] in ("", before[2]) else now[2]
        return given | (columns_posted(reading, posted) if is_same else {"columns": None})


def columns_posted(reading: Reading, posted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was chosen column by column; what does not exist is left out."""
    targets = {"", LANGUAGE, CHANNEL, DAY, *reading.targets}
    columns, modes, words = [], {}, {}
    for place in range(len(reading.sheet.header)):
        target = posted.get(f"c{place}", "")
        columns.append(target if target in targets else "")
        mode = posted.get(f"m{place}", "")
        if mode in (ORDER, OTHER, DAY_FIRST, MONTH_FIRST):
            modes[str(place)] = mode
        chosen = meanings(reading, place, posted) if columns[-1] == reading.plan.columns[place] else {}
        if chosen:
            words[str(place)] = chosen
    return {"columns": columns, "modes": modes, "words": words}


def meanings(reading: Reading, place: int, posted: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of one column that were given a meaning."""
    target = reading.targets.get(reading.plan.columns[place])
    values = {value for value, _label in target.shape.choices} if target else set()
    found = {}
    for number in range(60):
        word, meaning = posted.get(f"w{place}-{number}"), posted.get(f"v{place}-{number}")
        if word is not None and meaning is not None and meaning != "?" and meaning in {"", OWN_WORDS, *values}:
            found[str(word)[:2000]] = str(meaning)
    return found
