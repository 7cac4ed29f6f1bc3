"""When a phase is open."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.logic import phases
from participation.logic.phases import PhaseTimes

NOON = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [
        (None, None, "now"),
        (NOON, None, "now"),
        (NOON + HOUR, None, "coming"),
        (None, NOON, "past"),
        (NOON - HOUR, NOON + HOUR, "now"),
        (NOON - HOUR, NOON, "past"),
    ],
)
def test_state_of(opens, closes, state):
    assert phases.state_of(PhaseTimes(1, opens, closes), NOON) == state


def test_ideas_are_taken_only_in_an_open_phase_that_says_so():
    assert phases.takes_ideas([PhaseTimes(1, None, None, takes_ideas=True)], NOON)
    assert not phases.takes_ideas([PhaseTimes(1, None, None)], NOON)
    assert not phases.takes_ideas([PhaseTimes(1, NOON + HOUR, None, takes_ideas=True)], NOON)


@given(st.datetimes(timezones=st.just(datetime.UTC)), st.datetimes(timezones=st.just(datetime.UTC)))
def test_a_phase_is_open_exactly_when_it_is_now(opens, now):
    phase = PhaseTimes(1, opens, None)
    assert phases.is_open(phase, now) == (phases.state_of(phase, now) == "now") == (opens <= now)
