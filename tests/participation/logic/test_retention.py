"""Months before a day."""

import datetime

import pytest

from participation.logic.retention import months_before


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ((2026, 11, 22), 24, (2024, 11, 22)),
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2028, 2, 29), 12, (2027, 2, 28)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
    ],
)
def test_months_before(day, months, found):
    assert months_before(datetime.date(*day), months) == datetime.date(*found)
