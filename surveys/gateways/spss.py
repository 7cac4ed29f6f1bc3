"""Files of statistics programs: SPSS system files with labels and missing values, and a syntax that reads the CSV.

pyreadstat and pandas are loaded only here, only when such a file is made: that is background work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from surveys.logic.exports import ABOUT
from surveys.logic.variables import CANNOT_SAY, MISSING_WORDS, NOT_ASKED, NOT_READ, Variable, words_in

LONGEST_TEXT = 8000  # letters; SPSS holds 32,767 bytes
LONGEST_WORDS = 120


def write_sav(
    path: Path, variables: Sequence[Variable], rows: Iterable[Sequence[object]], *, language: str, title: str
) -> int:
    """Write a compressed system file; a row is the columns about the response, then a cell a variable.

    Returns the number of rows.
    """
    import pandas as pd  # noqa: PLC0415 -- large; see above
    import pyreadstat  # noqa: PLC0415

    names = [*ABOUT, *(variable.name for variable in variables)]
    frame = pd.DataFrame.from_records(list(rows), columns=names)
    for variable in variables:
        if variable.is_text:
            frame[variable.name] = frame[variable.name].astype(str).str.slice(0, LONGEST_TEXT)
        else:
            frame[variable.name] = pd.to_numeric(frame[variable.name]).astype("float64")
    frame["version"] = pd.to_numeric(frame["version"]).astype("float64")
    coded = [variable for variable in variables if not variable.is_text]
    pyreadstat.write_sav(
        frame,
        str(path),
        file_label=title[:60],
        column_labels=[*ABOUT, *(words_in(variable.label, language) for variable in variables)],
        variable_value_labels={variable.name: value_labels(variable, language) for variable in coded},
        missing_ranges={variable.name: [{"lo": lowest(variable), "hi": CANNOT_SAY}] for variable in coded},
        variable_measure={variable.name: variable.measure for variable in variables},
        variable_format={variable.name: "F8.0" for variable in coded if variable.kind in ("coded", "tick")},
        compress=True,
    )
    return len(frame)


def lowest(variable: Variable) -> int:
    """Return the first of the codes that mean that something is missing."""
    return NOT_READ if NOT_READ in variable.words else NOT_ASKED


def value_labels(variable: Variable, language: str) -> dict[float, str]:
    """Return the words of all codes, those of what is missing too."""
    known = {**variable.words, **MISSING_WORDS}
    return {float(code): words_in(words, language, LONGEST_WORDS) for code, words in known.items()}


def syntax_of(variables: Sequence[Variable], *, language: str, data: str) -> str:
    """Return the SPSS syntax that reads the coded CSV beside it and gives it labels and missing values."""
    lines = ["* Encoding: UTF-8.", f"GET DATA /TYPE=TXT /FILE={quoted(data)} /ENCODING='UTF8' /DELIMITERS=','"]
    lines += [" /QUALIFIER='\"' /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES="]
    lines += [f"  {name} A120" for name in ABOUT]
    lines += [f"  {v.name} {'A2000' if v.is_text else 'F12.4' if v.kind == 'number' else 'F8.0'}" for v in variables]
    lines[-1] += "."
    lines += ["VARIABLE LABELS"]
    lines += [f"  {v.name} {quoted(words_in(v.label, language))}" for v in variables]
    lines[-1] += "."
    coded = [variable for variable in variables if not variable.is_text]
    for variable in coded:
        labels = " ".join(f"{int(code)} {quoted(words)}" for code, words in value_labels(variable, language).items())
        lines.append(f"VALUE LABELS {variable.name} {labels}.")
    for variable in coded:
        lines.append(f"MISSING VALUES {variable.name} ({lowest(variable)} THRU {CANNOT_SAY}).")
    for variable in variables:
        lines.append(f"VARIABLE LEVEL {variable.name} ({variable.measure.upper()}).")
    return "\n".join([*lines, "EXECUTE.", ""])


def quoted(text: str) -> str:
    """Return a text as SPSS quotes it."""
    return "'" + text.replace("'", "''") + "'"
