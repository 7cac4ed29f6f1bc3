"""Raking keeps its guard rails: empty groups, limits, those who did not say; and says how good it is."""

import pytest

from surveys.logic.weights import Margin, rake

SEX = Margin("sex", {"women": 0.5, "men": 0.5})
AGE = Margin("age", {"young": 30, "old": 70})  # inhabitants will do


def shares(counts, weights, place):
    total = sum(weights[cell] * n for cell, n in counts.items())
    found = {}
    for cell, n in counts.items():
        found[cell[place]] = found.get(cell[place], 0) + weights[cell] * n / total
    return found


def test_groups_get_the_share_of_the_inhabitants_and_weights_have_mean_one():
    counts = {("women", "young"): 40, ("women", "old"): 30, ("men", "young"): 10, ("men", "old"): 20}
    found = rake(counts, [SEX, AGE])
    assert found.usable
    assert shares(counts, found.cells, 0) == pytest.approx({"women": 0.5, "men": 0.5})
    assert shares(counts, found.cells, 1) == pytest.approx({"young": 0.3, "old": 0.7})
    assert sum(found.cells[cell] * n for cell, n in counts.items()) == pytest.approx(100)
    assert 1 < found.effect < 2
    assert found.effective < found.n == 100


def test_those_who_did_not_say_keep_their_share():
    counts = {("women",): 60, ("men",): 20, ("",): 20, ("unheard of",): 0}
    found = rake(counts, [SEX])
    assert shares({k: n for k, n in counts.items() if n}, found.cells, 0) == pytest.approx(
        {"women": 0.4, "men": 0.4, "": 0.2}
    )
    assert found.cells[("",)] == pytest.approx(1)


def test_group_that_nobody_is_in_forbids_weights():
    found = rake({("women",): 50}, [SEX])
    assert not found.usable
    assert found.problems == [("empty_group", "sex", "men")]
    assert found.cells == {}
    assert found.effect == 0


def test_small_group_is_warned_of_and_limits_are_kept():
    counts = {("women",): 97, ("men",): 3}
    found = rake(counts, [SEX])
    assert ("small_group", "sex", "men") in found.warnings
    assert ("limits_kept", "", "") in found.warnings
    assert max(found.cells.values()) == 5
    assert found.trimmed == 1
    assert found.off > 0.1


def test_large_effect_is_warned_of():
    found = rake({("women",): 90, ("men",): 10}, [Margin("sex", {"women": 0.1, "men": 0.9})], lowest=0, highest=100)
    assert ("large_effect", "", "") in found.warnings


def test_margins_that_contradict_each_other_do_not_converge():
    counts = {("women", "young"): 50, ("men", "old"): 50}  # sex and age are one thing here
    assert rake(counts, [SEX, AGE]).problems == [("not_converged", "", "")]


def test_nothing_known_gives_no_weights():
    assert rake({}, []).problems == [("nothing_known", "", "")]
