"""A spreadsheet written as a stream: rows become XML and go into the zip at once, so memory stays flat.

Short texts that repeat are kept once in the list of shared texts; others stand in their cell. Every text is a text:
nothing that begins like a formula is one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from surveys.logic.exports import Value

SHARED_LENGTH = 40
SHARED_MOST = 20_000
MOST_ROWS = 1_048_000  # a little below what a sheet holds
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


class Cells:
    """Cells as XML; what was written once is not made again."""

    def __init__(self) -> None:
        self.known: dict[Value, str] = {None: "<c/>", "": "<c/>"}
        self.shared: list[str] = []

    def of(self, value: Value) -> str:
        """Return one cell."""
        xml = self.known.get(value)
        return self.made(value) if xml is None else xml

    def made(self, value: Value) -> str:
        """Return a cell that was not met yet."""
        if not isinstance(value, str):
            xml = f"<c><v>{value!r}</v></c>"
        else:
            text = escape(value.translate(CONTROL)[:32_767])
            if len(value) <= SHARED_LENGTH and len(self.shared) < SHARED_MOST:
                xml = f'<c t="s"><v>{len(self.shared)}</v></c>'
                self.shared.append(text)
            else:
                return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        if len(self.known) < 2 * SHARED_MOST:
            self.known[value] = xml
        return xml


def workbook(rows: Iterable[Sequence[Value]], name: str) -> Iterator[bytes]:
    """Yield a spreadsheet of these rows; a second sheet begins where one is full."""
    waiting, cells, sheets = Waiting(), Cells(), 0
    left = iter(rows)
    with zipfile.ZipFile(waiting, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:  # type: ignore[arg-type]
        following = next(left, None)
        while following is not None or not sheets:
            sheets += 1
            with target.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as sheet:
                sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                lines: list[str] = []
                count = 0
                of = cells.of
                while following is not None and count < MOST_ROWS:
                    lines.append(f"<row>{''.join(map(of, following))}</row>")
                    count += 1
                    if len(lines) == GATHERED:
                        sheet.write("".join(lines).encode())
                        lines = []
                        if waiting.size >= BLOCK:
                            yield waiting.taken()
                    following = next(left, None)
                sheet.write(("".join(lines) + "</sheetData></worksheet>").encode())
            yield waiting.taken()
        write_frame(target, cells.shared, name, sheets)
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
