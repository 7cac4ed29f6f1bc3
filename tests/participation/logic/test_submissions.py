"""The transition table, references and limits."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.logic import submissions as rules


def test_every_state_has_its_row():
    assert set(rules.TRANSITIONS) == set(rules.STATES)
    assert all(set(targets) <= set(rules.STATES) for targets in rules.TRANSITIONS.values())


def test_every_open_state_can_end():
    """No contribution can get stuck: from each open state a published answer can be reached."""
    reachable = {rules.PUBLISHED}
    for _step in rules.STATES:
        reachable |= {state for state in rules.STATES if rules.TRANSITIONS[state] & reachable}
    assert set(rules.OPEN_STATES) <= reachable


@given(st.sampled_from(rules.STATES), st.sampled_from(rules.STATES))
def test_states_before_is_the_table_read_backwards(one, other):
    assert rules.may_move(one, other) == (one in rules.states_before(other))


@given(st.uuids(version=4))
def test_reference_is_short_and_sayable(number):
    reference = rules.reference_of(number.int)
    assert len(reference) == 8
    assert reference.startswith("K-")
    assert set(reference[2:]) <= set(rules.CROCKFORD)


def test_references_of_random_ids_hardly_ever_meet():
    assert len({rules.reference_of(uuid.uuid4().int) for _ in range(2000)}) >= 1999


@pytest.mark.parametrize(
    ("location", "fits"),
    [
        (None, True),
        ({"type": "Point", "coordinates": [27.87, 62.31]}, True),
        ({"type": "Point", "coordinates": [181, 0]}, False),
        ({"type": "Point", "coordinates": ["27", "62"]}, False),
        ({"type": "Polygon", "coordinates": []}, False),
        ([1, 2], False),
    ],
)
def test_point_fault(location, fits):
    assert (rules.point_fault(location) is None) is fits
