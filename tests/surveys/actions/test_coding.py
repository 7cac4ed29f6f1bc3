"""Code books, readings by two people, suggestions that learn, a file with codes."""

import csv
import io

import pytest

from participation.actions.jobs import run_jobs
from participation.errors import Conflict, ParticipationError
from surveys.actions import coding
from surveys.models import AnswerReading, CodeBook
from surveys.queries.coding import Wish, answers_to_read, book_of, coded_file, overview_of
from tests.factories.participation import make_person
from tests.factories.surveys import make_response, make_survey

BUSES = ["Bussivuoroja pitää lisätä iltaan", "Bussi ei kulje sunnuntaisin", "Lisää busseja Pohjoiseen", "Bussilla pääsisi töihin",
         "Bussin aikataulu on huono", "Busseihin kannattaisi panostaa"]  # fmt: skip
BOOKS = ["Kirjasto voisi olla auki pidempään", "Kirjastossa on hyvä lukea", "Kirjastoauto takaisin kylille",
         "Kirjaston lainausaika on lyhyt", "Kirjastoon tarvitaan lukupiiri", "Kirjastosta saa apua"]  # fmt: skip


@pytest.fixture
def survey(process):
    survey = make_survey(process)
    for text in BUSES + BOOKS:
        make_response(survey, {"service": "library", "idea": text})
    return survey


@pytest.fixture
def reader(coordinator):
    return coordinator


def read(survey, reader, **wish):
    return answers_to_read(book_of(survey, "idea"), reader, Wish(**wish))


def test_answers_are_found_in_any_inflection_and_lit(survey, reader):
    found = read(survey, reader, words="kirjastot")
    assert sorted(answer.text for answer in found) == sorted(BOOKS)
    lit = {piece for answer in found for piece, is_lit in answer.pieces if is_lit}
    assert {"Kirjasto", "Kirjastossa", "Kirjastoauto"} <= lit
    assert read(survey, reader, words="uimahalli") == []


def test_a_code_is_added_once_and_renamed(survey, reader):
    book = coding.add_code(survey, "idea", "Joukkoliikenne", ["bussi"], by=reader)
    assert book.keys == ["joukkoliikenne"]
    with pytest.raises(Conflict):
        coding.add_code(survey, "idea", "joukkoliikenne", by=reader)
    with pytest.raises(ParticipationError):
        coding.add_code(survey, "idea", "  ", by=reader)
    assert coding.rename_code(book, "joukkoliikenne", "Bussit", by=reader).codes[0]["label"] == "Bussit"
    with pytest.raises(ParticipationError):
        coding.rename_code(book, "joukkoliikenne", "", by=reader)


def test_two_readers_agree_or_not_and_the_file_says_who_gave_what(survey, reader):
    other = make_person(name="Toinen lukija")
    book = coding.add_code(survey, "idea", "Bussit", ["bussi"], by=reader)
    for answer in read(survey, reader):
        is_bus = answer.text in BUSES
        coding.read_answer(book, answer.address, ["bussit"] if is_bus else [], by=reader)
        coding.read_answer(book, answer.address, ["bussit"] if is_bus and answer.text != BUSES[0] else [], by=other)
    line = overview_of(book).lines[0]
    assert line.n == 6
    assert line.kappa == pytest.approx(10 / 12)  # 11 of 12 alike where chance gives a half
    assert line.verdict == "good"
    rows = list(csv.reader(io.StringIO(b"".join(coded_file(book, masked=True)).decode("utf-8-sig"))))
    assert rows[0][-2:] == ["bussit.1", "bussit.2"]
    assert {row[3]: row[4:] for row in rows[1:-1]}[BUSES[0]] in (["1", "0"], ["0", "1"])
    assert rows[-1][:2] == ["# rows", "12"]
    assert read(survey, reader, unread=True) == []
    assert len(read(survey, reader, code="bussit")) == 6
    with pytest.raises(ParticipationError):
        coding.read_answer(book, "x", ["unknown"], by=reader)


def test_words_suggest_at_first_and_readings_teach_afterwards(survey, reader):
    book = coding.add_code(survey, "idea", "Bussit", ["bussi"], by=reader)
    coding.ask_for_suggestions(survey, "idea", by=reader)
    coding.ask_for_suggestions(survey, "idea", by=reader)
    run_jobs()
    book.refresh_from_db()
    assert not book.waits
    assert len(book.suggested) == 6
    for answer in read(survey, reader):
        coding.read_answer(book, answer.address, ["bussit"] if answer.text in BUSES else [], by=reader)
    for text in ("Bussien vuoroväli on liian pitkä", "Kirjastolla voisi olla kerhoja"):
        make_response(survey, {"service": "library", "idea": text})
    again = []
    for _time in range(2):
        coding.suggest_codes(book)
        book.refresh_from_db()
        again.append((book.suggested, book.themes))
    assert again[0] == again[1]
    hints = {answer.text: answer.suggested for answer in read(survey, reader, unread=True)}
    assert hints == {"Bussien vuoroväli on liian pitkä": ("bussit",), "Kirjastolla voisi olla kerhoja": ()}


def test_readings_name_no_response_and_survive_fresh_ids(survey, reader):
    book = coding.add_code(survey, "idea", "Bussit", by=reader)
    answer = read(survey, reader)[0]
    coding.read_answer(book, answer.address, ["bussit"], by=reader)
    assert {field.name for field in AnswerReading._meta.get_fields()} == {"id", "book", "reader", "answer", "codes"}
    assert answer.text not in str(AnswerReading.objects.values().get())
    assert CodeBook.objects.count() == 1


def test_personal_data_is_masked_where_words_are_quoted(survey, reader):
    make_response(survey, {"service": "library", "idea": "Soita Maija Korhoselle 040 123 4567"})
    found = [answer for answer in read(survey, reader) if answer.has_personal_data]
    assert [answer.masked for answer in found] == ["Soita [nimi] [puhelinnumero]"]
    book = coding.add_code(survey, "idea", "Bussit", by=reader)
    assert "040 123" not in b"".join(coded_file(book, masked=True)).decode()
    assert "040 123" in b"".join(coded_file(book, masked=False)).decode()
