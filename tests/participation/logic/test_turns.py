"""Whose turn it is: limits, the order of the lanes, nobody starves, nobody is woken twice."""

import pytest

from participation.logic.turns import Lane, Turns, lane_of

KIOSK, PAGE = "/k/beat/", "/fi/surveys/kysely/"


@pytest.mark.parametrize(
    ("method", "path", "signed", "lane"),
    [
        ("POST", PAGE, False, Lane.SENDING),
        ("POST", "/api/v1/surveys/kysely/responses/", False, Lane.SENDING),
        ("POST", KIOSK, False, Lane.SENDING),
        ("POST", "/fi/desk/submissions/1/", True, Lane.SENDING),
        ("GET", PAGE, False, Lane.READING),
        ("HEAD", "/", False, Lane.READING),
        ("GET", "/api/v1/surveys/kysely/", False, Lane.READING),
        ("GET", "/api/v1/submissions/", True, Lane.DESK),
        ("GET", "/fi/desk/inbox/", True, Lane.DESK),
        ("GET", "/fi/desk", False, Lane.DESK),
        ("POST", "/fi/accounts/login/", False, Lane.DESK),
        ("POST", "/admin/login/", False, Lane.DESK),
        ("GET", "/static/css/kuulolla.css", False, None),
        ("GET", "/healthz", False, None),
        ("GET", "/readyz", False, None),
        ("GET", "/live/ABCD/", False, None),
    ],
)
def test_lane_of(method, path, signed, lane):
    assert lane_of(method, path, signed=signed) == lane


class Crowd:
    """Turns whose waking is written down."""

    def __init__(self, at_work, waiting):
        self.turns, self.woken = Turns(at_work, waiting), []

    def come(self, lane, count=1):
        made = []
        for _number in range(count):
            turn = self.turns.enter(lane, lambda lane=lane: self.woken.append(lane))
            made += [turn] if turn else []
        return made


def test_a_few_work_a_few_wait_and_the_rest_is_sent_away():
    crowd = Crowd(2, 3)
    came = crowd.come(Lane.SENDING, 10)
    assert [turn.at_work for turn in came] == [True, True, False, False, False]
    assert crowd.turns.refused == 5
    crowd.turns.leave(came[0])
    crowd.turns.leave(came[0])  # a second time is nothing
    assert [turn.at_work for turn in came] == [False, True, True, False, False]
    assert (crowd.turns.at_work, crowd.woken) == (2, [Lane.SENDING])


def test_the_desk_never_takes_every_place_and_reading_leaves_some_to_sending():
    crowd = Crowd(8, 40)
    assert sum(turn.at_work for turn in crowd.come(Lane.DESK, 30)) == 4
    assert sum(turn.at_work for turn in crowd.come(Lane.READING, 30)) == 4
    crowd = Crowd(8, 40)
    assert sum(turn.at_work for turn in crowd.come(Lane.READING, 30)) == 6
    assert sum(turn.at_work for turn in crowd.come(Lane.SENDING, 30)) == 2
    assert len(crowd.turns.queues[Lane.SENDING].waiting) == 28


def test_free_places_go_by_share_and_no_lane_starves():
    crowd = Crowd(1, 400)
    at_work = crowd.come(Lane.SENDING)
    waiting = [turn for lane in (Lane.DESK, Lane.READING, Lane.SENDING) for turn in crowd.come(lane, 100)]
    for _number in range(50):
        crowd.turns.leave(at_work[-1])
        at_work.append(next(turn for turn in waiting if turn.at_work))
        waiting.remove(at_work[-1])
    counts = {lane: crowd.woken.count(lane) for lane in Lane}
    assert counts == {Lane.SENDING: 30, Lane.READING: 15, Lane.DESK: 5}


def test_a_lane_that_was_idle_has_saved_nothing_up_and_owes_nothing():
    crowd = Crowd(1, 100)
    (turn,) = crowd.come(Lane.SENDING)
    for lane in (Lane.SENDING, Lane.READING, Lane.SENDING):
        rows = [turn, *crowd.come(lane, 20)]
        for before in rows[:-1]:
            crowd.turns.leave(before)
        turn = rows[-1]
    crowd.woken.clear()
    rows = [turn, *crowd.come(Lane.READING, 10), *crowd.come(Lane.SENDING, 10)]
    for _number in range(9):
        crowd.turns.leave(next(one for one in rows if one.at_work))
    assert 5 <= crowd.woken.count(Lane.SENDING) <= 7


def test_who_gives_up_is_gone_unless_the_turn_has_come():
    crowd = Crowd(1, 2)
    first, second, third = crowd.come(Lane.SENDING, 3)
    assert crowd.turns.give_up(second)
    crowd.turns.leave(first)
    assert third.at_work
    assert not crowd.turns.give_up(third)
    crowd.turns.leave(third)
    assert (crowd.turns.at_work, len(crowd.woken)) == (0, 1)
