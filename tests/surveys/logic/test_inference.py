"""Intervals and tests equal scipy's to the ninth digit; Holm and quantiles to the last."""

import random

import numpy as np
import pytest
from scipy import stats

from surveys.logic.comparisons import comparisons_of, cross_lines
from surveys.logic.inference import chi_square, chi_square_tail, holm, quantile, ranked, wilson
from surveys.logic.result_tables import Shape
from surveys.logic.results import QuestionTally, Tally


def made_up(seed):
    dice = random.Random(seed)
    return [{step: dice.randrange(1, 30) for step in range(1, 6)} for _group in range(dice.choice((2, 3, 5)))]


@pytest.mark.parametrize("seed", range(8))
def test_tests_equal_scipy(seed):
    groups = made_up(seed)
    table = [[group[step] for step in range(1, 6)] for group in groups]
    ours, theirs = chi_square(table), stats.chi2_contingency(table, correction=False)
    assert (ours.statistic, ours.p, ours.df) == (
        pytest.approx(theirs.statistic, rel=1e-9),
        pytest.approx(theirs.pvalue, rel=1e-9),
        theirs.dof,
    )
    lists = [[step for step, count in group.items() for _one in range(count)] for group in groups]
    ours = ranked(groups)
    if len(groups) == 2:
        theirs = stats.mannwhitneyu(*lists, use_continuity=False, method="asymptotic")
        assert ours.test == "mann_whitney"
        assert ours.effect == pytest.approx(theirs.statistic / (len(lists[0]) * len(lists[1])))
    else:
        theirs = stats.kruskal(*lists)
        assert (ours.test, ours.statistic) == ("kruskal", pytest.approx(theirs.statistic, rel=1e-9))
    assert ours.p == pytest.approx(theirs.pvalue, rel=1e-9)


@pytest.mark.parametrize(("count", "n"), [(0, 7), (7, 7), (3, 11), (150, 400)])
def test_wilson_equals_scipy(count, n):
    theirs = stats.binomtest(count, n).proportion_ci(method="wilson")
    assert wilson(count, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize("df", [1, 2, 3, 7, 20, 199])
def test_tail_equals_scipy_far_out_too(df):
    for x in (0.01, 1, df, 4 * df, 300):
        assert chi_square_tail(x, df) == pytest.approx(stats.chi2.sf(x, df), rel=1e-8, abs=1e-300)


def test_nothing_to_compare_gives_no_test():
    assert wilson(0, 0) is None
    assert chi_square([[3, 4]]) is None
    assert chi_square([[3, 0], [4, 0]]) is None
    assert chi_square([]) is None
    assert ranked([{1: 5}, {1: 5}]) is None
    assert ranked([{1: 5}]) is None
    assert quantile({}, 0.5) is None


def test_holm_and_quantiles():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    dice = random.Random(1)
    values = [dice.randrange(40) for _one in range(57)]
    counts = {value: values.count(value) for value in values}
    for part in (0, 0.1, 0.25, 0.5, 0.9, 1):
        assert quantile(counts, part) == pytest.approx(np.quantile(values, part))


def group(yes, no, steps):
    return Tally(
        yes + no,
        {
            "bus": QuestionTally(n=yes + no, counts={"yes": yes, "no": no}),
            "rating": QuestionTally(n=yes + no, counts=steps),
        },
    )


def test_all_tests_of_a_page_are_corrected_together_and_small_groups_left_out():
    shapes = [
        Shape("bus", "yes_no", {"fi": "Bussi"}, (("yes", {}), ("no", {}))),
        Shape("rating", "scale", {"fi": "Arvio"}, tuple((str(n), {}) for n in range(1, 6))),
    ]
    groups = [group(80, 20, {4: 60, 5: 40}), group(20, 80, {1: 50, 2: 50}), group(1, 1, {3: 2})]
    found = comparisons_of(shapes, groups, 5)
    assert [(one.name, one.verdict, one.outcome.test) for one in found] == [
        ("bus", "clear", "chi_square"),
        ("rating", "clear", "mann_whitney"),
    ]
    assert found[1].pairs == 100
    assert all(one.corrected >= one.outcome.p for one in found)
    assert comparisons_of(shapes, groups[:2], 5, without="bus")[0].name == "rating"
    few = comparisons_of(shapes[:1], [group(3, 2, {}), group(2, 3, {})], 5)
    assert few[0].verdict == "few"


def test_cross_table_keeps_hidden_cells_hidden():
    table = {"name": "bus", "choices": [{"value": "yes", "label": {}}]}

    def one(count, n):
        return {"questions": [{"name": "bus", "n": n, "choices": [{"count": count}]}]}

    (line,) = cross_lines(table, [one(5, 20), one(15, 20)])
    assert [(cell.count, cell.of_group, cell.of_choice) for cell in line.cells] == [(5, 0.25, 0.25), (15, 0.75, 0.75)]
    (line,) = cross_lines(table, [one(5, 20), one(None, None)])
    assert [(cell.count, cell.of_choice) for cell in line.cells] == [(5, None), (None, None)]
