"""Answers that everybody may have: rows in random order without dates, small groups hidden, texts apart and masked.

A column shows no more than the public table of its question, so that the two cannot be subtracted from each other: what
the table hides is written as HIDDEN, and a column of which the file would hide something that a mean in the table gives
away is left out. Of what tells who somebody is (area, age, sex, language) as many columns are kept as leave nobody alone
with a combination; hiding it in single rows would be undone by the public counts. Numbers become steps that hold the
threshold. Places, dates and files are left out; texts lie in a file of their own, which no row leads to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from surveys.logic.disclosure import all_shown, joined_bins, safe_choices
from surveys.logic.drawings import bin_words
from surveys.logic.exports import Value
from surveys.logic.result_tables import Table, bins_of
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
    telling: Sequence[str],
    tables: Mapping[str, Table],
    k: int,
    *,
    mask: Callable[[str, str], str],
    shuffle: Shuffle,
) -> OpenData:
    """Return what may be given to everybody; answers are the language and the document of each response.

    Tables are those that everybody sees of the same answers; a question without one is left out.
    """
    kept: list[Variable | None] = [None]  # the language
    columns = [["language", *safe_column([language for language, _answers in answers], k)]]
    for one in variables:
        table = tables.get(one.column.question)
        if one.is_text or one.column.code or table is None or table["type"] in LEFT_OUT:
            continue
        cells = shown_column(one, [one.column.read(document) for _language, document in answers], table, k)
        if cells is not None:
            kept.append(one)
            columns.append([one.name, *cells])
    keys = [place for place, one in enumerate(kept) if one is None or one.column.question in telling]
    columns = [columns[place] for place in sorted({*range(len(kept))} - {*keys} | {*together(columns, keys, k)})]
    header = [column[0] for column in columns]
    body = [list(row) for row in zip(*(column[1:] for column in columns), strict=True)]
    texts = [
        [one.column.question, mask(str(words), language)]
        for one in variables
        if one.is_text and is_told(tables.get(one.column.question))
        for language, document in answers
        if (words := one.column.read(document))
    ]
    shuffle(body)
    shuffle(texts)
    hidden = sum(cell == HIDDEN for row in body for cell in row)
    return OpenData([header, *body], [["question", "text"], *texts], hidden)


def is_told(table: Table | None) -> bool:
    """Tell whether the words written to a question may be read by everybody."""
    return table is not None and not table.get("hidden") and table["type"] not in LEFT_OUT


def shown_column(variable: Variable, cells: Sequence[Value], table: Table, k: int) -> list[str] | None:
    """Return a column that shows no more than the public table of its question, or nothing."""
    if table.get("hidden"):
        return None
    if variable.kind == "number" and not variable.words:
        return shown_numbers(variable, cells, table, k)
    part = table
    if variable.column.row:
        part = next((row for row in table.get("rows") or () if row["value"] == variable.column.row), {})
        if part.get("n") is None:
            return None
    lines = {str(line["value"]): line["count"] for line in part.get("choices") or ()}
    texts = ["" if cell is None else str(cell) for cell in cells]
    if variable.column.choice:
        is_hidden = lines.get(variable.column.choice) is None
        return [HIDDEN if text and is_hidden else text for text in texts]
    return [HIDDEN if text and lines.get(text) is None else text for text in texts]


def shown_numbers(variable: Variable, cells: Sequence[Value], table: Table, k: int) -> list[str] | None:
    """Return numbers in steps as their table has them; of places and amounts, whose means are public, all or nothing."""
    if not variable.column.choice:
        return binned(cells, k)
    line: Table = next((row for row in table.get("rows") or () if row["value"] == variable.column.choice), {})
    texts = ["" if cell is None else str(cell) for cell in cells]
    if line.get("n") is None or not all_shown({"choices": table.get("choices") or ()}):
        return None
    return texts if HIDDEN not in safe_column(texts, k) else None


def together(columns: Sequence[Sequence[str]], keys: Sequence[int], k: int) -> tuple[int, ...]:
    """Return as many of the telling columns as may stand together: each combination is that of at least k rows."""
    many = {key: len(set(columns[key])) for key in keys}
    for size in range(len(keys), 0, -1):
        for chosen in sorted(combinations(keys, size), key=lambda some: -sum(many[key] for key in some)):
            counts = Counter(zip(*(columns[key][1:] for key in chosen), strict=True))
            if min(counts.values(), default=k) >= k:
                return chosen
    return ()


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
