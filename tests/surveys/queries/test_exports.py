"""Exports: both ways of making them give the same cells, texts stay texts, and a file that was cut off shows it."""

import csv
import io
from functools import partial

import openpyxl
import pyreadstat
import pytest
from django.db import connection

from participation.actions.imports import read_import
from surveys.actions.coding import add_code, read_answer
from surveys.actions.exports import coded_rows, export_file
from surveys.actions.imports import import_responses
from surveys.logic.exports import ABOUT
from surveys.logic.variables import variables_of
from surveys.queries import responses
from surveys.queries.coded import address_of, export_shapes
from surveys.queries.responses import csv_file, csv_lines, file_of, table_rows
from tests.factories.participation import make_person
from tests.factories.surveys import choice, document, make_response, make_survey, question

OPTIONS = [choice("a"), choice("b"), choice("=c"), choice("other", "Muu", other=True)]
ROWS = [choice("r1"), choice("r2")]
GIVEN = [
    {
        "one": "a", "many": ["a", "b"], "yes": True, "scale": 3, "amount": 12.5, "grid": {"r1": "a"},
        "ticks": {"r1": ["a", "b"], "r2": ["b"]}, "rank": ["b", "a"], "share": {"a": 60, "b": 40},
        "words": "=cmd|' /C calc'!A0", "day": "2026-11-22",
    },
    {
        "one": {"value": "other", "text": '+muu, "lainaus"\nja rivi'}, "many": [{"value": "other", "text": "@jotain"}, "=c"],
        "scale": "no_opinion", "amount": 7, "words": "\u00a0=1+1 ääkköset 😀",
    },
    {"one": "=c", "words": " tavallinen"},
    {"amount": 1},
]  # fmt: skip


def all_types():
    return document(
        [
            question("one", "single_choice", choices=OPTIONS),
            question("many", "multi_choice", choices=OPTIONS),
            question("yes", "yes_no"),
            question("scale", "scale", no_opinion=True),
            question("amount", "number"),
            question("grid", "matrix_single", choices=OPTIONS[:2], rows=ROWS),
            question("ticks", "matrix_multi", choices=OPTIONS[:2], rows=ROWS),
            question("rank", "ranking", choices=OPTIONS[:2]),
            question("share", "allocation", choices=OPTIONS[:2]),
            question("words", "long_text"),
            question("day", "date"),
        ]
    )


@pytest.fixture
def survey(process):
    survey = make_survey(process, doc=all_types())
    for given in GIVEN:
        make_response(survey, given)
    return survey


def cells_of(rows):
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_the_same_cells_whoever_writes_it(survey):
    own = read(b"".join(csv_lines(survey)))
    assert read(b"".join(file_of(survey, "csv"))) == own
    assert own[:-1] == cells_of(table_rows(survey))
    assert own[-1][:2] == ["# rows", "4"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the database's own COPY is PostgreSQL's")
def test_postgresql_writes_the_rows_itself(survey):
    shapes = list(responses.forms_of(survey).shapes.values())
    assert list(responses.copied_rows(survey, shapes))[:-1] == cells_of(table_rows(survey))


def test_spreadsheet_keeps_texts_as_texts_and_numbers_as_numbers(survey):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(file_of(survey, "xlsx"))))
    rows = [list(row) for row in book["responses"].iter_rows()]
    assert cells_of([[cell.value for cell in row] for row in rows[:-1]]) == cells_of(table_rows(survey))
    assert [str(cell.value) for cell in rows[-1][:2]] == ["# rows", "4"]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}  # never "f"
    place = [cell.value for cell in rows[0]].index("amount")
    assert sorted(row[place].value for row in rows[1:-1] if row[place].value is not None) == [1, 7, 12.5]


def test_no_text_cell_of_any_file_begins_like_a_formula(survey):
    for row in read(b"".join(file_of(survey, "csv"))):
        assert not any(cell.strip()[:1] in tuple("=+-@") for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(file_of(survey, "xlsx"))))
    texts = [cell.value for row in book["responses"].iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not any(text.strip()[:1] in tuple("=+-@") for text in texts)


def test_second_sheet_begins_where_one_is_full(monkeypatch):
    monkeypatch.setattr("surveys.logic.workbooks.MOST_ROWS", 2)
    from surveys.logic.workbooks import workbook

    book = openpyxl.load_workbook(io.BytesIO(b"".join(workbook([["a", 1], ["b", 2], ["c", None]], "vastaukset"))))
    assert [sheet.max_row for sheet in book] == [2, 1]


def test_codes_of_the_code_book_are_columns_of_every_file(process, tmp_path):
    survey = make_survey(process)
    for words in ("Lisää busseja", "Lisää  busseja", "Kirjasto auki", "Ei luettu"):
        make_response(survey, {"service": "bus", "idea": words})
    make_response(survey, {"service": "library"})
    one, two = make_person(), make_person()
    for label in ("Liikenne", "Palvelut"):
        book = add_code(survey, "idea", label, by=one)
    address = partial(address_of, survey, "idea")
    for reader, words, codes in [
        (one, "Lisää busseja", ["liikenne"]),
        (two, "Lisää busseja", ["liikenne", "palvelut"]),
        (one, "Kirjasto auki", []),
        (two, "Kirjasto auki", []),
    ]:
        read_answer(book, address(words), codes, by=reader)
    rows = list(csv.DictReader(b"".join(csv_file(survey)).decode("utf-8-sig").splitlines()))[:-1]
    told = {row["idea"]: (row["idea.code.liikenne"], row["idea.code.palvelut"]) for row in rows}
    assert told == {
        "Lisää busseja": ("1", "1"),
        "Lisää  busseja": ("1", "1"),
        "Kirjasto auki": ("0", "0"),
        "Ei luettu": ("", ""),
        "": ("", ""),
    }
    variables = {variable.column.name: variable for variable in variables_of(export_shapes(survey))}
    code = variables["idea.code.liikenne"]
    assert (code.kind, sorted(code.words), code.label["fi"]) == ("tick", [-4, 0, 1], "Kysymys idea: Liikenne")
    place = [variable.column.name for variable in variables.values()].index("idea.code.liikenne") + len(ABOUT)
    cells = sorted(row[place] for row in coded_rows(survey, list(variables.values())))
    assert cells == [-4, -2, 0, 1, 1]
    path = tmp_path / "codes.sav"
    export_file(survey, "sav", path)
    _frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    assert meta.missing_ranges[code.name] == [{"lo": -4.0, "hi": -1.0}]
    other = make_survey(process)  # and the file can be brought in again: codes are no answers
    table = read_import(b"".join(csv_file(survey)))
    assert import_responses(other, table, channel="web", batch="x", language="fi", by=None).added == 5
