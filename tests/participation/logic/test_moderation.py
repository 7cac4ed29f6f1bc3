"""Rules of what is in public, and of finding what says the same."""

import itertools
import random
from collections import Counter

import pytest

from participation.logic import moderation as rules
from participation.logic.alike import likest, said, telling
from participation.logic.receipts import normalised


def test_every_state_can_be_left_and_reached():
    assert set(rules.STEPS) == set(rules.STATES)
    for state in rules.STATES:
        assert rules.STEPS[state]
        assert rules.states_before(state)
    assert "taken_back" not in rules.STEPS["removed"]  # an author does not undo a removal


@pytest.mark.parametrize(
    ("first", "doubtful", "state"),
    [(True, False, "waiting"), (False, False, "shown"), (False, True, "waiting"), (True, True, "waiting")],
)
def test_first_state(first, doubtful, state):
    assert rules.first_state(checks_first=first, is_doubtful=doubtful) == state


def test_new_codes_are_codes_and_differ():
    codes = {rules.new_code() for _time in range(50)}
    assert len(codes) == 50
    assert all(normalised(code) for code in codes)


def test_one_supporter_has_a_key_of_its_own_in_every_process_and_none_to_come_back_by():
    keys = {rules.voter_of("secret", process, code) for process in (1, 2) for code in ("A" * 16, "B" * 16)}
    assert len(keys) == 4
    sealed = [rules.resealed(b"thrown away", key) for key in sorted(keys)]
    assert len(set(sealed)) == 4
    assert all(key.startswith(rules.SEALED) and len(key) <= 64 for key in sealed)
    assert rules.resealed(b"another", min(keys)) != sealed[0]


@pytest.mark.parametrize("seed", [0, 1, 739_942, 2**31])
def test_mixed_order_gives_every_place_a_place_of_its_own(seed):
    spread = rules.spread_of(seed)
    places = [1, 2, rules.PRIME - 1, *random.Random(seed).sample(range(3, rules.PRIME - 1), 2000)]
    assert len({place * spread % rules.PRIME for place in places}) == len(places)
    assert max(places) * spread < 2**63


def test_mixed_order_favours_nobody():
    """Over many seeds each of five ideas comes first about equally often."""
    places = [17, 4_000_000, 900_000_001, 1_500_000_000, 2_147_483_000]
    first = Counter(min(places, key=lambda place: place * rules.spread_of(seed) % rules.PRIME) for seed in range(2000))
    assert all(300 < first[place] < 500 for place in places)


TEXTS = {
    "bench": telling(" penkki ranta rantareitti vanhus kävellä "),
    "bus": telling(" bussi juna odottaa kuljettaja "),
    "library": telling(" kirjasto aukiolo lauantai ranta "),
}


def test_likest_shares_rare_words():
    own = telling(" penkki rantareitti ranta lisätä ")
    assert likest(own, TEXTS, 3) == [("bench", ("rantareitti", "penkki"))]
    assert likest(telling(" ranta uimahalli "), TEXTS, 3) == []  # one word is not enough
    assert likest(telling(""), TEXTS, 3) == []
    assert likest(own, {}, 3) == []


def test_likest_keeps_the_given_order_of_equals():
    for order in itertools.permutations(("a", "b", "c")):
        others = dict.fromkeys(order, TEXTS["bus"]) | {"other": telling(" jotain aivan muuta ")}
        assert [key for key, _words in likest(TEXTS["bus"], others, 3)] == list(order)


def test_said_leaves_out_parts_of_other_words():
    assert said(["penkki", "puistonpenkki", "ranta"]) == ("puistonpenkki", "ranta")
