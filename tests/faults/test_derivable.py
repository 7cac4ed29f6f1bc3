"""What can be derived from everything published, as a figure: the attacker of tests/surveys/logic/test_differencing.py."""

import random

from tests.surveys.logic.test_differencing import K, derived, epochs, person


def test_no_cell_below_the_threshold_is_derived(full, figures):
    leaks = []
    for seed in range(100, 120 if full else 101):
        dice = random.Random(seed)
        people = [person(dice) for _ in range(90 if full else 40)]
        sizes, size = [], 0
        while (size := size + dice.randint(K, 14)) <= len(people):
            sizes.append(size)
        leaks += derived(epochs(people, sizes))
    figures.add("derivable_cells", len(leaks), "cells")
    assert leaks == []
