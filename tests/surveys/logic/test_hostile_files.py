"""Hostile files against both doors for tables: refused in two seconds of work, in less than half a gigabyte."""

import io
import json
import os
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SECONDS, MEMORY_KB = 2.0, 512 * 1024
START = '<?xml version="1.0"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
PROGRAM = """
import json, resource, sys
data = open(sys.argv[2], "rb").read()
try:
    if sys.argv[1] == "survey":
        from surveys.logic.interchange.workbook import read_workbook as read
    else:
        from participation.logic.imports import read_table as read
    read(data)
    said = "taken"
except Exception as error:
    said = f"{type(error).__name__} {error}"
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
below, mine = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
work = sum(one.ru_utime + one.ru_stime for one in (below, mine))  # of the processor, whatever else the machine does
print(json.dumps([said, max(own, below.ru_maxrss), work]))
"""


def book(sheet, **more):
    """A workbook with this sheet as XML."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'{START}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'{START}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{START}<workbook xmlns="{MAIN}" xmlns:r="{relations}"><sheets><sheet name="survey" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{START}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **more,
    }  # fmt: skip
    return packed(parts)


def packed(parts):
    """A ZIP file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def cell(content, head=START):
    """A sheet with one cell."""
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{content}</t></is></c></row></sheetData></worksheet>'


FILES = {
    "zip bomb": lambda: book(cell("x"), **{"xl/media/zeros.bin": b"\0" * 120_000_000}),
    "zip in a zip": lambda: book(cell("x"), **{"xl/more.zip": packed({"zeros": b"\0" * 1_000_000})}),
    "many members": lambda: packed({"xl/workbook.xml": "", **{f"xl/{n}": "" for n in range(5000)}}),
    "entity bomb": lambda: book(cell("&l11;", f'{START}<!DOCTYPE w [<!ENTITY l0 "ha">{BOMB}]>')),
    "quadratic entity": lambda: book(
        cell("&a;" * 20_000, f'{START}<!DOCTYPE w [<!ENTITY a "{"a" * 20_000}">]>'), pad=os.urandom(400_000)
    ),
    "outside entity": lambda: book(cell("&e;", f'{START}<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>')),
    "200 MB cell": lambda: book(cell("x" * 200_000_000)),
    "a picture named .xlsx": lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(5000),
    "a web page named .xlsx": lambda: b"<html><body><table><tr><td>type</td></tr></table></body></html>",
    "a broken archive": lambda: book(cell("x"))[:-200],
    "nothing": lambda: b"",
    "zeros": lambda: b"\0" * 10_000_000,
}


@cache
def made(name):
    """A hostile file; packing the largest takes longer than refusing it."""
    return FILES[name]()


@pytest.mark.parametrize("door", ["survey", "table"])
@pytest.mark.parametrize("name", FILES)
def test_hostile_files_are_refused_fast_and_small(door, name, tmp_path):
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(made(name))
    command = [sys.executable, "-c", PROGRAM, door, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True)
    said, peak, seconds = json.loads(done.stdout)
    print(f"{name}, {door}: {seconds:.2f} s, {peak // 1024} MB, {said}")
    refused = ("UnreadableFormError",) if door == "survey" else ("UnreadableTableError",)
    harmless = door == "table" and name == "a web page named .xlsx"  # text of one column with an unknown header
    assert said.startswith(refused) or harmless
    assert seconds < SECONDS
    assert peak < MEMORY_KB
