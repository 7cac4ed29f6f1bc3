"""When a promise is late, and on which days somebody is reminded."""

import datetime

import pytest

from workgroups.logic.promises import days_left, reminders_of, standing_of

TODAY = datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("due", "done_on", "standing"),
    [
        (None, None, "open"),
        (TODAY, None, "open"),
        (TODAY - DAY, None, "late"),
        (TODAY - DAY, TODAY, "done"),
        (None, TODAY, "done"),
    ],
)
def test_standing(due, done_on, standing):
    assert standing_of(due, done_on, TODAY) == standing


def test_reminders_come_a_week_before_and_the_day_after():
    due = TODAY + 30 * DAY
    assert reminders_of(due, TODAY) == {"soon": due - 7 * DAY, "overdue": due + DAY}
    assert reminders_of(TODAY + 3 * DAY, TODAY) == {"overdue": TODAY + 4 * DAY}
    assert reminders_of(TODAY - 3 * DAY, TODAY) == {}


def test_days_left_are_negative_when_late():
    assert days_left(TODAY + DAY, TODAY) == 1
    assert days_left(TODAY - DAY, TODAY) == -1
