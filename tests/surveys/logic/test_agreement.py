"""Agreement of readers, on published examples."""

import pytest

from surveys.logic.agreement import (
    alpha_of_code,
    cohen_kappa,
    kappa_of_code,
    krippendorff_alpha,
    readings_by_unit,
    verdict,
)


def square(*rows):
    """Pairs of labels from a table of counts: rows are the first reader, columns the second."""
    return [(one, two) for one, row in enumerate(rows) for two, count in enumerate(row) for _n in range(count)]


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        (((20, 5), (10, 15)), 0.4),  # the usual example with fifty grant proposals
        (((45, 15), (25, 15)), 0.1304),
        (((25, 35), (5, 35)), 0.2593),
        (((75, 1, 4), (5, 4, 1), (0, 0, 10)), 0.6765),  # Fleiss 1981, psychiatric diagnoses
        (((10, 0), (0, 0)), None),
    ],
)
def test_cohen(table, kappa):
    assert cohen_kappa(square(*table)) == (None if kappa is None else pytest.approx(kappa, abs=5e-5))


def units(*rows):
    """Units from a line a reader; a dot is a gap."""
    return [[label for label in column if label != "."] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("rows", "alpha"),
    [  # Krippendorff 2011, sections A and B
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbccceddd"), 0.692),
    ],
)
def test_krippendorff(rows, alpha):
    assert krippendorff_alpha(units(*rows)) == pytest.approx(alpha, abs=5e-4)


def test_krippendorff_with_gaps_and_four_readers():
    """Section C, nominal."""
    rows = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    found = krippendorff_alpha(units(*rows))
    assert found == pytest.approx(0.743, abs=5e-4)


def test_codes_are_compared_one_by_one():
    found = readings_by_unit(
        [(1, "a", frozenset({"bus"})), (2, "a", frozenset({"bus"})), (1, "b", frozenset()), (2, "b", frozenset({"bus"})),
         (1, "c", frozenset({"bus"}))]
    )  # fmt: skip
    assert kappa_of_code("bus", found, 1, 2) == 0
    assert alpha_of_code("bus", found) == 0
    assert [verdict(value) for value in (0.9, 0.7, 0.1, None)] == ["good", "fair", "poor", "unknown"]
    assert cohen_kappa([]) is None
    assert krippendorff_alpha([["a"]]) is None
