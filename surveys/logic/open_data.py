"""Answers that everybody may have: rows in random order without dates, small groups hidden, texts apart and masked.

The disclosure rules of tables decide which values a column may show: those of fewer than the threshold, their
complements and what would give them away are written as HIDDEN. What tells who somebody is (area, age, sex, language) is
hidden step by step until nobody stands out by a combination. Numbers become steps that hold the threshold. Places,
dates and files are left out; texts lie in a file of their own, which no row leads to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from surveys.logic.disclosure import joined_bins, safe_choices
from surveys.logic.drawings import bin_words
from surveys.logic.exports import Value
from surveys.logic.result_tables import Shape, bins_of
from surveys.logic.results import Answers, Cell, number_of
from surveys.logic.variables import Variable

HIDDEN = "*"
LEFT_OUT = frozenset({"map", "file", "date", "calculated"})
Shuffle = Callable[[list[list[str]]], None]


@dataclass(frozen=True)
class OpenData:
    """Rows under a header, texts under a header, and how many cells were hidden."""

    rows: list[list[str]]
    texts: list[list[str]]
    hidden: int


def open_data(
    answers: Sequence[tuple[str, Answers]],
    variables: Sequence[Variable],
    shapes: Mapping[str, Shape],
    telling: Sequence[str],
    k: int,
    *,
    mask: Callable[[str, str], str],
    shuffle: Shuffle,
) -> OpenData:
    """Return what may be given to everybody; answers are the language and the document of each response."""
    kept = [one for one in variables if shapes[one.column.question].type not in LEFT_OUT and not one.is_text]
    columns = [["language", *safe_column([language for language, _answers in answers], k)]]
    for one in kept:
        cells = [cell_of(one, document) for _language, document in answers]
        columns.append([one.name, *shown_column(one, cells, k)])
    header = [column[0] for column in columns]
    body = [list(row) for row in zip(*(column[1:] for column in columns), strict=True)]
    keys = [place for place, one in enumerate([None, *kept]) if one is None or one.column.question in telling]
    hide_combinations(body, keys, k)
    texts = [
        [one.column.question, mask(str(words), language)]
        for one in variables
        if one.is_text and shapes[one.column.question].type not in LEFT_OUT
        for language, document in answers
        if (words := one.column.read(document))
    ]
    shuffle(body)
    shuffle(texts)
    hidden = sum(cell == HIDDEN for row in body for cell in row)
    return OpenData([header, *body], [["question", "text"], *texts], hidden)


def cell_of(variable: Variable, document: Answers) -> Value:
    """Return the value of a cell as the questionnaire names it."""
    return variable.column.read(document)


def shown_column(variable: Variable, cells: Sequence[Value], k: int) -> list[str]:
    """Return a column as it may be seen: choices by their rules, numbers without steps of their own in bins."""
    if variable.kind == "number" and not variable.words:
        return binned(cells, k)
    return safe_column(["" if cell is None else str(cell) for cell in cells], k)


def safe_column(cells: Sequence[str], k: int) -> list[str]:
    """Return a column whose rare values, and what would give them away, are hidden; nothing said counts as a value."""
    counts = Counter(cells)
    if len(counts) < 2:
        return list(cells)
    lines = [{"value": value, "count": count, "share": None} for value, count in sorted(counts.items())]
    safe = safe_choices(lines, len(cells), k, adds_up=True)
    hidden = {line["value"] for line in safe if line["count"] is None}
    return [HIDDEN if cell in hidden else cell for cell in cells]


def binned(cells: Sequence[Value], k: int) -> list[str]:
    """Return numbers as steps that each hold at least k people; none where there are fewer in all."""
    numbers = [number_of(cell) for cell in cells]
    counts: Counter[Cell] = Counter(number for number in numbers if number is not None)
    if sum(counts.values()) < k or 0 < len(cells) - sum(counts.values()) < k:
        return [HIDDEN] * len(cells)
    steps = joined_bins(bins_of(counts), k)
    words = []
    for number in numbers:
        step = next((s for s in reversed(steps) if number is not None and number >= s["from"]), None)
        words.append(bin_words(step) if step else "")
    return words


def hide_combinations(rows: list[list[str]], keys: Sequence[int], k: int) -> None:
    """Hide what tells apart, the most telling column first, in all rows of which fewer than k are alike."""
    by_telling = sorted(keys, key=lambda place: -len({row[place] for row in rows}))
    for place in [*by_telling, None]:
        counts = Counter(tuple(row[key] for key in keys) for row in rows)
        rare = [row for row in rows if counts[tuple(row[key] for key in keys)] < k]
        if not rare:
            return
        if place is not None:
            for row in rare:
                row[place] = HIDDEN
    if len(rows) >= k and rare:  # the last few rows are not alone: as many more are hidden as make k
        more = [row for row in rows if any(row[key] != HIDDEN for key in keys)][: k - len(rare)]
        for row in more:
            for key in keys:
                row[key] = HIDDEN
        hide_combinations(rows, keys, k)
