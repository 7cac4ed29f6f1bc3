"""A file of answers as rows of cells: how it is written is guessed, may be said otherwise, and never makes it fail whole.

Rows that are too short or too long are kept and told; a spreadsheet is read by another program with little memory.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from participation.logic.imports import SEPARATORS, CellFault, encoding_of
from surveys.logic.interchange.findings import UnreadableFormError
from surveys.logic.interchange.workbook import MAX_FILE, OLE, ZIP, check_archive, parsed_apart

ENCODINGS = ("utf-8", "cp1252", "utf-16", "iso8859_15", "mac_roman")
MOST_ROWS = 20_000
MOST_COLUMNS = 400
LONGEST_CELL = 100_000
HEADERS = 10  # a header is looked for among the first rows


@dataclass(frozen=True)
class Line:
    """One row as the spreadsheet numbers it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A file understood as a table: how it was written, its header, its rows, and rows that do not fit it."""

    encoding: str  # empty for a spreadsheet
    separator: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[Line, ...]
    faults: tuple[CellFault, ...] = ()
    names: tuple[str, ...] = field(default=())  # of the sheets, where there are several

    def column(self, place: int) -> Iterator[str]:
        """Yield the filled cells of a column."""
        for row in self.rows:
            if row.cells[place].strip():
                yield row.cells[place].strip()


def read_sheet(data: bytes, *, encoding: str = "", separator: str = "", header_row: int = 0, sheet: str = "") -> Sheet:
    """Read a file of answers; what is not said is guessed. Raises UnreadableFormError with the reason."""
    if not data.strip(b"\x00\xff\xfe\xef\xbb\xbf \r\n\t"):
        raise UnreadableFormError("empty")
    if len(data) > MAX_FILE:
        raise UnreadableFormError("too_big")
    names: tuple[str, ...] = ()
    if data.startswith((ZIP, OLE)):
        if data.startswith(ZIP):
            check_archive(data)
        sheets = parsed_apart(data)
        names = tuple(sheets)
        chosen = sheet if sheet in sheets else max(sheets, key=lambda name: len(sheets[name]), default="")
        lines = [Line(row.number, row.cells) for row in sheets.get(chosen, ())]
        encoding, separator = "", chosen
    else:
        encoding = encoding if encoding in ENCODINGS else encoding_of(data)
        text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
        separator = separator if separator in SEPARATORS else separator_in(text[:200_000])
        lines = list(text_lines(text, separator))
    return sheet_of(lines, encoding, separator, header_row, names)


def separator_in(text: str) -> str:
    """Return the separator by which most of the first rows have the same number of cells; titles above do not count."""

    def fit(separator: str) -> tuple[int, int]:
        try:
            records = itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 30)
            widths = Counter(len(record) for record in records if len(record) > 1)
        except csv.Error:
            return (0, 0)
        width, rows = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return (rows, width)

    return max(SEPARATORS, key=fit)


def text_lines(text: str, separator: str) -> Iterator[Line]:
    """Yield the filled rows of a text file."""
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            if number > MOST_ROWS + HEADERS:
                raise UnreadableFormError("too_many_rows")
            if any(len(cell) > LONGEST_CELL for cell in record):
                raise UnreadableFormError("big_cell")
            if any(cell.strip() for cell in record):
                yield Line(number, tuple(cell.replace("\x00", "") for cell in record))
    except csv.Error:
        raise UnreadableFormError("not_a_workbook") from None


def sheet_of(
    lines: Sequence[Line], encoding: str, separator: str, header_row: int, names: tuple[str, ...] = ()
) -> Sheet:
    """Return header and rows; the header is the row that is named, else the likeliest of the first ones."""
    if not lines:
        raise UnreadableFormError("empty")
    place = next((n for n, line in enumerate(lines[:HEADERS]) if line.number == header_row), None)
    place = likely_header(lines[:HEADERS]) if place is None else place
    header = tuple(cell.strip() for cell in lines[place].cells)
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise UnreadableFormError("too_many_columns")
    rows, faults = [], []
    for line in lines[place + 1 :]:
        if any(cell.strip() for cell in line.cells[len(header) :]) or (
            not names and len(line.cells) < len(header)  # a spreadsheet leaves out empty cells at the end
        ):
            faults.append(CellFault(line.number, "", "cells", f"{len(line.cells)}/{len(header)}"))
        cells = (*line.cells, *("",) * (len(header) - len(line.cells)))[: len(header)]
        rows.append(Line(line.number, cells))
    if not rows:
        raise UnreadableFormError("no_rows")
    return Sheet(encoding, separator, lines[place].number, header, tuple(rows), tuple(faults), names)


def likely_header(lines: Sequence[Line]) -> int:
    """Return the first row that is as wide as most rows below it; titles above a table are narrower."""
    widths = [width_of(line.cells) for line in lines]
    usual = sorted(widths)[len(widths) // 2]
    return next((n for n, width in enumerate(widths) if width * 2 > usual), 0)


def width_of(cells: Iterable[str]) -> int:
    """Return how many cells hold something."""
    return sum(bool(cell.strip()) for cell in cells)
