"""Counting packed columns: groups by columns, filters, and a tally for each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveys.logic.column_sums import Lot, Sums, parts_of, passes_for, picked
from surveys.logic.columns import ABOUT, ANSWERED, BITS, FIRST, MISSING, ROW, Block, Book
from surveys.logic.results import Cell, QuestionTally, Tally

if TYPE_CHECKING:
    from surveys.logic.column_sums import Places
    from surveys.logic.columns import Numbers, Truth

Found = tuple[Tally, dict[str, Counter[str]]]
PLANE = 1 << BITS
BIT_TABLE = (np.arange(PLANE)[:, None] >> np.arange(BITS)) & 1  # for each byte which of its bits are set


@dataclass(frozen=True)
class Groups:
    """How responses fall into groups: labels, and for rows of a block (all without rows) the group, -1 for none."""

    labels: tuple[str, ...]
    of: Callable[[Block, Places | None], Numbers | None]  # None: everybody is in the only group


EVERYBODY = Groups(("",), lambda _block, _rows: None)


@dataclass(frozen=True)
class Counted:
    """The counts by group of every column alone; the last group is of those kept who are in none."""

    book: Book
    labels: Sequence[str]
    n: Sequence[int]
    tables: Mapping[tuple[str, int], Numbers]

    def by_group(self) -> dict[str, Found]:
        """Return the tally of each group that somebody is in, and the counts about responses."""
        return {label: read(self, number) for number, label in enumerate(self.labels) if self.n[number]}

    def of_all(self) -> Found:
        """Return the tally of everybody who was kept, in a group or not."""
        tables = {key: table.sum(axis=0, keepdims=True) for key, table in self.tables.items()}
        return read(Counted(self.book, ("",), [sum(self.n)], tables), 0)


def texts_of(place: str, book: Book) -> list[str]:
    """Return the cells of a place as the values that filters and groups name."""
    return [str(cell) for cell in book.cells.get(place, ())]


def has_value(block: Block, place: str, value: str, book: Book) -> Truth:
    """Return for each response whether it chose this value."""
    found = np.zeros(block.n, bool)
    column = block.codes.get(place)
    if column is not None:
        for code, text in enumerate(texts_of(place, book), FIRST):
            if text == value:
                found |= column == code
    bit = book.bits.get(place, {}).get(value)
    if bit is not None and bit // BITS < len(block.planes.get(place, ())):
        found |= (block.planes[place][bit // BITS] >> (bit % BITS)) & 1 == 1
    return found


def grouped_by(places: Sequence[str], book: Book, labels: Sequence[Sequence[str]]) -> Groups:
    """Return groups by the single values of one or several places; labels list the values of each place.

    The label of a group by several places joins their values by ROW.
    """
    keys = [""] if not places else list(labels[0])
    for more in labels[1:]:
        keys = [f"{key}{ROW}{value}" for key in keys for value in more]
    tables = []
    for place, values in zip(places, labels, strict=True):
        table = np.full(FIRST + len(book.cells.get(place, ())), -1, np.int64)
        number = {value: index for index, value in enumerate(values)}
        for code, text in enumerate(texts_of(place, book), FIRST):
            table[code] = number.get(text, -1)
        tables.append(table)

    def of(block: Block, rows: Places | None) -> Numbers | None:
        group: Numbers | None = None
        for place, table, values in zip(places, tables, labels, strict=True):
            column = picked(block.codes.get(place), rows)
            n = block.n if rows is None else len(rows)
            own = np.full(n, -1, np.int64) if column is None else table[column]
            group = own if group is None else np.where((group < 0) | (own < 0), -1, group * len(values) + own)
        return group

    return Groups(tuple(keys), of)


def tallies_of(
    blocks: Iterable[Block],
    book: Book,
    groups: Groups = EVERYBODY,
    keep: Callable[[Block], Truth] | None = None,
    places: Iterable[str] | None = None,
) -> dict[str, Found]:
    """Return for each group its tally and the counts about responses; groups that nobody is in are left out.

    Only the places given are counted, all without them.
    """
    return counted_by(blocks, book, groups, keep, places).by_group()


def counted_by(
    blocks: Iterable[Block],
    book: Book,
    groups: Groups = EVERYBODY,
    keep: Callable[[Block], Truth] | None = None,
    places: Iterable[str] | None = None,
) -> Counted:
    """Return the counts of each group, and of those kept who are in none."""
    blocks = list(blocks)
    size = len(groups.labels) + 1
    parts = parts_of(blocks, book, None if places is None else frozenset(places))
    sums = Sums(size, passes_for(parts, size))
    sums.add_all(lot_of(block, groups, keep) for block in blocks)
    return Counted(book, groups.labels, sums.n.tolist(), sums.margins())


def lot_of(block: Block, groups: Groups, keep: Callable[[Block], Truth] | None) -> Lot:
    """Return which responses of a block are counted, and in which group; the last group is for those in none."""
    rows = None if keep is None else np.flatnonzero(keep(block))
    group = groups.of(block, rows)
    if group is not None:
        group = np.where(group < 0, len(groups.labels), group)
    return Lot(block, block.n if rows is None else len(rows), rows, group)


def read(counted: Counted, number: int) -> Found:
    """Return the tally of one group, and how many had each language, channel and the like."""
    n, tables, book = counted.n[number], counted.tables, counted.book
    tally = Tally(n)
    about: dict[str, Counter[str]] = {}
    for (place, level), table in tables.items():
        if level >= 0:
            continue
        counts = table[number].tolist()
        cells = Counter(
            {cell: count for cell, count in zip(book.cells.get(place, ()), counts[FIRST:], strict=True) if count}
        )
        if place in ABOUT:
            about[place] = Counter({str(cell): count for cell, count in cells.items()})
            continue
        answered = sum(counts[ANSWERED:])
        cells.update(chosen(tables, place, number, book.options.get(place, ())))
        name, is_row, row = place.partition(ROW)
        question = tally.questions.setdefault(name, QuestionTally(not_asked=n))
        if not is_row:
            question.n, question.missing, question.counts = answered, counts[MISSING], cells
            question.not_asked = n - answered - counts[MISSING]
        elif answered:
            question.rows[row] = cells
            question.row_n[row] = answered
    return tally, about


def chosen(
    tables: Mapping[tuple[str, int], Numbers], place: str, number: int, options: Sequence[str]
) -> dict[Cell, int]:
    """Return how many chose each option."""
    found: dict[Cell, int] = {}
    for bit, option in enumerate(options):
        table = tables.get((place, bit // BITS))
        if table is not None:
            masks = table[number]
            count = int(masks[BIT_TABLE[: len(masks), bit % BITS] == 1].sum())
            if count:
                found[option] = count
    return found
