"""Answers from a file of another tool: which column is which question, and what a cell means.

Headers are names or labels in any language, also in the forms name.row, "Label [row]" and "Label: row". Cells are
values or labels. What cannot be understood is a fault with row, column and reason; nothing is guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation.logic.imports import CellFault
from surveys.logic.exports import ABOUT, TRAILER, Column, columns_of_question
from surveys.logic.result_tables import Shape
from surveys.logic.results import MANY_OF, MATRICES, NO_OPINION, NUMBERS, ONE_OF

YES = frozenset({"yes", "kyllä", "ja", "joo", "true", "1", "x", "k", "y"})
NO = frozenset({"no", "ei", "nej", "false", "0", "e", "n"})
DAY = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
SEPARATORS = re.compile(
    r"[;|\n,]"
)  # blanks around are taken off afterwards: looking for them here takes ages in a long cell
NUMBER = re.compile(r"^[+-]?\d+(?:\.\d+)?$")


@dataclass(frozen=True)
class Place:
    """Where the cells of one column belong: a question, maybe one row or one choice of it, or a written other."""

    shape: Shape
    row: str = ""
    choice: str = ""
    is_text: bool = False


def plain(text: object) -> str:
    """Return a text as it is compared: composed, without case, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


def places_of(shapes: Iterable[Shape]) -> dict[str, Place]:
    """Return for every known header the place it means; a header that would mean two things means nothing."""
    found: dict[str, Place] = {}
    twice: set[str] = set()
    for shape in shapes:
        for header, place in headers_of(shape):
            key = plain(header)
            if key in found and found[key] != place:
                twice.add(key)
            found.setdefault(key, place)
    return {key: place for key, place in found.items() if key not in twice}


def headers_of(shape: Shape) -> Iterable[tuple[str, Place]]:
    """Yield the headers that mean this question or a part of it."""
    whole = Place(shape)
    yield shape.name, whole
    for label in shape.label.values():
        yield label, whole
    for column in columns_of_question(shape):
        part = part_of(shape, column)
        yield column.name, part
        if part != whole:
            for label in shape.label.values():
                for word in (column.row or column.choice, *column.label.values()):
                    yield f"{label} [{word}]", part
                    yield f"{label}: {word}", part


def part_of(shape: Shape, column: Column) -> Place:
    """Return the place of one column of an export."""
    if column.name == f"{shape.name}.text":
        return Place(shape, is_text=True)
    return Place(shape, row=column.row, choice=column.choice)


def matched_headers(headers: Sequence[str], places: Mapping[str, Place]) -> tuple[list[Place | None], list[CellFault]]:
    """Return the place of each header, nothing for those about the response itself; unknown ones are faults."""
    matched: list[Place | None] = []
    faults: list[CellFault] = []
    for header in headers:
        place = places.get(plain(header))
        if place is None and plain(header) and plain(header) not in ABOUT and not is_code(header, places):
            faults.append(CellFault(1, header, "unknown_column"))
        matched.append(place)
    if not any(matched):
        faults.append(CellFault(1, "", "no_known_column"))
    return matched, faults


def is_code(header: str, places: Mapping[str, Place]) -> bool:
    """Tell whether a column of one of our own files holds codes that readers gave, which are no answers."""
    question, parted, _code = header.rpartition(".code.")
    return bool(parted) and plain(question) in places


def answers_of(
    row: int, headers: Sequence[str], cells: Sequence[str], places: Sequence[Place | None]
) -> tuple[dict[str, Any], list[CellFault]]:
    """Return the document of answers that one line of the file means, and what was not understood."""
    answers: dict[str, Any] = {}
    faults: list[CellFault] = []
    for header, cell, place in zip(headers, cells, places, strict=False):
        if place is None or not cell.strip():
            continue
        try:
            put(answers, place, unescaped(cell.strip()))
        except ValueError as error:
            faults.append(CellFault(row, header, str(error), cell[:80]))
    for name, value in list(answers.items()):
        if isinstance(value, dict) and "places" in value:
            answers[name] = [choice for _place, choice in sorted(value["places"])]
    return answers, faults


def unescaped(cell: str) -> str:
    """Return a cell without the apostrophe that an export put before what looks like a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def put(answers: dict[str, Any], place: Place, cell: str) -> None:
    """Put one cell where it belongs; raises ValueError with the code of what is wrong."""
    shape = place.shape
    if place.is_text:
        put_other(answers, shape, cell)
    elif shape.type in MATRICES and place.row:
        put_in_matrix(answers, place, cell)
    elif shape.type == "allocation" and place.choice:
        answers.setdefault(shape.name, {})[place.choice] = number(cell)
    elif shape.type == "ranking" and place.choice:
        answers.setdefault(shape.name, {"places": []})["places"].append((number(cell), place.choice))
    elif shape.type in MANY_OF and place.choice:
        chosen = answers.setdefault(shape.name, [])
        if is_ticked(cell, place):
            chosen.append(place.choice)
    else:
        answers[shape.name] = value_of(shape, cell)


def put_other(answers: dict[str, Any], shape: Shape, words: str) -> None:
    """Join the words of a written other to the option they belong to: the one chosen, else the question's first."""
    others = shape.extra.get("others") or ["other"]
    given = answers.get(shape.name, [])
    chosen = given if shape.type in MANY_OF else [given]
    option = next((choice for choice in chosen if choice in others), others[0])
    written = {"value": option, "text": words}
    if shape.type in MANY_OF:
        answers[shape.name] = [*(choice for choice in chosen if choice != option), written]
    else:
        answers[shape.name] = written


def put_in_matrix(answers: dict[str, Any], place: Place, cell: str) -> None:
    """Put a cell of one row of a matrix."""
    rows = answers.setdefault(place.shape.name, {})
    if place.choice:
        if is_ticked(cell, place):
            rows.setdefault(place.row, []).append(place.choice)
    elif place.shape.type == "matrix_multi":
        rows[place.row] = choices(place.shape, cell)
    else:
        rows[place.row] = choice(place.shape, cell)


def is_ticked(cell: str, place: Place) -> bool:
    """Tell whether a cell of one choice says that it was chosen: yes, 1, x, or the choice itself."""
    word = plain(cell)
    if word == "0":  # as files of answers write it, even where an option is called 0
        return False
    if word in YES or word == plain(place.choice):
        return True
    if word in NO:
        return False
    if word in {
        plain(label) for value, labels in place.shape.choices if value == place.choice for label in labels.values()
    }:
        return True
    raise ValueError("not_a_tick")


def value_of(shape: Shape, cell: str) -> Any:
    """Return what a cell of a whole question means."""
    if shape.type in NUMBERS:
        return scale_step(shape, cell) if shape.type == "scale" else number(cell)
    if shape.type in {"yes_no", "consent"}:
        return yes_or_no(cell)
    if shape.type in MANY_OF or shape.type == "ranking":
        return choices(shape, cell)
    if shape.type in ONE_OF:
        return choice(shape, cell)
    if shape.type == "date":
        return date(cell)
    return cell


def scale_step(shape: Shape, cell: str) -> int | float | str:
    """Return the step of a scale, given as number or in words, or that somebody had no opinion."""
    try:
        return number(cell)
    except ValueError:
        found = choice(shape, cell)
        return found if found == NO_OPINION else number(found)


def number(cell: str) -> int | float:
    """Return a number written with a comma or a point; raises ValueError for anything else."""
    text = re.sub(r"[\s\u00a0\u202f]", "", cell).replace("\u2212", "-").replace(",", ".")
    if not NUMBER.match(text):
        raise ValueError("not_a_number")
    amount = float(text)
    if not math.isfinite(amount):
        raise ValueError("not_a_number")
    return int(amount) if amount == int(amount) else amount


def yes_or_no(cell: str) -> bool:
    """Return a yes or a no in any of the languages."""
    word = plain(cell)
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError("not_yes_or_no")


def date(cell: str) -> str:
    """Return a day as ISO 8601, also from 21.11.2026; whether it exists is checked with the other answers."""
    found = DAY.match(cell)
    if found:
        day, month, year = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return cell[:10]


def choice(shape: Shape, cell: str) -> str:
    """Return the value of the choice that a cell names by value or label; raises ValueError for none."""
    word = plain(cell)
    for value, labels in shape.choices:
        if word == plain(value) or word in {plain(label) for label in labels.values()}:
            return value
    raise ValueError("unknown_choice")


def choices(shape: Shape, cell: str) -> list[str]:
    """Return the choices that one cell lists; a label that itself holds a comma is understood when it stands alone."""
    try:
        return [choice(shape, cell)]
    except ValueError:
        return list(dict.fromkeys(choice(shape, part.strip()) for part in SEPARATORS.split(cell) if part.strip()))


def is_trailer(cells: Sequence[str]) -> bool:
    """Tell whether a line is the row count at the end of an export."""
    return bool(cells) and cells[0].strip() == TRAILER
