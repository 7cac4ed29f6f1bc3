"""Columns as variables of statistics programs: short names, labels, value labels, missing values, measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.logic.exports import Column, Value, columns_of_question
from surveys.logic.result_tables import Shape
from surveys.logic.results import MANY_OF, NO_OPINION, NUMBERS, ONE_OF, has_answer

NOT_READ, NOT_ASKED, NO_ANSWER, CANNOT_SAY = -4, -3, -2, -1
NOT_READ_WORDS: Mapping[str, str] = {"fi": "Ei luettu", "sv": "Inte läst", "en": "Not read"}
MISSING_WORDS: Mapping[int, Mapping[str, str]] = {
    CANNOT_SAY: {"fi": "En osaa sanoa", "sv": "Kan inte säga", "en": "No opinion"},
    NO_ANSWER: {"fi": "Ei vastausta", "sv": "Inget svar", "en": "No answer"},
    NOT_ASKED: {"fi": "Ei kysytty", "sv": "Inte tillfrågad", "en": "Not asked"},
}
TICK_WORDS: Mapping[int, Mapping[str, str]] = {
    0: {"fi": "Ei valittu", "sv": "Inte vald", "en": "Not chosen"},
    1: {"fi": "Valittu", "sv": "Vald", "en": "Chosen"},
}
LONGEST_NAME = 64
LONGEST_LABEL = 250
RESERVED = frozenset("all and by eq ge gt le lt ne not or to with".split())  # noqa: SIM905 -- as SPSS lists them


@dataclass(frozen=True)
class Variable:
    """One column for a statistics program: codes with words where it is closed, a text or a number otherwise."""

    name: str
    column: Column
    label: Mapping[str, str]
    kind: str  # coded, tick, number, text
    measure: str  # nominal, ordinal, scale
    codes: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        """Whether its cells are words."""
        return self.kind == "text"


def variables_of(shapes: Iterable[Shape]) -> list[Variable]:
    """Return a variable a column, with names that every program takes, each once."""
    taken: set[str] = set()
    return [variable_of(shape, column, taken) for shape in shapes for column in columns_of_question(shape)]


def variable_of(shape: Shape, column: Column, taken: set[str]) -> Variable:  # noqa: PLR0911 -- one return a kind
    """Return one column as a variable."""
    name = short_name(column.name, taken)
    if column.name.endswith(".text") and column.name == f"{shape.name}.text":
        return Variable(name, column, shape.label, "text", "nominal")
    label = label_of(shape, column)
    if column.code:
        words = {**TICK_WORDS, NOT_READ: NOT_READ_WORDS}
        code = next(iter(column.label.values()), column.code)
        return Variable(
            name, column, {lang: f"{text}: {code}" for lang, text in label.items()}, "tick", "nominal", words=words
        )
    if shape.type in MANY_OF or shape.type == "matrix_multi":
        return Variable(name, column, label, "tick", "nominal", words=TICK_WORDS)
    if shape.type in ("ranking", "allocation", "calculated"):
        return Variable(name, column, label, "number", "scale" if shape.type != "ranking" else "ordinal")
    if shape.type in NUMBERS:
        steps = {int(value): words for value, words in shape.choices if value != NO_OPINION}
        return Variable(name, column, label, "number", "ordinal" if steps else "scale", words=steps)
    if shape.type in ONE_OF or shape.type == "matrix_single":
        codes = codes_of([value for value, _words in shape.choices])
        return Variable(
            name, column, label, "coded", "nominal", codes, {codes[value]: words for value, words in shape.choices}
        )
    return Variable(name, column, label, "text", "nominal")


def codes_of(values: list[str]) -> dict[str, int]:
    """Return a number for each choice: its own value where all are small whole numbers, else its place."""
    if values and all(re.fullmatch(r"\d{1,6}", value) for value in values) and len({*map(int, values)}) == len(values):
        return {value: int(value) for value in values}
    return {value: place for place, value in enumerate(values, start=1)}


def label_of(shape: Shape, column: Column) -> dict[str, str]:
    """Return the words of a question with those of its row or choice."""
    if not (column.row or column.choice):
        return dict(shape.label)
    parts = [dict(shape.rows).get(column.row), dict(shape.choices).get(column.choice)]
    return {
        code: ": ".join([text, *(part.get(code) or next(iter(part.values()), "") for part in parts if part)])
        for code, text in shape.label.items()
    }


def short_name(name: str, taken: set[str]) -> str:
    """Return a name of letters, digits, _ and . that was not given yet; case does not make a difference."""
    plain = re.sub(r"[^A-Za-z0-9_.]", "_", name).rstrip("._") or "v"
    if not plain[0].isalpha() or plain.casefold() in RESERVED:
        plain = f"v_{plain}"
    plain = plain[:LONGEST_NAME].rstrip("._")
    candidate, number = plain, 1
    while candidate.casefold() in taken:
        number += 1
        ending = f"_{number}"
        candidate = plain[: LONGEST_NAME - len(ending)] + ending
    taken.add(candidate.casefold())
    return candidate


def coded_cell(variable: Variable, value: Value, *, was_asked: bool) -> str | int | float | None:
    """Return a cell as the program keeps it: codes for choices, and what is missing with its reason."""
    if variable.column.code and value == "":
        return NOT_READ
    if variable.is_text:
        return "" if value is None else str(value)
    if value == NO_OPINION:
        return CANNOT_SAY
    if value is None or (variable.kind == "coded" and not has_answer(value)):
        return NO_ANSWER if was_asked else NOT_ASKED
    if variable.kind == "coded":
        return variable.codes.get(str(value), NO_ANSWER)
    return value


def words_in(texts: Mapping[str, str], language: str, longest: int = LONGEST_LABEL) -> str:
    """Return the words in a language, in another one where it has none."""
    text = texts.get(language) or next((words for words in texts.values() if words), "")
    return " ".join(text.split())[:longest]
