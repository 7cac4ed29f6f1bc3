"""Floors on a part of the real texts in ../shared/data, and the same result from two runs."""

import numpy as np
import pytest

from benchmarks.routing import MINISTRIES, PROPOSALS, rounds, sentences, share_found
from workgroups.logic import learning, measuring, similar
from workgroups.logic.wordparts import Document

pytestmark = pytest.mark.shared_data


@pytest.mark.skipif(not PROPOSALS.exists(), reason="../shared/data/omastadi-helsinki is not present: skipped")
def test_proposals_of_one_plan_find_each_other_twice_the_same():
    number, items, plans = next(rounds())
    found = [share_found(similar.build(items), items, plans) for _run in range(2)]
    assert number == "1"
    assert found[0] == found[1] >= 0.65


@pytest.mark.skipif(not MINISTRIES.exists(), reason="../shared/data/eduskunta-vkk is not present: skipped")
def test_ministries_are_told_from_few_sentences_twice_the_same():
    train, dev = sentences("train")[:3000], sentences("dev")[:500]
    names = sorted({ministry for _text, ministry in train})
    texts, labels = [Document(text) for text, _m in train], [names.index(ministry) for _t, ministry in train]
    one, two = (learning.fit_counts(learning.counts_of(texts), None, labels) for _run in range(2))
    assert np.array_equal(one.weights, two.weights)
    guesses = learning.guess_many(one, [Document(text) for text, _m in dev])
    right = np.array([names.index(ministry) for _t, ministry in dev])
    best = np.array([key for key, _sure in guesses])
    assert (best == right).mean() >= 0.52
    assert measuring.macro_f1(best, right) >= 0.38
