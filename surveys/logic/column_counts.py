"""Counting packed columns: groups by columns, filters, and a tally for each group."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from surveys.logic.columns import ABOUT, ANSWERED, BITS, FIRST, MISSING, ROW, Block, Book
from surveys.logic.results import Cell, QuestionTally, Tally

if TYPE_CHECKING:
    from surveys.logic.columns import Codes, Numbers, Truth

PLANE = 1 << BITS
BIT_TABLE = (np.arange(PLANE)[:, None] >> np.arange(BITS)) & 1  # for each byte which of its bits are set
WIDE = 1 << 22  # more cells than this are counted by sorting
TOGETHER = 1 << 12  # columns whose codes combine in no more ways are counted in one pass


@dataclass(frozen=True)
class Groups:
    """How responses fall into groups: labels, and for each block the group of each response, -1 for none."""

    labels: tuple[str, ...]
    of: Callable[[Block], Numbers | None]  # None: everybody is in the only group


EVERYBODY = Groups(("",), lambda _block: None)


@dataclass(frozen=True)
class Part:
    """One column that is counted: the codes of a place, or one plane of its options."""

    place: str
    level: int  # -1 for codes
    width: int


@dataclass
class Sums:
    """Counts by group while blocks are added: several narrow columns are counted in one pass, together."""

    groups: int
    passes: Sequence[Sequence[Part]]
    n: Numbers = field(init=False)
    tables: list[Numbers] = field(init=False)

    def __post_init__(self) -> None:
        self.n = np.zeros(self.groups, np.int64)
        self.tables = [np.zeros((self.groups, width_of(parts)), np.int64) for parts in self.passes]


def width_of(parts: Sequence[Part]) -> int:
    """Return in how many ways the codes of some columns can be combined."""
    return math.prod(part.width for part in parts)


def passes_for(parts: Iterable[Part], groups: int) -> list[list[Part]]:
    """Return columns put together so that few passes count them all, each with a table that stays small."""
    most = max(1, min(TOGETHER, WIDE // groups))
    passes: list[list[Part]] = []
    for part in sorted(parts, key=lambda part: -part.width):
        fitting = next((lot for lot in passes if width_of(lot) * part.width <= most), None)
        if fitting is None:
            passes.append([part])
        else:
            fitting.append(part)
    return passes


def parts_of(blocks: Sequence[Block], book: Book, wanted: frozenset[str] | None) -> list[Part]:
    """Return the columns that occur in blocks and are wanted."""
    found: dict[tuple[str, int], Part] = {}
    for block in blocks:
        for place in block.codes:
            if (place, -1) not in found and (wanted is None or place.partition(ROW)[0] in wanted):
                found[place, -1] = Part(place, -1, FIRST + len(book.cells.get(place, ())))
        for place, planes in block.planes.items():
            for level in range(len(planes)):
                if (place, level) not in found and (wanted is None or place.partition(ROW)[0] in wanted):
                    bits = min(BITS, len(book.options[place]) - level * BITS)
                    found[place, level] = Part(place, level, 1 << bits)
    return list(found.values())


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
    blocks = list(blocks)
    wanted = None if places is None else frozenset(places)
    size = len(groups.labels) + 1
    sums = Sums(size, passes_for(parts_of(blocks, book, wanted), size))
    for block in blocks:
        add_block(sums, block, groups.of(block), keep(block) if keep else None)
    tables = dict(margins_of(sums))
    return {label: read(sums.n, tables, number, book) for number, label in enumerate(groups.labels) if sums.n[number]}


def add_block(sums: Sums, block: Block, group: Numbers | None, kept: Truth | None) -> None:
    """Count one block in."""
    trash = sums.groups - 1
    if kept is not None:
        group = np.where(kept, 0 if group is None else group, -1)
    if group is not None:
        group = np.where(group < 0, trash, group)
    sums.n += block.sign * counted(group, block.n, sums.groups)
    for parts, table in zip(sums.passes, sums.tables, strict=True):
        column = together(block, parts)
        if column is not None:
            np.add(table, block.sign * table_of(group, column, sums.groups, table.shape[1]), out=table)
        elif group is None:
            table[0, 0] += block.sign * block.n
        else:
            table[:, 0] += block.sign * counted(group, block.n, sums.groups)


def together(block: Block, parts: Sequence[Part]) -> Codes | None:
    """Return the codes of several columns as one; nothing where the block has none of them."""
    whole: Codes | None = None
    for part in parts:
        if part.level < 0:
            column = block.codes.get(part.place)
        else:
            planes = block.planes.get(part.place, ())
            column = planes[part.level] if part.level < len(planes) else None
        if whole is None:
            whole = column if column is None or len(parts) == 1 else column.astype(np.uint32)
            continue
        whole = whole * np.uint32(part.width)
        if column is not None:
            whole += column
    if whole is not None or len(parts) == 1:
        return whole
    return None


def margins_of(sums: Sums) -> Iterator[tuple[tuple[str, int], Numbers]]:
    """Yield the counts of each column alone, from those of several together."""
    for parts, table in zip(sums.passes, sums.tables, strict=True):
        cube = table.reshape(sums.groups, *(part.width for part in parts))
        for axis, part in enumerate(parts, start=1):
            others = tuple(n for n in range(1, len(parts) + 1) if n != axis)
            yield (part.place, part.level), cube.sum(axis=others) if others else cube


def counted(group: Numbers | None, n: int, groups: int) -> Numbers:
    """Return how many are in each group."""
    if group is None:
        return np.array([n, *[0] * (groups - 1)], np.int64)
    return np.bincount(group, minlength=groups)


def table_of(group: Numbers | None, column: Codes, groups: int, width: int) -> Numbers:
    """Return the counts of codes by group."""
    if group is None:
        only = np.zeros((groups, width), np.int64)
        only[0] = np.bincount(column, minlength=width)[:width]
        return only
    index = group * width
    index += column
    if groups * width <= WIDE:
        return np.bincount(index, minlength=groups * width).reshape(groups, width)
    table = np.zeros(groups * width, np.int64)
    values, counts = np.unique(index, return_counts=True)
    table[values] = counts
    return table.reshape(groups, width)


def read(
    groups: Numbers, tables: Mapping[tuple[str, int], Numbers], number: int, book: Book
) -> tuple[Tally, dict[str, Counter[str]]]:
    """Return the tally of one group, and how many had each language, channel and the like."""
    n = int(groups[number])
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
