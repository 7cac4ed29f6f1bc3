"""XLSForm by command: hostile files are refused quickly, everything lost is told, nothing changes when a file is bad."""

import io
import json
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from surveys.models import Survey, SurveyVersion
from tests.factories.participation import make_process
from tests.factories.surveys import make_survey

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "xlsform"


def workbook(rows, choices=()):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in rows:
        book.active.append(row)
    sheet = book.create_sheet("choices")
    for row in choices:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(data, changes):
    """The same archive with some members replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return target.getvalue()


SIMPLE = workbook([("type", "name", "label::Suomi (fi)"), ("text", "q1", "Nimi"), ("audio", "a", "Ääni")])
SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


def big_cell(size):
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    return head + b"x" * size + b"</t></is></c></row></sheetData></worksheet>"


HOSTILE = {
    "cell longer than a spreadsheet allows": lambda: repacked(SIMPLE, {SHEET: big_cell(90_000)}),
    "entities in UTF-16": lambda: repacked(SIMPLE, {SHEET: (BOMB + b"]><l>&j;</l>").decode().encode("utf-16")}),
    "nested archive": lambda: repacked(SIMPLE, {"xl/embeddings/in.xlsx": SIMPLE}),
    "nested archive in disguise": lambda: repacked(SIMPLE, {"xl/media/in.png": SIMPLE}),
    "many members": lambda: repacked(SIMPLE, {f"x{n}": b"" for n in range(250)}),
    "another archive": lambda: repacked(SIMPLE, {})[:200],
    "old workbook cut off": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
    "no survey": lambda: workbook([("type",)]).replace(b"survey", b"surveX"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_changes_nothing(process, tmp_path, kind):
    path = tmp_path / "form.xlsx"
    path.write_bytes(HOSTILE[kind]())
    began = time.monotonic()
    with pytest.raises(CommandError) as refusal:
        call_command("import_survey", str(path), "--process", process.slug)
    assert time.monotonic() - began < 6  # alone it takes less than 2; tests share their machine
    assert "\n" not in str(refusal.value)
    assert not Survey.objects.exists()
    assert not SurveyVersion.objects.exists()


def test_what_is_lost_is_told_row_by_row(process, tmp_path, capsys):
    path = tmp_path / "Oma kysely.xls"  # a workbook of today with the ending of an old one
    path.write_bytes(SIMPLE)
    call_command("import_survey", str(path), "--process", process.slug)
    survey = Survey.objects.get()
    assert (survey.slug, survey.state, survey.title) == ("oma-kysely", "draft", {"fi": "oma-kysely"})
    out = capsys.readouterr().out
    assert "a (audio): " in out
    assert "1 of 2 questions in the file were kept" in out


def test_a_form_without_anything_to_keep_is_refused_with_reasons(process, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook([("type", "name", "label"), *(("audio", f"a{n}", "Ääni") for n in range(12))]))
    with pytest.raises(CommandError, match=r"a0 \(audio\).*and 2 more"):
        call_command("import_survey", str(path), "--process", process.slug)


@pytest.mark.parametrize("form", ["xlsform", "json"])
@pytest.mark.parametrize("identity", ["open", "code", "blind_in"])
def test_a_survey_goes_out_as_a_file_and_comes_in_again(process, tmp_path, form, identity):
    survey = make_survey(process, identity=identity, target=600)
    path = tmp_path / f"survey.{form}"
    call_command("export_survey", survey.slug, "--format", form, "--output", str(path))
    call_command("import_survey", str(path), "--process", make_process().slug, "--slug", "again", "--publish")
    copy = Survey.objects.get(slug="again")
    assert (copy.identity, copy.target) == (identity, 600)
    assert copy.current.document == survey.current.document
    assert (copy.title, copy.lead, copy.readers, copy.thanks) == (
        survey.title,
        survey.lead,
        survey.readers,
        survey.thanks,
    )
    assert (copy.opens, copy.closes) == (survey.opens, survey.closes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"survey": {"slug": "a", "identity": "anyone"}, "questionnaire": Q}', "identity: choose one of open, code"),
        ('{"survey": {"slug": "a", "target": -1}, "questionnaire": Q}', "target: give a number above zero"),
        ('{"survey": {', "it cannot be read from line 1, letter"),
        ("{\udc80", "no JSON"),
    ],
)
def test_settings_that_cannot_be_are_refused(process, tmp_path, text, words):
    survey = make_survey(process)
    path = tmp_path / "survey.json"
    whole = text.replace("Q", json.dumps(survey.current.document))
    path.write_bytes(whole.encode("utf-8", "surrogateescape"))
    with override("en"), pytest.raises(CommandError, match=words):
        call_command("import_survey", str(path), "--process", process.slug)
    assert Survey.objects.count() == 1


def test_formulas_are_taken_as_the_file_holds_them(process, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        workbook([("type", "name", "label"), ("text", "q", '=WEBSERVICE("http://x")'), ("text", "r", "Toinen")])
    )
    call_command("import_survey", str(path), "--process", process.slug)
    labels = [q["label"]["fi"] for q in Survey.objects.get().current.document["pages"][0]["questions"]]
    assert labels == ["q", "Toinen"]


def shared_files():
    return sorted(path for path in SHARED.rglob("*") if path.suffix in (".xls", ".xlsx", ".csv"))


@pytest.mark.shared_data
def test_every_real_form_is_taken_or_refused_with_reasons(process):
    from participation.errors import ParticipationError
    from surveys.actions.interchange import read_survey, survey_from_json

    if not shared_files():
        pytest.skip("../shared/data is not present")
    made = 0
    for n, path in enumerate(shared_files()):
        try:
            read = read_survey(path.read_bytes())
        except ParticipationError:
            continue
        assert read.asked == read.kept or read.lines, path.name
        if read.has_questions:
            survey_from_json(read.data, process, by=None, slug=f"form-{n}")
            made += 1
    assert made >= 54
