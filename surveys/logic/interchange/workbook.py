"""Workbooks behind guards: the first bytes decide what a file is, its directory is judged before anything is unpacked."""

from __future__ import annotations

import csv
import io
import json
import stat
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from surveys.logic.interchange.findings import UnreadableFormError

MAX_FILE = 20_000_000
MAX_UNPACKED = 50_000_000
MAX_MEMBERS = 200
MAX_RATIO = 100
SMALL = 100_000  # a member below this size may be squeezed as much as it likes
SECONDS = 20
PROGRAM = Path(__file__).with_name("sheets.py")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVES = (".zip", ".xlsx", ".xlsm", ".xls", ".gz", ".7z", ".rar", ".jar")


@dataclass(frozen=True)
class Row:
    """One row as the spreadsheet numbers it."""

    number: int
    cells: tuple[str, ...]


Workbook = Mapping[str, tuple[Row, ...]]  # the filled rows by sheet


def read_workbook(data: bytes) -> Workbook:
    """Read the filled cells of all sheets; raises UnreadableFormError with the reason."""
    if not data.strip(b"\x00 \r\n\t"):
        raise UnreadableFormError("empty")
    if len(data) > MAX_FILE:
        raise UnreadableFormError("too_big")
    if data.startswith(ZIP):
        check_archive(data)
        return parsed_apart(data)
    if data.startswith(OLE) or data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02"):
        return parsed_apart(data)
    return sheets_of_csv(data)


def check_archive(data: bytes) -> None:
    """Refuse an archive that would grow too much, holds another one, or points elsewhere."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        raise UnreadableFormError("not_a_workbook") from None
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableFormError("grows")
    for member in members:
        if member.file_size > SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise UnreadableFormError("grows")
        if member.filename.lower().endswith(ARCHIVES):
            raise UnreadableFormError("nested")
        if stat.S_ISLNK(member.external_attr >> 16) or member.flag_bits & 1:
            raise UnreadableFormError("not_a_workbook")
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise UnreadableFormError("not_a_workbook")


def parsed_apart(data: bytes) -> Workbook:
    """Let another program with little memory and time read the cells."""
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, no argument from outside
            [sys.executable, "-I", str(PROGRAM)], input=data, capture_output=True, timeout=SECONDS, check=False
        )
        result = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise UnreadableFormError("too_slow") from None
    except ValueError:
        raise UnreadableFormError("memory") from None
    if "refused" in result:
        raise UnreadableFormError(result["refused"])
    return {name: tuple(Row(number, tuple(cells)) for number, cells in rows) for name, rows in result["sheets"].items()}


def sheets_of_csv(data: bytes) -> Workbook:
    """Read the form that XLSForm has as text: the sheet's name in the first column, its rows below it."""
    try:
        text = data.decode("utf-8-sig")
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableFormError("not_a_workbook") from None
    sheets: dict[str, list[Row]] = {}
    current: list[Row] | None = None
    for number, record in enumerate(records, 1):
        if record and record[0].strip():
            current = sheets.setdefault(record[0].strip(), [])
        cells = tuple(cell.replace("\x00", "") for cell in record[1:])
        if current is not None and any(cell.strip() for cell in cells):
            current.append(Row(number, cells))
    if not any(name.lower() == "survey" for name in sheets):
        raise UnreadableFormError("not_a_workbook")
    return {name: tuple(rows) for name, rows in sheets.items()}
