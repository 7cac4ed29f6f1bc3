"""Working days in Finland, and who is asked when something waits."""

import datetime

import pytest

from workgroups.logic.escalation import minutes_of, steps_due
from workgroups.logic.workdays import day_before_working_days, is_working_day, working_days_since


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-12-07", True),  # the day after Independence Day, a Sunday this year
        ("2027-12-06", False),
        ("2026-12-24", False),
        ("2026-06-19", False),  # Midsummer's Eve
        ("2026-05-14", False),  # Ascension Day
        ("2026-04-03", False),
        ("2026-11-21", False),  # a Saturday
        ("2026-11-23", True),
    ],
)
def test_offices_are_closed_on_holidays_and_eves(when, expected):
    assert is_working_day(day(when)) is expected


def test_christmas_does_not_count_as_waiting():
    assert working_days_since(day("2026-12-18"), day("2026-12-29")) == 5
    assert day_before_working_days(day("2026-12-29"), 5) == day("2026-12-18") + datetime.timedelta(days=2)
    assert working_days_since(day_before_working_days(day("2026-12-29"), 5), day("2026-12-29")) == 5


@pytest.mark.parametrize(
    ("today", "steps"),
    [
        ("2026-11-02", []),
        ("2026-11-11", []),
        ("2026-11-12", ["reminder"]),
        ("2026-11-16", ["reminder", "deputy"]),
        ("2026-11-19", ["reminder", "deputy", "coordinator"]),
        ("2027-11-19", ["reminder", "deputy", "coordinator"]),
    ],
)
def test_one_after_the_other_is_asked(today, steps):
    assert steps_due(day("2026-11-02"), day(today), 10) == steps


def test_a_queue_takes_at_least_a_minute():
    assert minutes_of({"routed": 4, "in_review": 3, "on_agenda": 9}) == 13
    assert minutes_of({"on_agenda": 1}) == 1
