"""Codes: 128 bits, easy to type, one keyed hash each; numbers that tell of nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.logic import codes


@given(st.integers(0, 2**128 - 1))
def test_every_number_is_a_code_that_is_read_back(number):
    letters = codes.letters_of(number)
    assert len(letters) == 26
    assert codes.normalised(codes.grouped(letters).lower()) == letters


def test_codes_are_grouped_for_reading():
    assert [len(group) for group in codes.new_code().split("-")] == [5, 5, 5, 5, 6]
    assert codes.new_code() != codes.new_code()


@pytest.mark.parametrize("typed", ["0o1il-abcde-fghjk-mnpqr-stvwxy", " 00111 ABCDE\u2013FGHJK MNPQR STVWXY "])
def test_look_alikes_spaces_and_dashes_are_forgiven(typed):
    assert codes.normalised(typed) == "00111ABCDEFGHJKMNPQRSTVWXY"


@pytest.mark.parametrize("typed", ["", "ABC", "8" + "0" * 25, "U" * 26, "0" * 27, "0" * 5000])
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.normalised(typed) is None


def test_hashes_differ_by_survey_secret_and_purpose():
    letters = codes.letters_of(1)
    made = {
        codes.code_hash("a", 1, letters),
        codes.code_hash("a", 2, letters),
        codes.code_hash("b", 1, letters),
        codes.admission_by_code("a", 1, letters),
        codes.admission_by_person("a", 1, 1),
        codes.admission_hash("a", codes.admission_by_code("a", 1, letters)),
    }
    assert len(made) == 6


@pytest.mark.parametrize(
    ("size", "used", "shown"),
    [(100, 40, (40, 60)), (100, 4, None), (100, 96, None), (100, 0, None), (100, 100, None), (10, 5, (5, 5))],
)
def test_small_numbers_are_not_told(size, used, shown):
    assert codes.shown_numbers(size, used, 5) == shown
