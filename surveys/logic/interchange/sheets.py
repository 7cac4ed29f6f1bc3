"""A program of its own: reads a workbook from its input and writes the filled cells of all sheets as JSON.

It runs apart from the server with little memory and time, so that a hostile file can only end this program.
It imports nothing of this project. Formulas are never evaluated: the value that the file holds is taken.
"""

import io
import json
import os
import re
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

MEMORY = 512 * 1024 * 1024
SECONDS = 20
MAX_CELL = 32_767  # letters; a spreadsheet itself holds no more in one cell
MAX_ROWS = 20_000
MAX_COLUMNS = 400
DECLARATIONS = tuple(
    text.encode(encoding) for text in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
Sheet = list[tuple[int, list[str]]]


class RefusedError(Exception):
    """Why a workbook is not read."""


def cell_text(value: Any) -> str:
    """Return a cell as text: whole numbers without decimals, days in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = str(value)
    if len(text) > MAX_CELL:
        raise RefusedError("big_cell")
    return text.replace("\x00", "").replace("\r\n", "\n")


def filled(rows: Iterable[tuple[int, Iterable[Any]]]) -> Sheet:
    """Return the rows that have something in them, without empty cells at their end."""
    kept: Sheet = []
    for number, cells in rows:
        texts = [cell_text(value) for value in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            kept.append((number, texts[:MAX_COLUMNS]))
        if len(kept) > MAX_ROWS:
            raise RefusedError("too_many_rows")
    return kept


def check_members(data: bytes) -> None:
    """Refuse XML that declares anything, and archives inside the archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            with archive.open(member) as file:
                end = b""
                while block := file.read(1 << 20):
                    if not end and block[:4] == b"PK\x03\x04":
                        raise RefusedError("nested")
                    if any(word in end + block for word in DECLARATIONS):
                        raise RefusedError("declarations")
                    if len(block) == 1 << 20 and member.filename.endswith(".xml") and b"<" not in block:
                        raise RefusedError("big_cell")
                    end = block[-20:]


def xlsx_sheets(data: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook of today."""
    check_members(data)
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheets = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file claims about its size is not believed
        rows = ((n, map(unescaped, cells)) for n, cells in enumerate(sheet.iter_rows(values_only=True), 1))
        sheets[sheet.title] = filled(rows)
    return sheets


def unescaped(value: Any) -> Any:
    """Return a text with the letters that spreadsheets write as _x000A_."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if isinstance(value, str) else value


def xls_sheets(data: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook of before 2007."""
    import xlrd  # noqa: PLC0415 -- slow import

    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
    return {sheet.name: filled(xls_rows(book, sheet)) for sheet in book.sheets()}


def xls_rows(book: Any, sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Yield (row, values) with days and truth values as such, errors as nothing."""
    import xlrd  # noqa: PLC0415 -- slow import

    for number in range(sheet.nrows):
        values = []
        for cell in sheet.row(number):
            value = cell.value
            if cell.ctype == xlrd.XL_CELL_BOOLEAN:
                value = bool(value)
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                value = None
            elif cell.ctype == xlrd.XL_CELL_DATE:
                try:
                    value = xlrd.xldate_as_datetime(value, book.datemode)
                except (ValueError, OverflowError):
                    value = cell.value
            values.append(value)
        yield number + 1, values


def main() -> int:
    """Read, and say in JSON what was found or why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    warnings.simplefilter("ignore")
    answer, sys.stdout = sys.stdout, sys.stderr
    data = sys.stdin.buffer.read()
    try:
        sheets = xlsx_sheets(data) if data[:4] == b"PK\x03\x04" else xls_sheets(data)
        result: dict[str, Any] = {"sheets": sheets}
    except RefusedError as error:
        result = {"refused": str(error)}
    except MemoryError:
        result = {"refused": "memory"}
    except Exception as error:  # noqa: BLE001 -- whatever a broken file makes a reader raise, it is one reason
        result = {"refused": "encrypted" if "encrypt" in str(error).lower() else "not_a_workbook"}
    answer.write(json.dumps(result))
    answer.flush()
    return 0


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)
