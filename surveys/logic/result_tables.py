"""From counts to the tables of the contract: shares, means, medians, distributions, with the labels of a questionnaire."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.logic.results import MANY_OF, MATRICES, NUMBERS, ONE_OF, Cell, QuestionTally, Tally

Texts = Mapping[str, str]
Table = dict[str, Any]
FEW_VALUES = 12
BINS = 10


@dataclass(frozen=True)
class Shape:
    """One question as its table needs it; the newest version's words, and every choice there ever was."""

    name: str
    type: str
    label: Texts
    choices: tuple[tuple[str, Texts], ...] = ()
    rows: tuple[tuple[str, Texts], ...] = ()
    role: str = ""
    depends_on: tuple[str, ...] = ()
    required: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


def newest(shapes: Iterable[Shape]) -> dict[str, Shape]:
    """Return shapes by name from the shapes of all versions, oldest first: words of the newest, choices of all."""
    found: dict[str, Shape] = {}
    for shape in shapes:
        earlier = found.get(shape.name)
        if earlier is None or earlier.type != shape.type:
            found[shape.name] = shape
            continue
        found[shape.name] = Shape(
            name=shape.name,
            type=shape.type,
            label=shape.label,
            choices=joined(shape.choices, earlier.choices),
            rows=joined(shape.rows, earlier.rows),
            role=shape.role or earlier.role,
            depends_on=tuple(dict.fromkeys((*shape.depends_on, *earlier.depends_on))),
            required=shape.required and earlier.required,
            extra=shape.extra,
        )
    return found


def joined(now: tuple[tuple[str, Texts], ...], before: tuple[tuple[str, Texts], ...]) -> tuple[tuple[str, Texts], ...]:
    """Return today's entries, then those that only earlier versions had."""
    known = {value for value, _label in now}
    return (*now, *(entry for entry in before if entry[0] not in known))


def tables_of(shapes: Iterable[Shape], tally: Tally) -> list[Table]:
    """Return one table a question, in the order of the questionnaire."""
    return [table_of(shape, tally.questions.get(shape.name) or QuestionTally(not_asked=tally.n)) for shape in shapes]


def table_of(shape: Shape, counted: QuestionTally) -> Table:
    """Return the table of one question."""
    table: Table = {
        "name": shape.name,
        "type": shape.type,
        "label": dict(shape.label),
        "n": counted.n,
        "missing": counted.missing,
        "not_asked": counted.not_asked,
    }
    if shape.type in ONE_OF or shape.type in MANY_OF:
        table["choices"] = choices_of(shape.choices, counted.counts, counted.n)
    elif shape.type in NUMBERS:
        if shape.choices:
            table["choices"] = choices_of(
                shape.choices, Counter({str(v): c for v, c in counted.counts.items()}), counted.n
            )
        else:
            table["distribution"] = bins_of(counted.counts)
        table.update(statistics_of(counted.counts))
    elif shape.type in MATRICES:
        table["rows"] = [matrix_row(shape, row, label, counted) for row, label in known_rows(shape.rows, counted)]
    elif shape.type == "ranking":
        first = Counter({row: places[1] for row, places in counted.rows.items()})
        table["choices"] = choices_of(shape.choices, first, counted.n)
        table["rows"] = [mean_row(row, label, counted) for row, label in known_rows(shape.choices, counted)]
    elif shape.type == "allocation":
        table["rows"] = [mean_row(row, label, counted) for row, label in known_rows(shape.choices, counted)]
    return table


def known_rows(rows: Sequence[tuple[str, Texts]], counted: QuestionTally) -> list[tuple[str, Texts]]:
    """Return the rows of the questionnaire, then any other that was answered."""
    known = {value for value, _label in rows}
    return [*rows, *((value, {}) for value in sorted(counted.rows) if value not in known)]


def choices_of(choices: Sequence[tuple[str, Texts]], counts: Mapping[Any, int], n: int) -> list[Table]:
    """Return a line a choice, in the order of the questionnaire; unknown values that were answered come last."""
    known = {value for value, _label in choices}
    unknown = sorted(str(value) for value in counts if str(value) not in known and counts[value])
    lines = [*choices, *((value, {}) for value in unknown)]
    return [
        {"value": value, "label": dict(label), "count": counts.get(value, 0), "share": share(counts.get(value, 0), n)}
        for value, label in lines
    ]


def share(count: int, n: int) -> float | None:
    """Return count of n as a share, nothing when nobody answered."""
    return count / n if n else None


def matrix_row(shape: Shape, row: str, label: Texts, counted: QuestionTally) -> Table:
    """Return one row of a matrix; steps that are numbers have a mean too."""
    counts = counted.rows.get(row, Counter())
    n = counted.row_n[row]
    numbers = {float(str(cell)): count for cell, count in counts.items() if is_step(str(cell))}
    every = shape.type == "matrix_single" and sum(numbers.values()) == n and n > 0
    return {
        "value": row,
        "label": dict(label),
        "n": n,
        "choices": choices_of(shape.choices, counts, n),
        "mean": mean_of(numbers) if every else None,
    }


def is_step(value: str) -> bool:
    """Tell whether a choice is a step of a scale: a whole number."""
    return value.lstrip("-").isdecimal() and value.isascii()


def mean_row(row: str, label: Texts, counted: QuestionTally) -> Table:
    """Return one choice of a ranking or an allocation with its mean place or mean amount."""
    counts = counted.rows.get(row, Counter())
    return {"value": row, "label": dict(label), "n": counted.row_n[row], "mean": mean_of(numeric(counts))}


def numeric(counts: Mapping[Cell, int]) -> dict[float, int]:
    """Return counts by number."""
    return {value: count for value, count in counts.items() if not isinstance(value, str)}


def mean_of(counts: Mapping[float, int]) -> float | None:
    """Return the mean of counted numbers, the same for any order of counting."""
    n = sum(counts.values())
    return math.fsum(value * count for value, count in counts.items()) / n if n else None


def statistics_of(cells: Mapping[Cell, int]) -> Table:
    """Return mean, median, standard deviation of the sample, smallest and largest number."""
    counts = numeric(cells)
    n = sum(counts.values())
    mean = mean_of(counts)
    if mean is None:
        return {"mean": None, "median": None, "stdev": None, "min": None, "max": None}
    squares = math.fsum(count * (value - mean) ** 2 for value, count in counts.items())
    return {
        "mean": mean,
        "median": median_of(counts, n),
        "stdev": math.sqrt(squares / (n - 1)) if n > 1 else None,
        "min": min(counts),
        "max": max(counts),
    }


def median_of(counts: Mapping[float, int], n: int) -> float:
    """Return the middle number, or the mean of the two in the middle."""
    middle: list[float] = []
    passed = 0
    wanted = ((n - 1) // 2, n // 2)
    for value in sorted(counts):
        passed += counts[value]
        while len(middle) < 2 and wanted[len(middle)] < passed:
            middle.append(value)
    return middle[0] if middle[0] == middle[1] else (middle[0] + middle[1]) / 2


def bins_of(cells: Mapping[Cell, int]) -> list[Table]:
    """Return a distribution: a line a value when they are few, else about ten equal steps of a round width."""
    counts = numeric(cells)
    if len(counts) <= FEW_VALUES:
        return [{"from": value, "to": value, "count": counts[value]} for value in sorted(counts)]
    low, high = min(counts), max(counts)
    width = round_width((high - low) / BINS)
    start = math.floor(low / width) * width
    steps: Counter[int] = Counter()
    for value, count in counts.items():
        steps[int((value - start) // width)] += count
    return [
        {"from": tidy(start + step * width), "to": tidy(start + (step + 1) * width), "count": steps[step]}
        for step in range(max(steps) + 1)
    ]


def round_width(width: float) -> float:
    """Return the nearest larger of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= width * (1 - 1e-9))


def tidy(value: float) -> float:
    """Return a bound without the dust of binary fractions, whole ones as int."""
    rounded = round(value, 9)
    return int(rounded) if rounded == int(rounded) else rounded
