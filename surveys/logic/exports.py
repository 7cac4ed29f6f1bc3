"""Responses as flat rows: fixed columns over all versions, cells that no spreadsheet takes for a formula.

A file ends with a line that counts its rows ("# rows", "412"), so that one that was cut off can be told from a whole one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from surveys.logic.result_tables import Shape
from surveys.logic.results import NO_OPINION, NUMBERS, ONE_OF, Answers, choice_of, has_answer, number_of

TRAILER = "# rows"
ABOUT = ("received_on", "language", "channel", "batch", "identity", "version", "marks")
VERSION = ABOUT.index("version")
LEFT_OUT = "left_out"  # written after the marks of a response that a coordinator left out of the results
FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
COMPUTED = NUMBERS | {"calculated"}
Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """One column: its name, its words for a codebook, and how its cell is read from a document of answers."""

    name: str
    question: str
    label: Mapping[str, str]
    read: Callable[[Answers], Value]
    choice: str = ""
    row: str = ""
    code: str = ""  # of the code book, where readers sorted the answers


def safe_cell(value: Value) -> Value:
    """Return a cell that a spreadsheet shows as it is: a text that looks like a formula gets an apostrophe in front."""
    if isinstance(value, str) and (value[:1] in FORMULA_STARTS or value.lstrip()[:1] in FORMULA_STARTS):
        return "'" + value
    return value


def columns_of(shapes: Iterable[Shape]) -> list[Column]:
    """Return the columns of all questions, in the order of the questionnaire."""
    return [column for shape in shapes for column in columns_of_question(shape)]


def columns_of_question(shape: Shape) -> list[Column]:
    """Return the columns of one question: one a choice where several can be chosen, one a row of a matrix."""
    name = shape.name
    if shape.type in BY_CHOICE:
        read = BY_CHOICE[shape.type]
        found = [Column(f"{name}.{v}", name, label, read(name, v), choice=v) for v, label in shape.choices]
        return [*found, *other_column(shape)]
    if shape.type == "matrix_single":
        return [Column(f"{name}.{row}", name, label, chosen_in(name, row), row=row) for row, label in shape.rows]
    if shape.type == "matrix_multi":
        return [
            Column(f"{name}.{row}.{value}", name, label, ticked_in(name, row, value), choice=value, row=row)
            for row, label in shape.rows
            for value, _label in shape.choices
        ]
    plain = Column(name, name, shape.label, number_in(name) if shape.type in COMPUTED else text_in(name, shape.type))
    return [plain, *other_column(shape), *code_columns(shape)]


def code_columns(shape: Shape) -> list[Column]:
    """Return a column a code that readers gave to the answers, where the question has a code book."""
    return [
        Column(f"{shape.name}.code.{key}", shape.name, {"fi": label}, code_given(shape, key), code=key)
        for key, label in shape.extra.get("codes", ())
    ]


def code_given(shape: Shape, key: str) -> Callable[[Answers], Value]:
    """Read whether an answer has a code: 1, 0, empty where nobody has read it, nothing without an answer."""

    def read(answers: Answers) -> Value:
        text = answers.get(shape.name)
        if not isinstance(text, str) or not text.strip():
            return None
        given = shape.extra["given"](text)
        return "" if given is None else int(key in given)

    return read


def other_column(shape: Shape) -> list[Column]:
    """Return the column of written others, if the question ever had them."""
    if not shape.extra.get("written_other"):
        return []
    return [Column(f"{shape.name}.text", shape.name, shape.label, written_other(shape.name))]


def text_in(name: str, kind: str) -> Callable[[Answers], Value]:
    """Read a text, a chosen value, or anything else as JSON."""

    def read(answers: Answers) -> Value:
        value = answers.get(name)
        if value is None:
            return None
        if kind in ONE_OF and not isinstance(value, list):
            return choice_of(value)
        return value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)

    return read


def number_in(name: str) -> Callable[[Answers], Value]:
    """Read a number; "no opinion" stays a word."""

    def read(answers: Answers) -> Value:
        value = answers.get(name)
        return NO_OPINION if value == NO_OPINION else number_of(value)

    return read


def written_other(name: str) -> Callable[[Answers], Value]:
    """Read the words of a written other."""

    def read(answers: Answers) -> Value:
        value = answers.get(name)
        entries = value if isinstance(value, list) else [value]
        words = [str(entry.get("text", "")) for entry in entries if isinstance(entry, Mapping)]
        return " · ".join(word for word in words if word) or None

    return read


def ticked(name: str, choice: str) -> Callable[[Answers], Value]:
    """Read whether a choice was among those chosen: 1, 0, or nothing when the question was not answered."""

    def read(answers: Answers) -> Value:
        value = answers.get(name)
        if not has_answer(value):
            return None
        return int(choice in [choice_of(entry) for entry in (value if isinstance(value, list) else [value])])

    return read


def place_of(name: str, choice: str) -> Callable[[Answers], Value]:
    """Read the place of a choice in a ranking."""

    def read(answers: Answers) -> Value:
        value = [choice_of(entry) for entry in answers.get(name) or []]
        return value.index(choice) + 1 if choice in value else None

    return read


def amount_of(name: str, choice: str) -> Callable[[Answers], Value]:
    """Read what was given to a choice."""
    return lambda answers: number_of((answers.get(name) or {}).get(choice))


def chosen_in(name: str, row: str) -> Callable[[Answers], Value]:
    """Read the value chosen in a row of a matrix."""

    def read(answers: Answers) -> Value:
        value = (answers.get(name) or {}).get(row)
        return choice_of(value) if has_answer(value) else None

    return read


def ticked_in(name: str, row: str, choice: str) -> Callable[[Answers], Value]:
    """Read whether a choice was among those chosen in a row of a matrix."""

    def read(answers: Answers) -> Value:
        value = (answers.get(name) or {}).get(row)
        if not has_answer(value):
            return None
        return int(choice in [choice_of(entry) for entry in (value if isinstance(value, list) else [value])])

    return read


def csv_cells(about: Iterable[Value], columns: Iterable[Column], answers: Answers) -> list[Value]:
    """Return the cells of one row, safe for spreadsheets."""
    return [safe_cell(cell) for cell in (*about, *(column.read(answers) for column in columns))]


BY_CHOICE: Mapping[str, Callable[[str, str], Callable[[Answers], Value]]] = {
    "multi_choice": ticked,
    "ranking": place_of,
    "allocation": amount_of,
}
