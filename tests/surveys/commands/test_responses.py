"""The commands that export and import responses."""

import io
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from surveys.models import Response, Survey
from tests.factories.surveys import choice, document, make_response, make_survey, question


@pytest.fixture
def survey(process):
    return make_survey(process)


def run(*arguments):
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exported_file_can_be_imported_into_another_survey(survey, process, tmp_path, kind):
    make_response(survey, {"service": {"value": "other", "text": "=cmd()"}, "why": "Koska", "age": 40}, language="sv")
    make_response(survey, {"service": "bus", "rating": 4})
    path = tmp_path / f"answers.{kind}"
    run("export_responses", survey.slug, "--format", kind, "--output", path)
    other = make_survey(process)
    assert "2 added" in run("import_responses", other.slug, path)
    stored = {str(r.answers): r.language for r in Response.objects.filter(survey=survey)}
    assert {str(r.answers): r.language for r in Response.objects.filter(survey=other)} == stored
    assert "0 added, 2 known before" in run("import_responses", other.slug, path)


def test_words_of_an_other_come_back_to_the_option_they_were_written_to(process, tmp_path):
    how = question("how", "single_choice", choices=[choice("car"), choice("muu", other=True)])
    where = [choice("shop"), choice("muu", other=True), choice("toinen", other=True)]
    asked = document([how, question("where", "multi_choice", choices=where)])
    survey, other = make_survey(process, doc=asked), make_survey(process, doc=asked)
    answers = {"how": {"value": "muu", "text": "Veneellä"}, "where": ["shop", {"value": "toinen", "text": "Satamassa"}]}
    make_response(survey, answers)
    path = tmp_path / "answers.csv"
    run("export_responses", survey.slug, "--format", "csv", "--output", path)
    run("import_responses", other.slug, path)
    assert Response.objects.get(survey=other).answers == answers


def test_the_description_of_the_data_is_a_file_too(survey, tmp_path):
    make_response(survey, {"service": "bus", "age": 40})
    path = tmp_path / "answers.xml"
    run("export_responses", survey.slug, "--format", "ddi", "--output", path)
    assert ElementTree.parse(path).getroot().tag == "{ddi:codebook:2_5}codeBook"
    assert [one.name for one in tmp_path.iterdir()] == ["answers.xml"]


def test_spreadsheet_holds_text_not_formulas(survey, tmp_path):
    make_response(survey, {"service": "bus", "idea": "=HYPERLINK(1)"})
    path = tmp_path / "answers.xlsx"
    run("export_responses", survey.slug, "--format", "xlsx", "--output", path)
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]


def test_import_reads_latin_1_and_semicolons(survey, tmp_path):
    path = tmp_path / "paperi.csv"
    path.write_bytes("Kysymys service;idea\nKirjasto;Lisää hyllyjä\nBussi;\n".encode("latin-1"))
    run("import_responses", survey.slug, path, "--batch", "aula", "--channel", "paper")
    rows = Response.objects.filter(survey=survey).order_by("answers")
    assert {r.answers["service"] for r in rows} == {"library", "bus"}
    assert {(r.channel, r.batch.name) for r in rows} == {("paper", "aula")}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("service,age\nbus,12\ntrain,x\n", ["row 3, column service", "row 3, column age"]),
        ("service,age\nbus,12\n,12\n", ["row 3, column service"]),
        ("service,nimi\nbus,Matti\n", ["column nimi"]),
        ("service,age\nbus,400\n", ["row 2, column age"]),
        (f"service,age\nbus,{'9' * 500}\n", ["row 2, column age"]),
        ("received_on,language,channel,batch,identity,version,service\n2026-01-01,fi,web,,open,1,bus\n", ["cut off"]),
        ("language,service\nde,bus\n", ["language"]),
    ],
)
def test_one_bad_row_imports_nothing(survey, tmp_path, content, words):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run("import_responses", survey.slug, path)
    assert not Response.objects.exists()
    assert "\n" not in str(refused.value)
    for word in words:
        assert word in str(refused.value)


def test_unknown_things_are_refused_in_one_line(survey, process, tmp_path):
    path = tmp_path / "a.csv"
    for arguments in (
        ("export_responses", "nothing", "--format", "csv", "--output", path),
        ("export_responses", survey.slug, "--format", "odd", "--output", path),
        ("export_responses", survey.slug, "--format", "csv", "--output", tmp_path / "no" / "where.csv"),
        ("import_responses", "nothing", path),
        ("import_responses", survey.slug, path),
        ("import_responses", survey.slug, path, "--language", "de"),
        ("import_responses", survey.slug, path, "--channel", "A pigeon"),
    ):
        with pytest.raises(CommandError):
            run(*arguments)
    assert not path.exists()
    path.write_text("service\nbus\n", encoding="utf-8")
    with pytest.raises(CommandError):
        run("import_responses", make_survey(process, state=Survey.State.CLOSED).slug, path)
