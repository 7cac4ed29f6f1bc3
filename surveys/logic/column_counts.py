"""Counting packed columns: groups by columns, filters, and a tally for each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from surveys.logic.columns import ABOUT, ANSWERED, BITS, FIRST, MISSING, NOT_ASKED, ROW, Block, Book
from surveys.logic.results import Cell, QuestionTally, Tally

if TYPE_CHECKING:
    from surveys.logic.columns import Codes, Numbers, Truth

PLANE = 1 << BITS
BIT_TABLE = (np.arange(PLANE)[:, None] >> np.arange(BITS)) & 1  # for each byte which of its bits are set
WIDE = 1 << 22  # more cells than this are counted by sorting


@dataclass(frozen=True)
class Groups:
    """How responses fall into groups: labels, and for each block the group of each response, -1 for none."""

    labels: tuple[str, ...]
    of: Callable[[Block], Numbers | None]  # None: everybody is in the only group


EVERYBODY = Groups(("",), lambda _block: None)


@dataclass
class Sums:
    """Counts by group while blocks are added."""

    groups: int
    n: Numbers = field(init=False)
    codes: dict[str, Numbers] = field(default_factory=dict)
    planes: dict[str, list[Numbers]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.n = np.zeros(self.groups, np.int64)


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

    def of(block: Block) -> Numbers | None:
        group: Numbers | None = None
        for place, table, values in zip(places, tables, labels, strict=True):
            column = block.codes.get(place)
            own = np.full(block.n, -1, np.int64) if column is None else table[column]
            group = own if group is None else np.where((group < 0) | (own < 0), -1, group * len(values) + own)
        return group

    return Groups(tuple(keys), of)


def one_of_many(place: str, value: str, book: Book) -> Groups:
    """Return the one group of those who chose this among others."""
    return Groups((value,), lambda block: np.where(has_value(block, place, value, book), 0, -1))


def tallies_of(
    blocks: Iterable[Block],
    book: Book,
    groups: Groups = EVERYBODY,
    keep: Callable[[Block], Truth] | None = None,
    places: Iterable[str] | None = None,
) -> dict[str, tuple[Tally, dict[str, Counter[str]]]]:
    """Return for each group its tally and the counts about responses; groups that nobody is in are left out.

    Only the places given are counted, all without them.
    """
    sums = Sums(len(groups.labels) + 1)
    wanted = None if places is None else frozenset(places)
    for block in blocks:
        add_block(sums, block, book, groups.of(block), keep(block) if keep else None, wanted)
    return {label: read(sums, number, book) for number, label in enumerate(groups.labels) if sums.n[number]}


def add_block(
    sums: Sums, block: Block, book: Book, group: Numbers | None, kept: Truth | None, wanted: frozenset[str] | None
) -> None:
    """Count one block in."""
    trash = sums.groups - 1
    if kept is not None:
        group = np.where(kept, 0 if group is None else group, -1)
    if group is not None:
        group = np.where(group < 0, trash, group)
    sums.n += block.sign * counted(group, block.n, sums.groups)
    for place, column in block.codes.items():
        if wanted is None or place in wanted or place.partition(ROW)[0] in wanted:
            width = FIRST + len(book.cells.get(place, ()))
            add_column(sums.codes, place, block.sign * table_of(group, column, sums.groups, width))
    for place, planes in block.planes.items():
        if wanted is None or place in wanted or place.partition(ROW)[0] in wanted:
            have = sums.planes.setdefault(place, [])
            for level, plane in enumerate(planes):
                bits = table_of(group, plane, sums.groups, PLANE) @ BIT_TABLE
                if level == len(have):
                    have.append(np.zeros_like(bits))
                have[level] += block.sign * bits


def counted(group: Numbers | None, n: int, groups: int) -> Numbers:
    """Return how many are in each group."""
    if group is None:
        return np.array([n, *[0] * (groups - 1)], np.int64)
    return np.bincount(group, minlength=groups)


def table_of(group: Numbers | None, column: Codes, groups: int, width: int) -> Numbers:
    """Return the counts of codes by group."""
    if group is None:
        first = np.bincount(column, minlength=width)[:width]
        table = np.zeros((groups, width), np.int64)
        table[0] = first
        return table
    index = group * width
    index += column
    if groups * width <= WIDE:
        return np.bincount(index, minlength=groups * width).reshape(groups, width)
    table = np.zeros(groups * width, np.int64)
    values, counts = np.unique(index, return_counts=True)
    table[values] = counts
    return table.reshape(groups, width)


def add_column(sums: dict[str, Numbers], place: str, table: Numbers) -> None:
    """Add the counts of one block to those before."""
    if place in sums:
        sums[place] += table
    else:
        sums[place] = table


def read(sums: Sums, number: int, book: Book) -> tuple[Tally, dict[str, Counter[str]]]:
    """Return the tally of one group, and how many had each language, channel and the like."""
    n = int(sums.n[number])
    tally = Tally(n)
    about: dict[str, Counter[str]] = {}
    for place, table in sums.codes.items():
        counts = table[number].tolist()
        cells = Counter(
            {cell: count for cell, count in zip(book.cells.get(place, ()), counts[FIRST:], strict=True) if count}
        )
        if place in ABOUT:
            about[place] = Counter({str(cell): count for cell, count in cells.items()})
            continue
        answered = sum(counts[ANSWERED:])
        cells.update(chosen(sums.planes.get(place, ()), number, book.options.get(place, ())))
        name, is_row, row = place.partition(ROW)
        question = tally.questions.setdefault(name, QuestionTally(not_asked=n))
        if not is_row:
            question.n, question.missing, question.counts = answered, counts[MISSING], cells
            question.not_asked = n - answered - counts[MISSING]
        elif answered:
            question.rows[row] = cells
            question.row_n[row] = answered
    return tally, about


def chosen(planes: Sequence[Numbers], number: int, options: Sequence[str]) -> dict[Cell, int]:
    """Return how many chose each option."""
    counts = [count for plane in planes for count in plane[number].tolist()]
    return {option: count for option, count in zip(options, counts, strict=False) if count}


def shown(codes: Mapping[str, Codes], place: str, n: int) -> Codes:
    """Return the column of a place, not asked where there is none."""
    column = codes.get(place)
    return np.full(n, NOT_ASKED, np.uint8) if column is None else column
