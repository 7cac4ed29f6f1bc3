"""Tables from files: CSV in any usual encoding and separator, XLSX behind guards; which column means what."""

import csv
import datetime
import difflib
import io
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SEPARATORS = (";", ",", "\t", "|")
MAX_BYTES = 50_000_000
MAX_MEMBERS = 200
MAX_RATIO = 100
MAX_ROWS = 200_000
csv.field_size_limit(4_000_000)


@dataclass(frozen=True)
class TableRow:
    """One row as the spreadsheet numbers it: the header is row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A header and the rows below it; wholly empty rows are left out."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class CellFault:
    """What is wrong where: the row as the spreadsheet numbers it, the column's name, a code, and what was seen."""

    row: int
    column: str
    code: str
    seen: str = ""


class UnreadableTableError(Exception):
    """The file is not a table that can be taken; says where and why."""

    def __init__(self, fault: CellFault) -> None:
        super().__init__(f"{fault.row} {fault.column} {fault.code}")
        self.fault = fault


def unreadable(code: str, *, row: int = 0, column: str = "", seen: str = "") -> UnreadableTableError:
    """Return the error for one fault of the whole file."""
    return UnreadableTableError(CellFault(row, column, code, seen))


def read_table(data: bytes, *, may_have_title: bool = False) -> Table:
    """Read a CSV or XLSX file; raises UnreadableTableError with row and reason.

    A title above the header is skipped only where one is expected, as in the tables of statistical offices.
    """
    if not data.strip(b"\x00\xff\xfe\xef\xbb\xbf \r\n\t"):
        raise unreadable("empty")
    if len(data) > MAX_BYTES:
        raise unreadable("too_big")
    if data[:4] == b"PK\x03\x04":
        return table_of(below_title(xlsx_records(data)) if may_have_title else xlsx_records(data))
    text = decoded(data)
    return table_of(csv_records(without_title(text) if may_have_title else text))


def decoded(data: bytes) -> str:
    """Return the text of a file, without its byte order mark."""
    encoding = encoding_of(data)
    if encoding == "cp1252":
        return data.decode(encoding, errors="replace")
    return strictly(data, encoding)


def encoding_of(data: bytes) -> str:
    """Return how a file is written: by byte order mark, else UTF-8, else UTF-16 by its zeros, else Windows Western."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return encoding
    zeros = data[:2000].count(0)
    if zeros > len(data[:2000]) // 4:
        return "utf-16-be" if data[0] == 0 else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def strictly(data: bytes, encoding: str) -> str:
    """Decode or say that the file is broken."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise unreadable("encoding", seen=encoding) from error


def separator_of(text: str) -> str:
    """Return the separator whose header has most cells and whose first rows agree with it."""

    def fit(separator: str) -> tuple[int, int]:
        try:
            records = [record for record, _ in zip(csv.reader(io.StringIO(text), delimiter=separator), range(20))]  # noqa: B905
        except csv.Error:
            return (0, 0)
        header = len(records[0]) if records else 0
        return (sum(len(record) == header for record in records) if header > 1 else 0, header)

    return max(SEPARATORS, key=fit)


def without_title(text: str) -> str:
    """Return a text without a first line that is one cell by every separator, while the next filled one is several."""
    first, _end, rest = text.lstrip("\r\n").partition("\n")

    def is_one_cell(line: str) -> bool:
        try:
            return all(len(next(csv.reader([line], delimiter=separator), [])) <= 1 for separator in SEPARATORS)
        except csv.Error:  # no title: what is wrong with the line is said when its row is read
            return False

    following = next((line for line in rest.splitlines() if line.strip()), "")
    return rest if is_one_cell(first) and not is_one_cell(following) else text


def below_title(records: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of a sheet without those above the first one that fills several cells."""
    started = False
    for number, record in records:
        started = started or sum(bool(cell.strip()) for cell in record) > 1
        if started:
            yield number, record


def csv_records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (row, cells); a quote that never closes or is followed by letters is a fault of its row."""
    number = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True):
            number += 1
            yield number, record
    except csv.Error as error:
        raise unreadable("broken_quotes", row=number + 1, seen=str(error)) from error


def check_zip(data: bytes) -> None:
    """Refuse archives that grow too much, nest, link or hold too many files, before anything is unpacked."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise unreadable("not_a_spreadsheet") from error
    whole = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or whole > MAX_BYTES:
        raise unreadable("too_big")
    for member in members:
        grows = member.file_size > 100_000 and member.file_size > MAX_RATIO * max(1, member.compress_size)
        nested = member.filename.lower().endswith((".zip", ".xlsx"))
        if grows or nested or stat.S_ISLNK(member.external_attr >> 16):
            raise unreadable("not_a_spreadsheet")


def xlsx_records(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield (row, cells) of the first sheet."""
    check_zip(data)
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        width = 0
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            width = width or len(cells)  # empty cells at the end of a row are often not in the file
            yield number, [cell_text(cell) for cell in cells] + [""] * (width - len(cells))
    except UnreadableTableError:
        raise
    except Exception as error:  # whatever a broken archive makes the reader raise, the person hears one reason
        raise unreadable("not_a_spreadsheet") from error


def cell_text(value: object) -> str:
    """Return a cell of a spreadsheet as people see it: days in ISO form, whole numbers without a point."""
    match value:
        case None:
            return ""
        case datetime.datetime():
            return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
        case datetime.date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def table_of(records: Iterable[tuple[int, Sequence[str]]]) -> Table:
    """Return header and rows; a row with more or fewer cells than the header is a fault."""
    header: tuple[str, ...] = ()
    rows: list[TableRow] = []
    for number, record in records:
        if not any(cell.strip() for cell in record):
            continue
        if not header:
            header = tuple(cell.strip() for cell in record)
            while header and not header[-1]:
                header = header[:-1]
            continue
        rows.append(TableRow(number, fitted(record, len(header), number)))
        if len(rows) > MAX_ROWS:
            raise unreadable("too_many_rows", row=number)
    if not header:
        raise unreadable("empty")
    if not rows:
        raise unreadable("no_rows", row=1)
    return Table(header, tuple(rows))


def fitted(record: Sequence[str], width: int, number: int) -> tuple[str, ...]:
    """Return the cells of a row as wide as the header; only empty cells may be too many."""
    if len(record) < width or any(cell.strip() for cell in record[width:]):
        raise unreadable("cells", row=number, seen=f"{len(record)}/{width}")
    return tuple(record[:width])


@dataclass(frozen=True)
class Columns:
    """Which column holds what; a reference may be made of several columns joined by commas."""

    text: str
    title: str = ""
    area: str = ""
    reference: str = ""
    date: str = ""
    latitude: str = ""
    longitude: str = ""


KNOWN_WORDS = {
    "text": (
        "text",
        "texts",
        "teksti",
        "idea",
        "ehdotus",
        "palaute",
        "body",
        "kuvaus",
        "description",
        "förslag",
        "beskrivning",
    ),
    "title": ("title", "otsikko", "rubrik", "heading", "aihe", "ämne"),
    "area": ("district", "area", "alue", "asuinalue", "kaupunginosa", "område", "stadsdel"),
    "reference": ("reference", "viite", "tunniste", "id", "nro", "referens"),
    "date": ("date", "pvm", "päivämäärä", "päiväys", "datum", "received_on", "created_at", "saapunut"),
    "latitude": ("latitude", "lat", "leveysaste"),
    "longitude": ("longitude", "lon", "lng", "pituusaste"),
}


def guess_columns(header: Sequence[str]) -> Columns:
    """Return the columns that the names suggest; a column "round" beside "id" makes the reference a pair."""
    by_name = {name.strip().casefold(): name for name in header}
    found = {
        field: next((by_name[word] for word in words if word in by_name), "") for field, words in KNOWN_WORDS.items()
    }
    if found["reference"].casefold() == "id" and "round" in by_name:
        found["reference"] = f"{by_name['round']},{found['reference']}"
    return Columns(**found)


class UnknownColumnError(Exception):
    """A column that the file does not have; carries the nearest names."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.nearest = tuple(nearest)


def places_of(names: str, header: Sequence[str]) -> tuple[int, ...]:
    """Return the positions of the named columns; raises UnknownColumnError with the nearest names."""
    folded = [name.casefold() for name in header]
    if names.strip().casefold() in folded:
        return (folded.index(names.strip().casefold()),)
    places = []
    for name in (part.strip() for part in names.split(",") if part.strip()):
        if name.casefold() not in folded:
            near = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)
            raise UnknownColumnError(name, [header[folded.index(word)] for word in near] or list(header))
        places.append(folded.index(name.casefold()))
    return tuple(places)


def day_of(written: str) -> datetime.date | None:
    """Return the day that "2026-01-31", "31.1.2026" or a moment on it names, or nothing."""
    written = written.strip()
    if match := re.match(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{1,2}[:.]\d{2}.*)?$", written):
        year, month, day = map(int, match.groups())
    elif match := re.match(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s.*)?$", written):
        day, month, year = map(int, match.groups())
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def point_of(latitude: str, longitude: str) -> dict[str, object] | None:
    """Return the GeoJSON point of two cells, or nothing if they are not degrees."""
    try:
        y, x = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        return None
    return {"type": "Point", "coordinates": [x, y]} if abs(y) <= 90 and abs(x) <= 180 else None
