"""Packed columns counted by combination of groups, and counted again with a weight for each combination."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from surveys.logic.column_counts import texts_of
from surveys.logic.columns import ABOUT, ANSWERED, BITS, FIRST, ROW, Block, Book
from surveys.logic.result_tables import Table, mean_of, numeric
from surveys.logic.results import Cell, QuestionTally
from surveys.logic.weights import UNKNOWN

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.int64]
    Truth = npt.NDArray[np.bool_]


class Combinations:
    """How responses fall into combinations of the groups of several questions; not told is a group too."""

    def __init__(self, places: Sequence[str], values: Sequence[Sequence[str]], book: Book) -> None:
        self.places = places
        self.values = [[*own, UNKNOWN] for own in values]
        self.tables = []
        for place, own in zip(places, self.values, strict=True):
            number = {value: index for index, value in enumerate(own)}
            table = np.full(FIRST + len(book.cells.get(place, ())), number[UNKNOWN], np.int64)
            for code, text in enumerate(texts_of(place, book), FIRST):
                table[code] = number.get(text, number[UNKNOWN])
            self.tables.append(table)
        self.cells: list[tuple[str, ...]] = [()]
        for own in self.values:
            self.cells = [(*cell, value) for cell in self.cells for value in own]

    def of(self, block: Block) -> Numbers:
        """Return the number of the combination of each response."""
        found = np.zeros(block.n, np.int64)
        for place, table, own in zip(self.places, self.tables, self.values, strict=True):
            column = block.codes.get(place)
            found *= len(own)
            found += len(own) - 1 if column is None else table[column]
        return found

    def counts(self, blocks: Sequence[Block]) -> dict[tuple[str, ...], int]:
        """Return how many responses there are of each combination that occurs."""
        total = np.zeros(len(self.cells), np.int64)
        for block in blocks:
            total += block.sign * np.bincount(self.of(block), minlength=len(self.cells))
        return {cell: int(n) for cell, n in zip(self.cells, total, strict=True) if n > 0}


def weighted_tallies(
    blocks: Sequence[Block],
    book: Book,
    found: Combinations,
    weights: Mapping[tuple[str, ...], float],
    keep: Callable[[Block], Truth] | None = None,
) -> dict[str, QuestionTally]:
    """Return the counts of every question with each response, or each that is kept, counted by its weight."""
    by_cell = np.array([weights.get(cell, 1.0) for cell in found.cells])
    sums: dict[str, Floats] = {}
    bits: dict[str, Floats] = {}
    for block in blocks:
        weight = by_cell[found.of(block)] * block.sign
        if keep is not None:
            weight = weight * keep(block)
        for place, column in block.codes.items():
            if place not in ABOUT:
                width = FIRST + len(book.cells.get(place, ()))
                own = np.asarray(np.bincount(column, weights=weight, minlength=width), np.float64)
                sums[place] = sums[place] + own if place in sums else own
        for place, planes in block.planes.items():
            total = bits.setdefault(place, np.zeros(len(book.options[place])))
            for bit in range(len(total)):
                if bit // BITS < len(planes):
                    total[bit] += weight[(planes[bit // BITS] >> (bit % BITS)) & 1 == 1].sum()
    return tallies_in(sums, bits, book)


def tallies_in(sums: Mapping[str, Any], bits: Mapping[str, Any], book: Book) -> dict[str, QuestionTally]:
    """Return weighted sums by question."""
    tallies: dict[str, QuestionTally] = {}
    for place, own in sums.items():
        name, is_row, row = place.partition(ROW)
        pairs: list[tuple[Cell, float]] = list(zip(book.cells.get(place, ()), own[FIRST:].tolist(), strict=True))
        if place in bits:
            pairs += zip(book.options[place], bits[place].tolist(), strict=True)
        cells: Counter[Cell] = Counter()
        for cell, weight in pairs:
            cells[cell] += weight  # type: ignore[assignment]  # weights, not whole numbers
        question = tallies.setdefault(name, QuestionTally())
        if is_row:
            question.rows[row], question.row_n[row] = cells, float(own[ANSWERED:].sum())  # type: ignore[assignment]
        else:
            question.counts, question.n = cells, float(own[ANSWERED:].sum())  # type: ignore[assignment]
    return tallies


def with_weighted(table: Table, counted: QuestionTally | None) -> Table:
    """Return a table with a second number beside each share and mean that is shown; the raw ones stay as they are."""
    counted = counted or QuestionTally()
    kept = dict(table)
    if "choices" in table and table["type"] != "ranking":
        kept["choices"] = weighted_lines(table["choices"], counted.counts, counted.n)
    if "rows" in table:
        kept["rows"] = [weighted_row(row, counted) for row in table["rows"]]
    if "mean" in table:
        kept["weighted_mean"] = mean_of(numeric(counted.counts)) if table["mean"] is not None else None
    return kept


def weighted_row(row: Table, counted: QuestionTally) -> Table:
    """Return one row with its weighted shares or mean."""
    cells, n = counted.rows.get(row["value"], Counter()), counted.row_n[row["value"]]
    kept = dict(row)
    if "choices" in row:
        kept["choices"] = weighted_lines(row["choices"], cells, n)
        numbers = {float(str(cell)): count for cell, count in cells.items() if str(cell).lstrip("-").isdecimal()}
    else:
        numbers = numeric(cells)
    kept["weighted_mean"] = mean_of(numbers) if row["mean"] is not None and numbers else None
    return kept


def weighted_lines(lines: Sequence[Table], counts: Mapping[Any, float], n: float) -> list[Table]:
    """Return choices with their weighted shares, nothing beside a hidden number; steps of a scale were counted as numbers."""
    by_text = {str(cell): count for cell, count in counts.items()}
    return [
        dict(line, weighted_share=by_text.get(line["value"], 0.0) / n if n and line["count"] is not None else None)
        for line in lines
    ]
