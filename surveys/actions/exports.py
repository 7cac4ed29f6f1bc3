"""Files of answers that take a while or a large library: made in the background or by command, never in a page."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from surveys.gateways.spss import syntax_of, write_sav
from surveys.logic.codebooks import ddi_codebook, frequencies_of
from surveys.logic.exports import ABOUT, VERSION, safe_cell
from surveys.logic.r_scripts import r_script
from surveys.logic.variables import Variable, coded_cell, variables_of, words_in
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.coded import export_shapes
from surveys.queries.counting import forms_of
from surveys.queries.responses import stored

FORMATS = ("sav", "sps", "r", "ddi")


def export_file(survey: Survey, kind: str, target: Path, *, language: str = "fi") -> int:
    """Write the answers for a statistics program, or what they mean; returns the number of rows.

    "sav" is one file with labels and missing values. "sps" and "r" are scripts for SPSS and R, and the coded CSV that
    they read lies beside them under the same name. "ddi" is the description of the data as DDI-Codebook.
    """
    shapes = export_shapes(survey)
    variables = variables_of(shapes)
    if kind == "sav":
        title = words_in(survey.title, language)
        return write_sav(target, variables, coded_rows(survey, variables), language=language, title=title)
    if kind == "ddi":
        return write_ddi(target, survey, variables, coded_rows(survey, variables))
    data = target.with_name(target.name.removesuffix(".part")).with_suffix(".csv")
    rows = write_coded_csv(data, survey, variables)
    if kind == "r":
        script = target.name.removesuffix(".part")
        text = r_script(variables, language=language, script=script, data=data.name)
    else:
        text = syntax_of(variables, language=language, data=data.name)
    target.write_text(text, encoding="utf-8")
    return rows


def coded_rows(survey: Survey, variables: list[Variable]) -> Iterator[list[object]]:
    """Yield the rows of a survey in codes; what is missing says why."""
    known = forms_of(survey)
    forms = {number: known.forms[pk] for pk, number in known.numbers.items()}
    for about, answers in stored(survey):
        form = forms[str(about[VERSION])]
        asked = {
            name: name in form.types and form.was_asked(name, answers)
            for name in dict.fromkeys(variable.column.question for variable in variables)
        }
        cells = [
            coded_cell(variable, variable.column.read(answers), was_asked=asked[variable.column.question])
            for variable in variables
        ]
        yield [*("" if cell is None else cell for cell in about), *cells]


def write_coded_csv(path: Path, survey: Survey, variables: list[Variable]) -> int:
    """Write the coded rows as CSV in UTF-8."""
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow([*ABOUT, *(variable.name for variable in variables)])
        for row in coded_rows(survey, variables):
            writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
            rows += 1
    return rows


def write_ddi(path: Path, survey: Survey, variables: list[Variable], rows: Iterable[list[object]]) -> int:
    """Write the description of the data as DDI-Codebook; returns the number of responses."""
    counts = frequencies_of(rows, variables, len(ABOUT))
    n = Response.objects.filter(survey=survey).count()
    path.write_bytes(ddi_codebook(survey.title, variables, counts, n, producer=settings.CITY_NAME))
    return n
