"""Answers as packed columns: a small code a question and response, a bit an option; counted by groups in few passes.

Codes of a column: 0 not asked (or an unanswered row), 1 missing, 2 answered without one single cell, from 3 on the
cells of the column's dictionary. Where several options can be chosen, a plane of bytes holds eight options a response.
Dictionaries only grow, so blocks made at different times fit together. Everything is whole-number counts, and what
comes out is the same Tally as counting the documents one by one.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from surveys.logic.results import (
    COUNTED,
    MANY_OF,
    MATRICES,
    NO_OPINION,
    NUMBERS,
    ONE_OF,
    Answers,
    Cell,
    Form,
    choice_of,
    has_answer,
    number_of,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.unsignedinteger[Any]]
    Numbers = npt.NDArray[np.int64]
    Truth = npt.NDArray[np.bool_]

NOT_ASKED, MISSING, ANSWERED, FIRST = 0, 1, 2, 3
ROW = "\x1f"  # between a question's name and one of its rows
ABOUT = ("@language", "@channel", "@identity", "@version", "@day", "@marks")
LANGUAGE, CHANNEL, IDENTITY, VERSION, DAY, MARKS = ABOUT
BITS = 8
HEAD = 4


@dataclass(frozen=True)
class Row:
    """One response as counting needs it."""

    form: Form
    answers: Answers
    about: tuple[str, str, str, str, str, str]  # as in ABOUT


@dataclass
class Book:
    """What the codes mean: for each place the cells and the options met so far, in the order of meeting."""

    cells: dict[str, list[Cell]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, dict[Cell, int]] = field(default_factory=dict)
    bits: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Book:
        """Return the book that was written."""
        cells = {place: list(known) for place, known in data.get("cells", {}).items()}
        options = {place: list(known) for place, known in data.get("options", {}).items()}
        return cls(
            cells,
            options,
            {place: {cell: code for code, cell in enumerate(known, FIRST)} for place, known in cells.items()},
            {place: {option: bit for bit, option in enumerate(known)} for place, known in options.items()},
        )

    def written(self) -> dict[str, Any]:
        """Return the book as JSON."""
        return {"cells": self.cells, "options": self.options}

    def code(self, place: str, cell: Cell) -> int:
        """Return the code of a cell; a new one gets the next."""
        known = self.places.setdefault(place, {})
        code = known.get(cell)
        if code is None:
            code = known[cell] = FIRST + len(known)
            self.cells.setdefault(place, []).append(cell)
        return code

    def bit(self, place: str, option: str) -> int:
        """Return the bit of an option; a new one gets the next."""
        known = self.bits.setdefault(place, {})
        bit = known.get(option)
        if bit is None:
            bit = known[option] = len(known)
            self.options.setdefault(place, []).append(option)
        return bit


@dataclass(frozen=True)
class Block:
    """Columns of some responses; sign is -1 for responses that are taken away again.

    Several columns that were counted together stay combined, so that the next count needs fewer passes.
    """

    n: int
    codes: Mapping[str, Codes]
    planes: Mapping[str, Sequence[Codes]]
    sign: int = 1
    combined: dict[Any, Codes] = field(default_factory=dict, compare=False, repr=False)

    def keep(self, key: Any, column: Codes) -> None:
        """Keep combined columns, as long as they take no more than the columns themselves."""
        if bytes_of([*list(self.combined.values()), column]) > bytes_of(self.columns()):
            self.combined.clear()
        self.combined[key] = column

    def columns(self) -> list[Codes]:
        """Return all columns as they were written."""
        return [*self.codes.values(), *(plane for planes in self.planes.values() for plane in planes)]

    @property
    def size(self) -> int:
        """The bytes of all columns, with those that are kept combined."""
        return bytes_of([*self.columns(), *list(self.combined.values())])


def bytes_of(columns: Iterable[Codes]) -> int:
    """Return how many bytes columns take."""
    return sum(int(column.nbytes) for column in columns)


class Encoder:
    """Turns responses into a block, row by row; the book grows with what is new."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.n = 0
        self.codes: dict[str, array[int]] = {}
        self.planes: dict[str, list[bytearray]] = {}

    def add(self, row: Row) -> None:
        """Add one response."""
        for place, about in zip(ABOUT, row.about, strict=True):
            self.put(place, self.book.code(place, about))
        for name, kind in row.form.types.items():
            if kind not in COUNTED:
                continue
            value = row.answers.get(name)
            if not has_answer(value):
                self.put(name, MISSING if row.form.was_asked(name, row.answers) else NOT_ASKED)
            else:
                self.add_value(name, kind, value)
        self.n += 1

    def add_value(self, name: str, kind: str, value: Any) -> None:
        """Add the value of one answered question."""
        if kind in ONE_OF or kind in MANY_OF:
            self.add_cells(name, value)
        elif kind in NUMBERS:
            amount: Cell | None = NO_OPINION if value == NO_OPINION else number_of(value)
            self.put(name, MISSING if amount is None else self.book.code(name, amount))
        else:
            self.put(name, ANSWERED)
            self.add_rows(name, kind, value)

    def add_rows(self, name: str, kind: str, value: Any) -> None:
        """Add the rows of a matrix, the places of a ranking, the amounts of an allocation."""
        if kind in MATRICES:
            for row, chosen in (value if isinstance(value, Mapping) else {}).items():
                if has_answer(chosen):
                    self.add_cells(f"{name}{ROW}{row}", chosen)
        elif kind == "ranking":
            for place, choice in enumerate(value if isinstance(value, list) else [], start=1):
                self.add_cell(f"{name}{ROW}{choice_of(choice)}", place)
        elif kind == "allocation":
            for choice, share in (value if isinstance(value, Mapping) else {}).items():
                given = number_of(share)
                if given is not None:
                    self.add_cell(f"{name}{ROW}{choice}", given)

    def add_cells(self, place: str, value: Any) -> None:
        """Add what was chosen: one option as a code, a list of options as bits."""
        if not isinstance(value, list):
            self.add_cell(place, choice_of(value))
            return
        self.put(place, ANSWERED)
        for option in map(choice_of, value):
            plane, bit = divmod(self.book.bit(place, option), BITS)
            planes = self.planes.setdefault(place, [])
            while len(planes) <= plane:
                planes.append(bytearray())
            column = planes[plane]
            column.extend(bytes(self.n + 1 - len(column)))
            column[self.n] |= 1 << bit

    def add_cell(self, place: str, cell: Cell) -> None:
        """Add one cell."""
        self.put(place, self.book.code(place, cell))

    def put(self, place: str, code: int) -> None:
        """Write the code of this response in a column; the first one in a row counts."""
        column = self.codes.get(place)
        if column is None:
            column = self.codes[place] = array("I")
        if len(column) < self.n:
            column.extend([0] * (self.n - len(column)))
        if len(column) == self.n:
            column.append(code)

    def block(self, sign: int = 1) -> Block:
        """Return what was added."""
        codes = {place: narrowed(padded(np.array(column, np.uint32), self.n)) for place, column in self.codes.items()}
        planes = {
            place: [padded(np.frombuffer(bytes(plane), np.uint8), self.n) for plane in planes]
            for place, planes in self.planes.items()
        }
        return Block(self.n, codes, planes, sign)


def encoded(rows: Iterable[Row], book: Book, sign: int = 1) -> Block:
    """Return responses as a block; the book grows."""
    encoder = Encoder(book)
    for row in rows:
        encoder.add(row)
    return encoder.block(sign)


def padded(column: Codes, n: int) -> Codes:
    """Return a column with zeros up to n."""
    return column if len(column) == n else np.concatenate([column, np.zeros(n - len(column), column.dtype)])


def narrowed(column: Codes) -> Codes:
    """Return a column in as few bytes as its largest code needs."""
    highest = int(column.max()) if len(column) else 0
    return column.astype(np.uint8 if highest < 1 << 8 else np.uint16 if highest < 1 << 16 else np.uint32)


def joined(blocks: Sequence[Block]) -> Block:
    """Return blocks of one sign as one."""
    n = sum(block.n for block in blocks)
    codes = {
        place: np.concatenate([block.codes.get(place, np.zeros(block.n, np.uint8)) for block in blocks])
        for place in dict.fromkeys(place for block in blocks for place in block.codes)
    }
    planes: dict[str, list[Codes]] = {}
    for place in dict.fromkeys(place for block in blocks for place in block.planes):
        height = max(len(block.planes.get(place, ())) for block in blocks)
        planes[place] = [np.concatenate([plane_of(block, place, level) for block in blocks]) for level in range(height)]
    return Block(n, codes, planes, blocks[0].sign if blocks else 1)


def plane_of(block: Block, place: str, level: int) -> Codes:
    """Return one plane, zeros where the block has none."""
    planes = block.planes.get(place, ())
    return planes[level] if level < len(planes) else np.zeros(block.n, np.uint8)


def packed(block: Block) -> bytes:
    """Return a block as bytes: the length of its head, the head, then the columns."""
    columns: list[tuple[str, int, Codes]] = [(place, -1, column) for place, column in block.codes.items()]
    columns += [(place, level, p) for place, planes in block.planes.items() for level, p in enumerate(planes)]
    listed = [(place, level, column.dtype.str) for place, level, column in columns]
    head = json.dumps({"n": block.n, "sign": block.sign, "columns": listed}).encode()
    return b"".join(
        [len(head).to_bytes(HEAD, "little"), head, *(np.ascontiguousarray(column).tobytes() for *_k, column in columns)]
    )


def unpacked(data: bytes) -> Block:
    """Return the block that was packed; its columns lie in the bytes given."""
    start = HEAD + int.from_bytes(data[:HEAD], "little")
    head = json.loads(data[HEAD:start])
    codes: dict[str, Codes] = {}
    planes: dict[str, list[Codes]] = {}
    for place, level, kind in head["columns"]:
        column = np.frombuffer(data, np.dtype(kind), head["n"], start)
        start += column.nbytes
        if level < 0:
            codes[place] = column
        else:
            planes.setdefault(place, []).append(column)
    return Block(head["n"], codes, planes, head["sign"])
