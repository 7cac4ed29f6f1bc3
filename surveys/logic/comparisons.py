"""Groups compared: which test fits which question, all of them corrected together, and the table of one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.logic.inference import Outcome, chi_square, holm, ranked, wilson
from surveys.logic.result_tables import Shape, Texts, is_step, numeric
from surveys.logic.results import MANY_OF, MATRICES, NUMBERS, ONE_OF, Cell, QuestionTally, Tally

CLEAR, LIKELY = 0.001, 0.05
NOTHING = QuestionTally()


@dataclass(frozen=True)
class Tested:
    """One question, or one of its rows or options, with its test and the p corrected for all tests of the page."""

    name: str
    label: Texts
    part: Texts
    outcome: Outcome
    corrected: float

    @property
    def verdict(self) -> str:
        """What may be said: few, clear, likely or none."""
        if self.outcome.few:
            return "few"
        return "clear" if self.corrected < CLEAR else "likely" if self.corrected < LIKELY else "none"

    @property
    def pairs(self) -> int:
        """In how many of a hundred pairs the first group's answer is higher; ties count half."""
        return round(100 * self.outcome.effect)


def comparisons_of(shapes: Sequence[Shape], groups: Sequence[Tally], k: int, *, without: str = "") -> list[Tested]:
    """Return a test for everything that can be compared; groups of fewer than k people are left out."""
    large = [group for group in groups if group.n >= k]
    found: list[tuple[Shape, Texts, Outcome]] = []
    for shape in shapes:
        if shape.name != without and len(large) > 1:
            own = [group.questions.get(shape.name, NOTHING) for group in large]
            found += [(shape, part, outcome) for part, outcome in outcomes_of(shape, own) if outcome]
    corrected = holm([outcome.p for _shape, _part, outcome in found])
    return [
        Tested(shape.name, shape.label, part, outcome, p)
        for (shape, part, outcome), p in zip(found, corrected, strict=True)
    ]


def outcomes_of(shape: Shape, own: Sequence[QuestionTally]) -> list[tuple[Texts, Outcome | None]]:
    """Return the tests of one question: ranks for numbers and steps, counts for choices, one an option or a row."""
    if shape.type in NUMBERS:
        return [({}, ranked([numeric(one.counts) for one in own]))]
    if shape.type in ONE_OF and len(shape.choices) > 1:
        return [({}, chi_square([[one.counts.get(value, 0) for value, _l in shape.choices] for one in own]))]
    if shape.type in MANY_OF:
        return [(label, chi_square([yes_and_no(one, value) for one in own])) for value, label in shape.choices]
    if shape.type in MATRICES or shape.type in ("ranking", "allocation"):
        rows = shape.rows if shape.type in MATRICES else shape.choices
        return [(label, row_outcome(shape, row, own)) for row, label in rows]
    return []


def yes_and_no(one: QuestionTally, value: str) -> list[int]:
    """Return how many chose an option and how many did not."""
    return [one.counts.get(value, 0), one.n - one.counts.get(value, 0)]


def row_outcome(shape: Shape, row: str, own: Sequence[QuestionTally]) -> Outcome | None:
    """Return the test of one row: ranks where its cells are numbers, counts otherwise; none for several answers."""
    cells: list[Mapping[Cell, int]] = [one.rows.get(row, {}) for one in own]
    if shape.type in ("ranking", "allocation"):
        return ranked([numeric(counts) for counts in cells])
    if shape.type == "matrix_multi":
        return None
    if all(is_step(value) for value, _label in shape.choices):
        return ranked([stepped(counts) for counts in cells])
    return chi_square([[counts.get(value, 0) for value, _label in shape.choices] for counts in cells])


def stepped(counts: Mapping[Cell, int]) -> dict[float, int]:
    """Return counts by step, without words."""
    return {float(str(cell)): count for cell, count in counts.items() if is_step(str(cell))}


@dataclass(frozen=True)
class CrossCell:
    """How many of a group chose something; shares of the group and of those who chose it; nothing where hidden."""

    count: int | None
    of_group: float | None = None
    of_choice: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class CrossLine:
    """One choice over all groups."""

    label: Texts
    cells: Sequence[CrossCell]


def cross_lines(table: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]) -> list[CrossLine]:
    """Return a line a choice, a cell a group, from tables that the disclosure rules were applied to."""
    own = [next(t for t in group["questions"] if t["name"] == table["name"]) for group in groups]
    lines = []
    for place, choice in enumerate(table.get("choices", ())):
        counts = [one["choices"][place]["count"] for one in own]
        whole = None if None in counts else sum(counts)
        cells = [cross_cell(count, one["n"], whole) for count, one in zip(counts, own, strict=True)]
        lines.append(CrossLine(choice["label"] or {"fi": str(choice["value"])}, cells))
    return lines


def cross_cell(count: int | None, n: int | None, whole: int | None) -> CrossCell:
    """Return one cell with its interval."""
    if count is None or not n:
        return CrossCell(count)
    low, high = wilson(count, n) or (None, None)
    return CrossCell(count, count / n, count / whole if whole else None, low, high)
