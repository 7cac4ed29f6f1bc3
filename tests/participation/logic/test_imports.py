"""Tables are read in any usual form; what is broken is told with its row."""

import io
import zipfile

import openpyxl
import pytest

from participation.logic.imports import (
    Columns,
    UnknownColumnError,
    UnreadableTableError,
    day_of,
    guess_columns,
    places_of,
    point_of,
    read_table,
)

ROWS = 'otsikko;teksti\nPöytä;"Kaksi\nriviä"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_read_table_in_every_encoding(encoding):
    table = read_table(ROWS.encode(encoding))
    assert table.header == ("otsikko", "teksti")
    assert table.rows[0].cells == ("Pöytä", "Kaksi\nriviä")
    assert table.rows[0].number == 2


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_read_table_with_every_separator(separator):
    table = read_table(f"a{separator}b\n1{separator}2\n\n{separator}\n3{separator}4\n".encode())
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("1", "2")), (5, ("3", "4"))]


def test_read_table_of_a_spreadsheet():
    book = openpyxl.Workbook()
    book.active.append(["teksti", "n"])
    book.active.append(["Lisää puita", 3.0])
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue()).rows[0].cells == ("Lisää puita", "3")


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        (b"", "empty", 0),
        (b"\xef\xbb\xbf  \n", "empty", 0),
        (b"a;b\n", "no_rows", 1),
        (b'a;b\n1;"x\n', "broken_quotes", 2),
        (b"a;b\n1;2\n1;2;3\n", "cells", 3),
        (b"a;b\n1;2\n1\n", "cells", 3),
        (b"PK\x03\x04nonsense", "not_a_spreadsheet", 0),
        (b"\xff\xfea", "encoding", 0),
    ],
)
def test_read_table_refuses(data, code, row):
    with pytest.raises(UnreadableTableError) as caught:
        read_table(data)
    assert (caught.value.fault.code, caught.value.fault.row) == (code, row)


def test_read_table_refuses_an_archive_that_grows():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    with pytest.raises(UnreadableTableError) as caught:
        read_table(out.getvalue())
    assert caught.value.fault.code == "not_a_spreadsheet"


def test_guess_columns_knows_usual_names():
    header = ["id", "round", "Otsikko", "texts", "district", "latitude", "longitude", "pvm"]
    assert guess_columns(header) == Columns("texts", "Otsikko", "district", "round,id", "pvm", "latitude", "longitude")


def test_places_of_joined_columns_and_nearest_names():
    assert places_of("Round, id", ["id", "round"]) == (1, 0)
    assert places_of("a,b", ["a,b"]) == (0,)
    with pytest.raises(UnknownColumnError) as caught:
        places_of("text", ["texts", "title"])
    assert caught.value.nearest[0] == "texts"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-01-31", "2026-01-31"),
        ("31.1.2026", "2026-01-31"),
        ("2026-01-31T10:00:00Z", "2026-01-31"),
        ("31.2.2026", None),
        ("x", None),
    ],
)
def test_day_of(written, iso):
    day = day_of(written)
    assert (day.isoformat() if day else None) == iso


def test_point_of():
    assert point_of("60,1", "25.0") == {"type": "Point", "coordinates": [25.0, 60.1]}
    assert point_of("x", "25") is None
    assert point_of("95", "25") is None
