"""Files of answers of other tools: how they are written, what their columns mean, what single cells mean."""

import io

import pytest
from openpyxl import Workbook

from surveys.logic.answer_files import read_sheet
from surveys.logic.import_mapping import CHANNEL, DAY, LANGUAGE, Plan, suggested, targets_of
from surveys.logic.import_rows import Known, put_cell, read_line, unread_words
from surveys.logic.interchange.findings import UnreadableFormError
from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.validation import Validator
from surveys.logic.result_shapes import shapes_of
from tests.factories.surveys import choice, document, question

DOC = from_json(
    document(
        [
            question("service", "single_choice", choices=[choice("library", "Kirjasto"), choice("bus", "Bussi"), choice("muu", "Muu", other=True)]),
            question("used", "multi_choice", choices=[choice("a", "Puistot, metsät ja rannat"), choice("b", "Uimahalli"), choice("c", "Muu", other=True)]),
            question("rating", "scale"),
            question("age", "number", min=0, max=120),
            question("grid", "matrix_single", choices=[choice("1"), choice("2")], rows=[choice("tie", "Tiet"), choice("park", "Puistot")]),
            question("idea", "long_text"),
        ]
    )
)  # fmt: skip
SHAPES = shapes_of(DOC)
TARGETS = targets_of(SHAPES)
KNOWN = Known({"fi": "fi", "suomi": "fi", "sv": "sv"}, {"mail": "paper", "web": "web"}, "2026-11-22")


def xlsx(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ("nimi;ä\nx;ö\n".encode(), ("utf-8", ";", 1, ("nimi", "ä"), 1)),
        ("nimi;ä\r\nx;ö\r\n".encode("cp1252"), ("cp1252", ";", 1, ("nimi", "ä"), 1)),
        ("\ufeffnimi\tä\nx\tö\n".encode("utf-16"), ("utf-16", "\t", 1, ("nimi", "ä"), 1)),
        (b"Kysely 2026\n\na,b,c\n1,2,3\n4,5,6\n", ("utf-8", ",", 3, ("a", "b", "c"), 2)),
        (b'a,b\n"one\ntwo",2\n', ("utf-8", ",", 1, ("a", "b"), 1)),
        (xlsx(["Kysely"], [], ["a", "b"], [1, 2.5], ["x", None]), ("", "Sheet", 3, ("a", "b"), 2)),
    ],
)
def test_how_a_file_is_written_is_guessed(data, seen):
    sheet = read_sheet(data)
    assert (sheet.encoding, sheet.separator, sheet.header_row, sheet.header, len(sheet.rows)) == seen
    assert not sheet.faults


def test_what_was_guessed_wrong_can_be_said():
    data = "väri|määrä;x\nsin|1;2\n".encode("iso8859_15")
    sheet = read_sheet(data, encoding="iso8859_15", separator="|", header_row=1)
    assert (sheet.header, sheet.rows[0].cells) == (("väri", "määrä;x"), ("sin", "1;2"))


def test_rows_that_do_not_fit_are_kept_and_told():
    sheet = read_sheet(b"a,b\n1,2\n3\n4,5,6\n")
    assert [row.cells for row in sheet.rows] == [("1", "2"), ("3", ""), ("4", "5")]
    assert [(fault.row, fault.seen) for fault in sheet.faults] == [(3, "1/2"), (4, "3/2")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" \n", "empty"),
        (b"a,b\n", "no_rows"),
        (b"PK\x03\x04 broken", "not_a_workbook"),
        (b"a,b\n" + b"1,2\n" * 20_100, "too_many_rows"),
        (b"a,b\n1," + b"x" * 100_001, "big_cell"),
        ((",".join("c" * 401) + "\n" + ",".join("c" * 401) + "\n").encode(), "too_many_columns"),
        (b"x" * 20_000_001, "too_big"),
    ],
)
def test_hostile_and_empty_files_are_refused(data, code):
    with pytest.raises(UnreadableFormError) as refused:
        read_sheet(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("service", "service"),
        ("Kysymys service", "service"),
        ("3. Kysymys service", "service"),
        ("Kysymys servise", "service"),
        ("Kysymys used [Uimahalli]", "used.b"),
        ("Kysymys grid: Tiet", "grid.tie"),
        ("service.text", "service.text"),
        ("submitdate", DAY),
        ("Kieli", LANGUAGE),
        ("method", CHANNEL),
        ("Vastaajan nimi", ""),
    ],
)
def test_columns_find_their_questions(header, target):
    sheet = read_sheet(f"{header};x\n1;2\n".encode())
    assert suggested(sheet, SHAPES).columns == (target, "")


def test_no_target_is_given_twice_and_places_of_options_are_noticed():
    sheet = read_sheet(b"service;Kysymys service;used\n1;2;1,3\n3;1;2\n")
    plan = suggested(sheet, SHAPES)
    assert (plan.columns, plan.modes) == (("service", "", "used"), {0: "order", 2: "order"})


def put(target, cell, mode="", **told):
    answers = {}
    put_cell(answers, cell, TARGETS[target], Plan((target,), {0: mode} if mode else {}, {0: told}), 0)
    return answers


@pytest.mark.parametrize(
    ("target", "cell", "mode", "told", "value"),
    [
        ("service", "kirjasto", "", {}, "library"),
        ("service", "2", "order", {}, "bus"),
        ("service", "2.0", "order", {}, "bus"),
        ("service", "Taksi", "other", {}, {"value": "muu", "text": "Taksi"}),
        ("service", "Taksi", "", {"Taksi": "bus"}, "bus"),
        ("service", "Taksi", "", {"Taksi": "@other"}, {"value": "muu", "text": "Taksi"}),
        ("used", "Uimahalli", "", {}, ["b"]),
        ("used", "a;b", "", {}, ["a", "b"]),
        ("used", "1;2;", "order", {}, ["a", "b"]),
        ("used", "Puistot, metsät ja rannat, Uimahalli", "", {}, ["a", "b"]),
        ("used", "Uimahalli, Puistot, metsät ja rannat", "", {}, ["b", "a"]),
        ("used", "Uimahalli, Laavu", "", {"Laavu": "@other"}, ["b", {"value": "c", "text": "Laavu"}]),
        ("used", "Uimahalli, Laavu", "", {"Laavu": ""}, ["b"]),
        ("used", "Uimahalli; Laavu; Torni", "other", {}, ["b", {"value": "c", "text": "Laavu; Torni"}]),
        ("age", "42,0", "", {}, 42),
        ("rating", "4", "", {}, 4),
        ("rating", "9", "", {"9": "3"}, 3),
    ],
)
def test_cells_mean_values_words_places_or_what_they_were_said_to_mean(target, cell, mode, told, value):
    assert put(target, cell, mode, **told) == {target: value}


def test_what_was_said_to_mean_nothing_is_left_empty_and_the_rest_is_told():
    assert put("age", "en tiedä", "", **{"en tiedä": ""}) == {}
    sheet = read_sheet(b"age;used\n42;Laavu, Uimahalli\nmonta;Laavu\nmonta;b\n")
    plan = Plan(("age", "used"))
    assert unread_words(sheet, plan, TARGETS) == {0: [("monta", 2)], 1: [("Laavu", 2)]}


@pytest.mark.parametrize(
    ("on_fault", "answers", "kept"),
    [
        ("stop", {"service": "bus"}, False),
        ("cell", {"service": "bus"}, True),
        ("row", {"service": "bus"}, False),
    ],
)
def test_faults_are_told_by_row_and_treated_as_was_chosen(on_fault, answers, kept):
    sheet = read_sheet(b"service;age;rating;Kieli;method;pvm\nBussi;monta;9;Suomi;Mail;2.3.2026\n")
    plan = suggested(sheet, SHAPES)
    plan = Plan(plan.columns, {}, {}, on_fault)
    read = read_line(sheet.rows[0], sheet.header, plan, TARGETS, Validator(DOC), KNOWN)
    assert (read.language, read.channel, read.day) == ("fi", "paper", "2026-03-02")
    assert {(fault.row, fault.column) for fault in read.faults} == {(2, "age"), (2, "rating")}
    assert (read.is_kept or on_fault == "stop") == (kept or on_fault == "stop")
    if kept:
        assert read.answers == answers


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2026-03-02T10:11:12", "2026-03-02"), ("2.3.2026 klo 10", "2026-03-02"), ("3/25/2026 9:00", "2026-03-25"), ("25/3/2026", "2026-03-25")],
)  # fmt: skip
def test_days_are_read_as_people_write_them(cell, day):
    assert KNOWN.day(cell) == day


@pytest.mark.parametrize(
    ("cell", "code"), [("3/4/2026", "not_a_date"), ("2027-01-01", "in_future"), ("eilen", "not_a_date")]
)
def test_days_that_could_be_two_are_not_guessed(cell, code):
    with pytest.raises(ValueError, match=code):
        KNOWN.day(cell)


@pytest.mark.parametrize(
    ("cells", "mode"), [("3/4/2026;3/25/2026", "mdy"), ("3/4/2026;25/3/2026", "dmy"), ("3/4/2026;4/3/2026", ""), ("3/25/2026;25/3/2026", "")]
)  # fmt: skip
def test_other_days_of_a_column_tell_which_number_is_the_month(cells, mode):
    sheet = read_sheet(("pvm,service\n" + "".join(f"{cell},bus\n" for cell in cells.split(";"))).encode())
    assert suggested(sheet, SHAPES).modes.get(0, "") == mode
    if mode:
        assert KNOWN.day("3/4/2026", mode) == {"mdy": "2026-03-04", "dmy": "2026-04-03"}[mode]
