"""Adding packed columns up by group: several narrow columns in one pass, many blocks in one go."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from surveys.logic.columns import BITS, FIRST, ROW, Block, Book

if TYPE_CHECKING:
    import numpy.typing as npt

    from surveys.logic.columns import Codes, Numbers, Truth

    Places = npt.NDArray[np.intp]

WIDE = 1 << 22  # more cells than this are counted by sorting
TOGETHER = 1 << 12  # columns whose codes combine in no more ways are counted in one pass
AT_ONCE = 1 << 20  # responses counted in one go, of several blocks


@dataclass(frozen=True)
class Part:
    """One column that is counted: the codes of a place, or one plane of its options."""

    place: str
    level: int  # -1 for codes
    width: int


@dataclass(frozen=True)
class Lot:
    """The responses of one block that are counted, all without rows, and the group of each."""

    block: Block
    n: int
    rows: Places | None
    group: Numbers | None


@dataclass
class Sums:
    """Counts by group while blocks are added."""

    groups: int
    passes: Sequence[tuple[Part, ...]]
    n: Numbers = field(init=False)
    tables: list[Numbers] = field(init=False)

    def __post_init__(self) -> None:
        self.n = np.zeros(self.groups, np.int64)
        self.tables = [np.zeros((self.groups, width_of(parts)), np.int64) for parts in self.passes]

    def add_all(self, lots: Iterable[Lot]) -> None:
        """Count responses in, or away where their block says so; few goes, and memory stays small."""
        waiting: dict[int, list[Lot]] = {1: [], -1: []}
        for lot in lots:
            own = waiting[lot.block.sign]
            own.append(lot)
            if sum(one.n for one in own) > AT_ONCE:
                self.add(own, lot.block.sign)
                own.clear()
        for sign, rest in waiting.items():
            if rest:
                self.add(rest, sign)

    def add(self, lots: Sequence[Lot], sign: int) -> None:
        """Count responses of several blocks in one go a pass."""
        index = np.empty(sum(lot.n for lot in lots), np.int64)
        for parts, table in zip([(), *self.passes], [self.n.reshape(-1, 1), *self.tables], strict=True):
            start = 0
            for lot in lots:
                piece = index[start : start + lot.n]
                start += lot.n
                if lot.group is None:
                    piece[:] = 0
                else:
                    np.multiply(lot.group, table.shape[1], out=piece)
                column = picked(together(lot.block, parts), lot.rows)
                if column is not None:
                    piece += column
            np.add(table, sign * occurrences(index, table.size).reshape(table.shape), out=table)

    def margins(self) -> dict[tuple[str, int], Numbers]:
        """Return the counts by group of each column alone."""
        return {
            key: margin
            for parts, table in zip(self.passes, self.tables, strict=True)
            for key, margin in margins_of(parts, table)
        }


def picked(column: Codes | Truth | None, rows: Places | None) -> Any:
    """Return the rows of a column, all without rows; nothing where there is no column."""
    return column if column is None or rows is None else column.take(rows)


def width_of(parts: Sequence[Part]) -> int:
    """Return in how many ways the codes of some columns can be combined."""
    return math.prod(part.width for part in parts)


def passes_for(parts: Iterable[Part], groups: int) -> list[tuple[Part, ...]]:
    """Return columns put together so that few passes count them all, each with a table that stays small."""
    most = max(1, min(TOGETHER, WIDE // groups))
    passes: list[list[Part]] = []
    for part in sorted(parts, key=lambda part: -part.width):
        fitting = next((lot for lot in passes if width_of(lot) * part.width <= most), None)
        if fitting is None:
            passes.append([part])
        else:
            fitting.append(part)
    return [tuple(lot) for lot in passes]


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


def together(block: Block, parts: tuple[Part, ...]) -> Codes | None:
    """Return the codes of several columns as one, made once a block; nothing where the block has none of them."""
    columns = [column_of(block, part) for part in parts]
    if len(columns) < 2 or all(column is None for column in columns):
        return columns[0] if columns else None
    whole = block.combined.get(parts)
    if whole is None:
        whole = np.zeros(block.n, np.uint16 if width_of(parts) <= 1 << 16 else np.uint32)
        for part, column in zip(parts, columns, strict=True):
            whole *= part.width
            if column is not None:
                whole += column
        block.keep(parts, whole)
    return whole


def column_of(block: Block, part: Part) -> Codes | None:
    """Return one column of a block, nothing where it has none."""
    if part.level < 0:
        return block.codes.get(part.place)
    planes = block.planes.get(part.place, ())
    return planes[part.level] if part.level < len(planes) else None


def margins_of(parts: Sequence[Part], table: Numbers) -> Iterator[tuple[tuple[str, int], Numbers]]:
    """Yield the counts by group of each column alone, from those of several together."""
    for part in reversed(parts):
        cube = table.reshape(len(table), -1, part.width)
        yield (part.place, part.level), cube.sum(axis=1)
        table = cube.sum(axis=2)


def occurrences(index: Numbers, cells: int) -> Numbers:
    """Return how often each cell occurs; very many cells are counted by sorting."""
    if cells <= WIDE:
        return np.bincount(index, minlength=cells)
    table = np.zeros(cells, np.int64)
    values, counts = np.unique(index, return_counts=True)
    table[values] = counts
    return table
