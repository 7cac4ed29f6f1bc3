"""What is kept counted of a survey: a tally and how many had each language, channel, day; added, taken away, as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from surveys.logic.results import Cell, QuestionTally, Tally

About = dict[str, Counter[str]]
Key = TypeVar("Key", str, Cell)


@dataclass
class Counts:
    """A tally, and the counts about responses by column."""

    tally: Tally = field(default_factory=Tally)
    about: About = field(default_factory=dict)


def added(one: Counts, other: Counts, sign: int = 1) -> Counts:
    """Return the counts of both together, or of one without the other; nothing that is zero stays."""
    n = one.tally.n + sign * other.tally.n
    questions: dict[str, QuestionTally] = {}
    for name in [*one.tally.questions, *(name for name in other.tally.questions if name not in one.tally.questions)]:
        left = one.tally.questions.get(name) or QuestionTally(not_asked=one.tally.n)
        right = other.tally.questions.get(name) or QuestionTally(not_asked=other.tally.n)
        rows = {
            row: together(left.rows.get(row, Counter()), right.rows.get(row, Counter()), sign)
            for row in [*left.rows, *(row for row in right.rows if row not in left.rows)]
        }
        questions[name] = QuestionTally(
            n=left.n + sign * right.n,
            missing=left.missing + sign * right.missing,
            not_asked=left.not_asked + sign * right.not_asked,
            counts=together(left.counts, right.counts, sign),
            rows={row: cells for row, cells in rows.items() if cells},
            row_n=together(left.row_n, right.row_n, sign),
        )
    about = {
        place: together(one.about.get(place, Counter()), other.about.get(place, Counter()), sign)
        for place in [*one.about, *(place for place in other.about if place not in one.about)]
    }
    return Counts(Tally(n, questions), about)


def together(one: Counter[Key], other: Counter[Key], sign: int) -> Counter[Key]:
    """Return the sum or the difference of counts without zeros."""
    result = Counter(one)
    for key, count in other.items():
        result[key] += sign * count
    return Counter({key: count for key, count in result.items() if count})


def counts_to_json(counts: Counts) -> dict[str, Any]:
    """Return counts as JSON; cells keep whether they are numbers or words."""
    return {
        "n": counts.tally.n,
        "questions": {
            name: {
                "n": [q.n, q.missing, q.not_asked],
                "counts": pairs(q.counts),
                "rows": {row: pairs(cells) for row, cells in q.rows.items()},
                "row_n": dict(q.row_n),
            }
            for name, q in counts.tally.questions.items()
        },
        "about": {place: dict(values) for place, values in counts.about.items()},
    }


def pairs(counts: Mapping[Cell, int]) -> list[list[Cell]]:
    """Return counts as pairs, in one order for equal counts."""
    return [[cell, count] for cell, count in sorted(counts.items(), key=lambda pair: (str(type(pair[0])), pair[0]))]


def counts_from_json(data: Mapping[str, Any]) -> Counts:
    """Return the counts that were written."""
    questions = {}
    for name, q in data.get("questions", {}).items():
        n, missing, not_asked = q["n"]
        rows = {row: Counter(dict(cells)) for row, cells in q["rows"].items()}
        questions[name] = QuestionTally(n, missing, not_asked, Counter(dict(q["counts"])), rows, Counter(q["row_n"]))
    about = {place: Counter(values) for place, values in data.get("about", {}).items()}
    return Counts(Tally(data.get("n", 0), questions), about)


def difference(one: Counts, other: Counts) -> int:
    """Return by how many answers two counts differ, over every cell; 0 means that they are equal."""
    left = added(one, other, -1)
    total = abs(left.tally.n)
    for q in left.tally.questions.values():
        total += abs(q.n) + abs(q.missing) + abs(q.not_asked)
        cells: list[Iterable[int]] = [q.counts.values(), q.row_n.values(), *(row.values() for row in q.rows.values())]
        total += sum(abs(count) for counts in cells for count in counts)
    return total + sum(abs(count) for values in left.about.values() for count in values.values())
