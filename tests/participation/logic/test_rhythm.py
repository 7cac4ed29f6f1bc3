"""When a message is due: at once, daily, weekly, never in quiet hours, over the change of clocks too."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.logic.rhythm import AT_ONCE, DAILY, NEVER_QUIET, WEEKLY, Quiet, due_at, hours_of

ZONE = ZoneInfo("Europe/Helsinki")
NIGHT = hours_of("21-7")


def local(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("rhythm", "quiet", "now", "due"),
    [
        (AT_ONCE, NIGHT, "2026-11-20T12:00", "2026-11-20T12:00"),
        (AT_ONCE, NIGHT, "2026-11-20T21:00", "2026-11-21T07:00"),
        (AT_ONCE, NIGHT, "2026-11-21T06:59", "2026-11-21T07:00"),
        (AT_ONCE, NEVER_QUIET, "2026-11-20T23:00", "2026-11-20T23:00"),
        (DAILY, NIGHT, "2026-11-20T07:59", "2026-11-20T08:00"),
        (DAILY, NIGHT, "2026-11-20T08:00", "2026-11-21T08:00"),
        (DAILY, hours_of("21-9"), "2026-11-20T08:00", "2026-11-20T09:00"),
        (WEEKLY, NIGHT, "2026-11-20T12:00", "2026-11-23T08:00"),
        (WEEKLY, NIGHT, "2026-11-23T08:00", "2026-11-30T08:00"),
        (DAILY, NIGHT, "2026-10-24T12:00", "2026-10-25T08:00"),  # the night of 25 hours
        (DAILY, NIGHT, "2026-03-28T12:00", "2026-03-29T08:00"),  # the night of 23 hours
        (AT_ONCE, hours_of("22-3"), "2026-03-28T23:00", "2026-03-29T03:00"),  # three o'clock does not exist
    ],
)
def test_messages_are_due_when_their_reader_wants_them(rhythm, quiet, now, due):
    assert due_at(rhythm, local(now), ZONE, quiet) == local(due).astimezone(datetime.UTC)


hours = st.integers(0, 23).map(datetime.time)
moments = st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2027, 12, 31), timezones=st.just(datetime.UTC))


@given(st.sampled_from([AT_ONCE, DAILY, WEEKLY]), moments, st.builds(Quiet, hours, hours))
def test_no_message_is_ever_due_in_quiet_hours_or_too_late(rhythm, now, quiet):
    due = due_at(rhythm, now, ZONE, quiet)
    assert due >= now
    assert due - now <= datetime.timedelta(days={AT_ONCE: 1, DAILY: 1, WEEKLY: 7}[rhythm], hours=1)
    shifted = datetime.timedelta(hours=1)  # an hour that the clocks skip moves the end of the quiet hours
    assert not quiet.holds(due.astimezone(ZONE).time()) or not quiet.holds((due + shifted).astimezone(ZONE).time())


def test_hours_are_written_simply():
    assert hours_of("21-7") == Quiet(datetime.time(21), datetime.time(7))
    assert hours_of(" ") == NEVER_QUIET
    with pytest.raises(ValueError, match="unpack"):
        hours_of("21")
