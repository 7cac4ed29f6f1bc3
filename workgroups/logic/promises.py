"""Rules of promises: when one is late, and on which days somebody is reminded."""

import datetime

OPEN, LATE, DONE = "open", "late", "done"
SOON, OVERDUE = "soon", "overdue"
DAYS_BEFORE = 7


def standing_of(due: datetime.date | None, done_on: datetime.date | None, today: datetime.date) -> str:
    """Return open, late or done; a promise is late from the day after the day it was promised for."""
    if done_on:
        return DONE
    return LATE if due and due < today else OPEN


def reminders_of(due: datetime.date, today: datetime.date) -> dict[str, datetime.date]:
    """Return the days of the reminders that are not yet past: a week before, and the day after."""
    days = {SOON: due - datetime.timedelta(days=DAYS_BEFORE), OVERDUE: due + datetime.timedelta(days=1)}
    return {kind: day for kind, day in days.items() if day > today}


def days_left(due: datetime.date, today: datetime.date) -> int:
    """Return how many days are left; a negative number tells how many days late it is."""
    return (due - today).days
