"""A few answers that stand for all: those between which some condition of the document can tell.

Conditions compare with finitely many values. So one answer for each value that is named, one between any two named
numbers, one that nobody names, and no answer at all are enough to decide whether a condition can ever hold.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from surveys.logic.questionnaire.choosing import NO_OPINION
from surveys.logic.questionnaire.conditions import All, AnyOf, Condition, Not, Test
from surveys.logic.questionnaire.document import Question, Questionnaire

MOST_SUBSETS = 8  # of that many named options every combination is tried; beyond it nothing is claimed
UNNAMED = "\u2026"


def tests_in(condition: Condition | None) -> Iterator[Test]:
    """Yield every comparison of a condition."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from tests_in(part)
        case Not(part):
            yield from tests_in(part)
        case Test():
            yield condition


def all_tests(document: Questionnaire) -> list[Test]:
    """Return every comparison of the document."""
    conditions = [page.visible_if for page in document.pages]
    conditions += [question.visible_if for question in document.questions]
    return [test for condition in conditions for test in tests_in(condition)]


def samples_of(question: Question, tests: Sequence[Test]) -> list[Any]:
    """Return answers that stand for all answers this question can get; None stands for no answer."""
    own = [test for test in tests if test.question == question.name]
    if question.type in ("matrix_single", "matrix_multi"):
        return matrix_samples(question, own)
    named = list(dict.fromkeys(value for test in own for value in values_of(test)))
    none = [] if question.required and question.type != "calculated" else [None]
    return [*answers_of(question, named), *none]


def is_decidable(question: Question, tests: Sequence[Test]) -> bool:
    """Tell whether few answers can stand for all: not for places, files and shares that a condition looks into."""
    own = [test for test in tests if test.question == question.name]
    if question.type in ("map", "file", "allocation"):
        return all(test.operator == "answered" and test.row is None for test in own)
    named = {value for test in own for value in values_of(test)}
    return question.type not in ("multi_choice", "image_choice", "ranking") or len(named) <= MOST_SUBSETS


def values_of(test: Test) -> tuple[Any, ...]:
    """Return the values a comparison names."""
    if test.operator == "answered":
        return ()
    return tuple(test.value) if test.operator == "in" else (test.value,)


def answers_of(question: Question, named: Sequence[Any]) -> list[Any]:  # noqa: PLR0911 -- one return a type
    """Return the answers of a question that is answered."""
    kind = question.type
    if kind == "yes_no":
        return ["yes", "no"]
    if kind == "consent":
        return [True]
    if kind == "scale":
        steps: list[Any] = list(range(int(question.lowest), int(question.highest) + 1))
        return [*steps, NO_OPINION] if question.no_opinion else steps
    if kind in ("number", "slider", "calculated"):
        return numbers_of(question, [value for value in named if isinstance(value, int | float)])
    if kind == "date":
        return dates_of([value for value in named if isinstance(value, str)])
    if kind in ("single_choice", "dropdown") or (kind == "image_choice" and not question.multiple):
        return some_of([choice.value for choice in question.choices], named)
    if kind in ("multi_choice", "image_choice", "ranking"):
        return sets_of(question, named)
    if kind in ("short_text", "long_text"):
        return [*[value for value in named if isinstance(value, str)], UNNAMED]
    return [UNNAMED]


def some_of(values: Sequence[str], named: Sequence[Any]) -> list[Any]:
    """Return the named options, and one that is not named if there is one."""
    rest = [value for value in values if value not in named][:1]
    return [*[value for value in values if value in named], *rest]


def sets_of(question: Question, named: Sequence[Any]) -> list[Any]:
    """Return sets of options: what is named in every combination, with and without an option that is not named."""
    alone = {choice.value for choice in question.choices if choice.exclusive}
    values = some_of([choice.value for choice in question.choices], named[:MOST_SUBSETS])
    free = [value for value in values if value not in alone]
    found = [list(part) for n in range(1, len(free) + 1) for part in itertools.combinations(free, n)]
    limit = question.max or len(question.choices)
    return [chosen for chosen in found if len(chosen) <= limit] + [[value] for value in values if value in alone]


def numbers_of(question: Question, named: Sequence[float]) -> list[Any]:
    """Return the named numbers, one between and beyond each, kept within the limits of the question."""
    low = question.min if question.min is not None else -(10**9)
    high = question.max if question.max is not None else 10**9
    marks = sorted({low, high, *(number for number in named if low <= number <= high)})
    step = question.step
    found: list[float] = []
    for left, right in itertools.pairwise(marks):
        found += [left, (left + right) / 2 if step is None else between(low, step, left, right)]
    found.append(marks[-1])
    if step is not None:
        found = [number for number in found if abs((number - low) / step - round((number - low) / step)) < 1e-9]
    return list(dict.fromkeys(found))


def between(low: float, step: float, left: float, right: float) -> float:
    """Return the first step after the left number if it lies before the right one, else the left number."""
    after = low + (int((left - low) / step + 1e-9) + 1) * step
    return after if after < right else left


def dates_of(named: Sequence[str]) -> list[Any]:
    """Return the named days, the day before and the day after each, and some day."""
    found = {"2000-01-01"}
    for text in named:
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            continue
        around = (datetime.timedelta(days=n) for n in (-1, 0, 1))
        found |= {(day + shift).isoformat() for shift in around}
    return sorted(found)


def matrix_samples(question: Question, tests: Sequence[Test]) -> list[Any]:
    """Return answers to the rows that conditions ask about, in every combination."""
    rows = list(dict.fromkeys(test.row for test in tests if test.row is not None))
    many = question.type == "matrix_multi"
    options = []
    for row in rows:
        named = [value for test in tests if test.row == row for value in values_of(test)]
        values = some_of([choice.value for choice in question.choices], named)
        cells: list[Any] = [[value] for value in values] + [values] if many else values
        options.append([*cells, None])
    usual: Any = [question.choices[0].value] if many else question.choices[0].value
    rest = {row.value: usual for row in question.rows if row.value not in rows}
    found: list[Any] = []
    for chosen in itertools.product(*options):
        given = {row: cell for row, cell in zip(rows, chosen, strict=True) if cell is not None}
        if not question.required or len(given) == len(rows):
            found.append(rest | given)
    return found if question.required else [*found, None]
