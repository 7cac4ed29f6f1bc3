"""The order of an agenda and how many may have voted."""

from hypothesis import given
from hypothesis import strategies as st

from workgroups.logic.agenda import EARLIER, LATER, Votes, moved, votes_fit


@given(st.lists(st.integers(), min_size=1, unique=True), st.data())
def test_a_move_keeps_every_matter_and_its_opposite_undoes_it(rows, data):
    row = data.draw(st.sampled_from(rows))
    later = moved(rows, row, LATER)
    assert sorted(later) == sorted(rows)
    if rows[-1] == row:
        assert later == rows
    else:
        assert later.index(row) == rows.index(row) + 1
        assert moved(later, row, EARLIER) == rows


def test_first_matter_does_not_move_earlier():
    assert moved([1, 2], 1, EARLIER) == [1, 2]


def test_votes_fit_those_present_and_not_disqualified():
    votes = Votes(3, 1, 1)
    assert votes.total == 5
    assert votes_fit(votes, present=6, disqualified=1)
    assert not votes_fit(votes, present=5, disqualified=1)
    assert votes_fit(votes, present=0, disqualified=0)
    assert votes_fit(None, present=1, disqualified=1)
