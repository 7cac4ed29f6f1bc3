"""Tallies: counts over documents of answers, as values that can be added to, merged and compared.

Everything is kept as whole-number counts, so that the order of the answers never matters and two halves merged
equal the whole to the last digit; means and medians are made from the counts at the end, in result_tables.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

ONE_OF = frozenset({"single_choice", "dropdown", "image_choice", "yes_no", "consent"})
MANY_OF = frozenset({"multi_choice"})
NUMBERS = frozenset({"number", "slider", "scale"})
MATRICES = frozenset({"matrix_single", "matrix_multi"})
WRITTEN = frozenset({"short_text", "long_text", "date", "map", "file"})
NO_OPINION = "no_opinion"
COUNTED = ONE_OF | MANY_OF | NUMBERS | MATRICES | WRITTEN | {"ranking", "allocation"}

Answers = Mapping[str, Any]
Cell = str | int | float


@dataclass
class QuestionTally:
    """Counts of one question. Rows are the rows of a matrix, or the choices of a ranking or an allocation."""

    n: int = 0
    missing: int = 0
    not_asked: int = 0
    counts: Counter[Cell] = field(default_factory=Counter)
    rows: dict[str, Counter[Cell]] = field(default_factory=dict)
    row_n: Counter[str] = field(default_factory=Counter)


@dataclass
class Tally:
    """Counts of a survey: how many responses, and the counts of each question by name."""

    n: int = 0
    questions: dict[str, QuestionTally] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """One version of a questionnaire as counting needs it: questions in order, and who was asked what."""

    types: Mapping[str, str]
    was_asked: Callable[[str, Answers], bool] = lambda _name, _answers: True


def tally_of(responses: Iterable[tuple[Form, Answers]], names: Iterable[str] = ()) -> Tally:
    """Count responses; questions in names that a response's version lacks count as not asked."""
    tally = Tally(questions={name: QuestionTally() for name in names})
    for form, answers in responses:
        add(tally, form, answers)
    return tally


def add(tally: Tally, form: Form, answers: Answers) -> None:
    """Count one response in place."""
    earlier = tally.n
    tally.n += 1
    for name, kind in form.types.items():
        if kind not in COUNTED:
            continue
        question = tally.questions.get(name)
        if question is None:
            question = tally.questions[name] = QuestionTally(not_asked=earlier)
        value = answers.get(name)
        if not has_answer(value):
            if form.was_asked(name, answers):
                question.missing += 1
            else:
                question.not_asked += 1
        else:
            question.n += 1
            count_value(question, kind, value)
    if len(form.types) < len(tally.questions) or form.types.keys() != tally.questions.keys():
        for name in tally.questions.keys() - form.types.keys():
            tally.questions[name].not_asked += 1


def has_answer(value: Any) -> bool:
    """Tell whether a value says something: nothing, a box not ticked, empty texts and empty lists do not."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False and value not in ([], {})


def count_value(question: QuestionTally, kind: str, value: Any) -> None:
    """Count the value of one answered question."""
    if kind in ONE_OF or kind in MANY_OF:
        question.counts.update(set(map(choice_of, value)) if isinstance(value, list) else (choice_of(value),))
    elif kind in NUMBERS:
        amount: Cell | None = NO_OPINION if value == NO_OPINION else number_of(value)
        if amount is None:
            question.n -= 1
            question.missing += 1
        else:
            question.counts[amount] += 1
    elif kind in MATRICES:
        count_rows(question, value)
    elif kind == "ranking":
        for place, choice in enumerate(value if isinstance(value, list) else [], start=1):
            count_cell(question, choice_of(choice), place)
    elif kind == "allocation":
        for choice, share in (value if isinstance(value, Mapping) else {}).items():
            given = number_of(share)
            if given is not None:
                count_cell(question, str(choice), given)


def count_rows(question: QuestionTally, value: Any) -> None:
    """Count the rows of a matrix that were answered."""
    for row, chosen in (value if isinstance(value, Mapping) else {}).items():
        if not has_answer(chosen):
            continue
        cells = set(map(choice_of, chosen)) if isinstance(chosen, list) else {choice_of(chosen)}
        question.rows.setdefault(str(row), Counter()).update(cells)
        question.row_n[str(row)] += 1


def count_cell(question: QuestionTally, row: str, cell: Cell) -> None:
    """Count one value in one row."""
    question.rows.setdefault(row, Counter())[cell] += 1
    question.row_n[row] += 1


def choice_of(value: Any) -> str:
    """Return the choice meant: a written other counts as "other", yes and no are words."""
    if isinstance(value, Mapping):
        return str(value.get("value", "other"))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def number_of(value: Any) -> int | float | None:
    """Return a finite number, whole ones as int, or nothing."""
    if isinstance(value, bool):
        return None
    try:
        amount = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if amount != amount or amount in (float("inf"), float("-inf")):  # noqa: PLR0124 -- NaN is unlike itself
        return None
    return int(amount) if amount == int(amount) else amount


def merge(one: Tally, other: Tally) -> Tally:
    """Return the counts of both together; a question that one of them never met was not asked there."""
    merged = Tally(n=one.n + other.n)
    for name in [*one.questions, *(name for name in other.questions if name not in one.questions)]:
        left = one.questions.get(name) or QuestionTally(not_asked=one.n)
        right = other.questions.get(name) or QuestionTally(not_asked=other.n)
        merged.questions[name] = QuestionTally(
            n=left.n + right.n,
            missing=left.missing + right.missing,
            not_asked=left.not_asked + right.not_asked,
            counts=left.counts + right.counts,
            rows={
                row: left.rows.get(row, Counter()) + right.rows.get(row, Counter())
                for row in [*left.rows, *(row for row in right.rows if row not in left.rows)]
            },
            row_n=left.row_n + right.row_n,
        )
    return merged
