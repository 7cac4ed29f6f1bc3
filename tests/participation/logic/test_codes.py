"""Codes: written and read alike, whatever case, spaces, dashes and look-alikes people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.logic.codes import characters_of, in_fours, meant_by


@given(st.integers(0, 2**80 - 1))
def test_a_code_is_read_as_it_was_written(number):
    letters = characters_of(number, 16)
    assert len(letters) == 16
    assert meant_by(in_fours(letters).lower()) == letters
    assert characters_of(number + 2**80, 16) == letters


@pytest.mark.parametrize("typed", ["7k4m 0o1i", "7K4M\u2013OO1L.", " 7_K4M\u00adO 0 L 1 ", "7K4M-0011" + " " * 500])
def test_what_people_mean_is_read(typed):
    assert meant_by(typed) == "7K4M0011"
    assert in_fours(meant_by(typed)) == "7K4M-0011"


def test_no_more_is_read_than_a_code_can_have():
    assert len(meant_by("0" * 5000)) == 200
