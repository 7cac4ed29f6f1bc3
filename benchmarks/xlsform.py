"""XLSForm: questions kept of real forms, each file and in total; hostile files refused, with time and memory."""

import io
import json
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

from benchmarks.figures import Report
from benchmarks.servers import ROOT

DATA = ROOT.parent / "shared" / "data" / "xlsform"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
TAIL = b"</t></is></c></row></sheetData></worksheet>"
BOMB = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)  # fmt: skip


def measure(report: Report) -> None:
    """Add the figures; without the data folder only hostile files are measured, and that is said."""
    hostile(report)
    if not DATA.exists():
        print("../shared/data is not present: real forms are not measured")
        return
    forms(report)


def forms(report: Report) -> None:
    """Read every form that the reference reader accepts and count what is kept."""
    from surveys.logic.interchange.columns import form_of
    from surveys.logic.interchange.findings import UnreadableFormError
    from surveys.logic.interchange.reading import Reader
    from surveys.logic.interchange.workbook import read_workbook

    files = sorted(path for path in DATA.rglob("*") if path.suffix in (".xls", ".xlsx", ".csv"))
    totals = dict.fromkeys(("accepted", "imported", "refused", "asked", "kept", "tracebacks"), 0)
    whole = 0
    for path in files:
        name = str(path.relative_to(DATA))
        accepted = pyxform_accepts(path)
        totals["accepted"] += accepted
        try:
            read = Reader(form_of(read_workbook(path.read_bytes()))).read()
        except UnreadableFormError as error:
            print(f"  {name:60} refused: {error.code}{'' if accepted else ' (pyxform refuses it too)'}")
            totals["refused"] += accepted
            continue
        except Exception as error:  # noqa: BLE001 -- counted: there must be none
            print(f"  {name:60} TRACEBACK {type(error).__name__}: {error}")
            totals["tracebacks"] += 1
            continue
        unexplained = read.asked - read.kept > sum(finding.effect == "dropped" for finding in read.findings)
        totals["tracebacks"] += unexplained
        mark = "" if accepted else " (pyxform refuses it)"
        print(f"  {name:60} {read.kept:3} of {read.asked:3} kept, {len(read.findings):3} remarks{mark}")
        if accepted:
            totals["imported"] += read.document is not None
            totals["refused"] += read.document is None
            totals["asked"] += read.asked
            totals["kept"] += read.kept
            whole += read.asked == read.kept
    report.add("xlsform_files", len(files), "files")
    report.add("xlsform_files_pyxform_accepts", totals["accepted"], "files")
    report.add("xlsform_files_imported", totals["imported"], "files")
    report.add("xlsform_files_refused_with_reasons", totals["refused"], "files")
    report.add("xlsform_files_whole", whole, "files")
    report.add("xlsform_tracebacks_or_silent_losses", totals["tracebacks"], "files")
    report.add("xlsform_questions_in_files", totals["asked"], "questions")
    report.add("xlsform_questions_kept", totals["kept"], "questions")
    report.add("xlsform_share_kept", 100 * totals["kept"] / max(1, totals["asked"]), "%")


def pyxform_accepts(path: Path) -> bool:
    """Tell whether the reference reader builds an XForm of the file."""
    from pyxform.xls2xform import convert

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            convert(path.read_bytes(), validate=False, form_name="data", file_type=path.suffix)
        except Exception:  # noqa: BLE001 -- it raises whatever it likes
            return False
    return True


def hostile(report: Report) -> None:
    """Let a fresh program try each hostile file; the slowest and the greediest count."""
    program = (
        "import json, resource, sys, time\n"
        "from surveys.logic.interchange.workbook import read_workbook\n"
        "from surveys.logic.interchange.findings import UnreadableFormError\n"
        "data = sys.stdin.buffer.read(); began = time.perf_counter(); code = ''\n"
        "try: read_workbook(data)\n"
        "except UnreadableFormError as error: code = error.code\n"
        "own = int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) / 1024\n"
        "passed = time.perf_counter() - began\n"
        "apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024\n"
        "print(json.dumps([code, passed, max(own, apart)]))\n"
    )
    slowest = greediest = refused = 0.0
    cases = hostile_files()
    for name, data in cases.items():
        out = subprocess.run([sys.executable, "-c", program], input=data, cwd=ROOT, capture_output=True, check=True)
        code, seconds, megabytes = json.loads(out.stdout)
        print(f"  {name:40} {code or 'READ':16} {seconds:6.2f} s {megabytes:6.0f} MB")
        refused += bool(code)
        slowest, greediest = max(slowest, seconds), max(greediest, megabytes)
    report.add("xlsform_hostile_refused", 100 * refused / len(cases), "%")
    report.add("xlsform_hostile_slowest", slowest, "s")
    report.add("xlsform_hostile_memory", greediest, "MB")


def hostile_files() -> dict[str, bytes]:
    """Make the hostile files."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("survey").write_row(0, 0, ["type", "name", "label"])
    plain = target.getvalue()
    return {
        "cell of 200 MB": changed(plain, {SHEET: HEAD + b"x" * 200_000_000 + TAIL}),
        "cell of 28 MB that hardly squeezes": changed(plain, {SHEET: HEAD + noise(28_000_000) + TAIL}),
        "entity bomb": changed(plain, {SHEET: BOMB + b"]><l>&j;</l>"}),
        "zip bomb": changed(plain, {"xl/media/zero.bin": b"\0" * 300_000_000}),
        "archive in an archive": changed(plain, {"xl/media/in.png": plain}),
        "picture called .xlsx": b"\x89PNG\r\n\x1a\n" + b"\0" * 1000,
        "broken old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000,
        "deep XML": changed(plain, {SHEET: b"<a>" * 2_000_000}),
    }


def noise(size: int) -> bytes:
    """Return letters that squeeze to a third or so, as real text does."""
    import random

    chance = random.Random(7)
    block = bytes(chance.choice(b"abcdefghijklmnopqrstuvwxyz ") for _ in range(200_000))
    return (block * (size // len(block) + 1))[:size]


def changed(data: bytes, members: dict[str, bytes]) -> bytes:
    """Return the archive with some members replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return target.getvalue()
