"""Rules of reviews, without a database."""

import pytest

from workgroups.logic import reviews as rules


@pytest.mark.parametrize(
    ("outcome", "reason", "next_step", "codes"),
    [
        ("adopted", {}, {}, ["reason_missing", "next_step_missing"]),
        ("partly_adopted", {"fi": "Hyvä."}, {}, ["next_step_missing"]),
        ("adopted", {"fi": "  "}, {"fi": "Tehdään."}, ["reason_missing"]),
        ("adopted", {"fi": "Hyvä.", "sv": "Bra."}, {"fi": "Tehdään."}, ["next_step_language"]),
        ("adopted", {"fi": "Hyvä."}, {"fi": "Tehdään.", "sv": "Görs."}, ["reason_language"]),
        ("adopted", {"fi": "Hyvä."}, {"fi": "Tehdään."}, []),
        ("not_adopted", {"fi": "Ei nyt."}, {}, []),
        ("already_done", {}, {}, ["reason_missing"]),
    ],
)
def test_a_decision_needs_a_reason_and_a_promise_needs_a_next_step(outcome, reason, next_step, codes):
    assert [lack.code for lack in rules.lacks_of(outcome, reason, next_step)] == codes


def test_every_listed_state_stands_in_exactly_one_tab():
    listed = [state for states in rules.TABS.values() for state in states]

    assert len(listed) == len(set(listed))
    assert rules.tab_of("on_agenda") == "in_review"
    assert rules.tab_of("withdrawn") == ""


def test_blanks_are_left_out():
    assert rules.without_blanks({"fi": " Hyvä. ", "sv": "  "}) == {"fi": "Hyvä."}


def test_short_and_dull_words_do_not_make_texts_alike():
    assert rules.telling_lemmas(["olla", "tie", "penkki", "rantareitti", "2026"]) == ["rantareitti", "penkki"]


def test_the_likest_texts_come_first_and_equal_ones_by_key():
    own = ["penkki", "rantareitti", "valaistus"]
    others = {"c": ["penkki"], "b": ["penkki", "valaistus"], "a": ["valaistus", "penkki"], "d": own}

    found = rules.most_alike(own, others)

    assert [one.key for one in found] == ["d", "a", "b"]
    assert found[1].words == ("valaistus", "penkki")
