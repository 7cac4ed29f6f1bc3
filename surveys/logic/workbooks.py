"""A spreadsheet written as a stream: rows become XML and go into the zip at once, so memory stays flat.

Short texts that repeat are kept once in the list of shared texts; others stand in their cell. Every text is a text:
nothing that begins like a formula is one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from operator import getitem
from xml.sax.saxutils import escape

from surveys.logic.exports import Value

SHARED_LENGTH = 40
SHARED_MOST = 20_000
MOST_ROWS = 1_048_000  # a little below what a sheet holds
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
BLOCK = 1 << 18
GATHERED = 500
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
CONTROL |= dict.fromkeys(range(0xD800, 0xE000))


class Waiting(io.RawIOBase):
    """What was written and not yet taken."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Keep bytes until they are taken."""
        part = bytes(data)  # type: ignore[call-overload]
        self.parts.append(part)
        self.size += len(part)
        return len(part)

    def taken(self) -> bytes:
        """Return what waits, and forget it."""
        found = b"".join(self.parts)
        self.parts, self.size = [], 0
        return found


class Cells(dict[Value, str]):
    """Cells as XML; what was written once is not made again, unless it is long or one of very many."""

    def __init__(self, shared: list[str], *, are_numbers: bool = False) -> None:
        super().__init__({None: "<c/>", "": "<c/>"})
        self.shared = shared
        self.are_numbers = are_numbers

    def __missing__(self, value: Value) -> str:
        """Make a cell that was not met yet."""
        if not isinstance(value, str):
            xml = f"<c><v>{value!r}</v></c>"
        elif self.are_numbers and NUMBER.fullmatch(value):
            xml = f"<c><v>{value}</v></c>"
        else:
            text = escape(value.translate(CONTROL)[:32_767])
            if len(value) > SHARED_LENGTH or len(self.shared) >= SHARED_MOST:
                return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            xml = f'<c t="s"><v>{len(self.shared)}</v></c>'
            self.shared.append(text)
        if len(self) < 2 * SHARED_MOST:
            self[value] = xml
        return xml


def workbook(rows: Iterable[Sequence[Value]], name: str, numeric: Sequence[bool] = ()) -> Iterator[bytes]:
    """Yield a spreadsheet of these rows; a second sheet begins where one is full.

    With numeric, cells are words of which those in the columns marked are numbers.
    """
    waiting, sheets = Waiting(), 0
    shared: list[str] = []
    texts, numbers = Cells(shared), Cells(shared, are_numbers=True)
    own = [numbers if is_number else texts for is_number in numeric]
    left = iter(rows)
    with zipfile.ZipFile(waiting, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        following = next(left, None)
        while following is not None or not sheets:
            sheets += 1
            with target.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as sheet:
                sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                lines: list[str] = []
                count = 0
                while following is not None and count < MOST_ROWS:
                    made = map(getitem, own, following) if own else map(texts.__getitem__, following)
                    lines.append(f"<row>{''.join(made)}</row>")
                    count += 1
                    if len(lines) == GATHERED:
                        sheet.write("".join(lines).encode())
                        lines = []
                        if waiting.size >= BLOCK:
                            yield waiting.taken()
                    following = next(left, None)
                sheet.write(("".join(lines) + "</sheetData></worksheet>").encode())
            yield waiting.taken()
        write_frame(target, shared, name, sheets)
    yield waiting.taken()


def write_frame(target: zipfile.ZipFile, shared: Sequence[str], name: str, sheets: int) -> None:
    """Write the parts around the sheets."""
    numbers = range(1, sheets + 1)
    listed = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in shared)
    target.writestr("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{MAIN}">{listed}</sst>')
    named = "".join(f'<sheet name="{escape(name)}{"" if n == 1 else n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    target.writestr(
        "xl/workbook.xml", f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{named}</sheets></workbook>'
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    links += f'<Relationship Id="rId{sheets + 1}" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    target.writestr(
        "xl/_rels/workbook.xml.rels", f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
    )
    start = f'<Relationship Id="rId1" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/>'
    target.writestr("_rels/.rels", f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{start}</Relationships>')
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{SHEET}.worksheet+xml"/>' for n in numbers
    )
    kinds += f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
    kinds += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET}.sharedStrings+xml"/>'
    kinds += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    kinds += '<Default Extension="xml" ContentType="application/xml"/>'
    target.writestr("[Content_Types].xml", f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{kinds}</Types>')
