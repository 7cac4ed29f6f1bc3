"""A script for R that reads the coded CSV beside it: labels, factors, missing values. Words stand in quotes alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from surveys.logic.exports import ABOUT
from surveys.logic.variables import CANNOT_SAY, MISSING_WORDS, NOT_READ, NOT_READ_WORDS, Variable, words_in

HEAD = """# Reads the answers of a survey. Keep this file beside its CSV and run: source("{script}", encoding = "UTF-8")
# Why a value is missing stands in attr(answers[["name"]], "missing"); the question in attr(answers[["name"]], "label").
"""
TOOLS = """
labelled <- function(x, label, codes = NULL, words = NULL, ordered = FALSE) {
  reason <- factor(x, levels = reasons, labels = reason_words)
  x[x %in% reasons] <- NA
  if (length(codes) > 0) x <- factor(x, levels = codes, labels = words, ordered = ordered)
  attr(x, "missing") <- reason
  attr(x, "label") <- label
  x
}
"""


def r_script(variables: Sequence[Variable], *, language: str, script: str, data: str) -> str:
    """Return the script that reads the coded CSV named data."""
    names = [*ABOUT, *(variable.name for variable in variables)]
    kinds = [*("character" for _name in ABOUT), *("character" if v.is_text else "numeric" for v in variables)]
    reasons = {NOT_READ: NOT_READ_WORDS, **dict(sorted(MISSING_WORDS.items()))}
    lines = [
        HEAD.format(script=script),
        f"reasons <- {numbers(sorted(reasons))}",
        f"reason_words <- {texts([words_in(reasons[code], language) for code in sorted(reasons)])}",
        TOOLS,
        f"answers <- read.csv({quoted(data)}, fileEncoding = {quoted('UTF-8')}, check.names = FALSE,",
        f"  na.strings = {quoted('')}, stringsAsFactors = FALSE, col.names = {texts(names)},",
        f"  colClasses = {texts(kinds)})",
        "",
        *(line_of(variable, language) for variable in variables),
    ]
    return "\n".join([*lines, ""])


def line_of(variable: Variable, language: str) -> str:
    """Return the line that gives a column its words."""
    place, label = f"answers[[{quoted(variable.name)}]]", quoted(words_in(variable.label, language))
    if variable.is_text:
        return f'attr({place}, "label") <- {label}'
    words = {code: text for code, text in sorted(variable.words.items()) if not NOT_READ <= code <= CANNOT_SAY}
    if not words or (variable.kind == "number" and variable.measure == "scale"):
        return f"{place} <- labelled({place}, {label})"
    told = different([words_in(text, language) or str(code) for code, text in words.items()])
    order = ", ordered = TRUE" if variable.measure == "ordinal" else ""
    return f"{place} <- labelled({place}, {label},\n  {numbers(words)}, {texts(told)}{order})"


def different(words: Sequence[str]) -> list[str]:
    """Return words of which no two are alike: R would make one level of them."""
    found: list[str] = []
    for word in words:
        candidate, number = word, 1
        while candidate in found:
            number += 1
            candidate = f"{word} ({number})"
        found.append(candidate)
    return found


def numbers(codes: Iterable[int]) -> str:
    """Return whole numbers as a vector of R."""
    return f"c({', '.join(str(int(code)) for code in codes)})"


def texts(words: Sequence[str]) -> str:
    """Return texts as a vector of R."""
    return f"c({', '.join(quoted(word) for word in words)})"


def quoted(text: str) -> str:
    """Return a text as R quotes it: nothing in it ends the text, and nothing that cannot be seen stays as it is."""
    return '"' + "".join(letter(one) for one in text) + '"'


def letter(one: str) -> str:
    """Return one letter within quotes; R knows no NUL."""
    if one in '"\\':
        return "\\" + one
    if unicodedata.category(one)[0] != "C" and unicodedata.category(one) not in ("Zl", "Zp"):
        return one
    code = ord(one)
    if code == 0 or 0xD800 <= code <= 0xDFFF:
        return ""
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
