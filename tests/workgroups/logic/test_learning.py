"""What the learned model promises: the same from the same, reasons that stand in the text, honest figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.learning import LIBRARY, ROADS, sentences
from workgroups.logic import learning, measuring
from workgroups.logic.wordparts import Document

TEXTS = [Document(text) for text in sentences(LIBRARY, 40) + sentences(ROADS, 40)]
LABELS = [7] * 40 + [9] * 40


@pytest.fixture(scope="module")
def learned():
    return measuring.learn_and_measure(TEXTS, LABELS)


def test_guesses_with_words_of_the_text(learned):
    model, measured = learned
    best, other = learning.guesses_for(model, Document("Toivon että lukusalin aukioloa pidennetään"))
    assert (best.key, other.key) == (7, 9)
    assert set(best.words) <= {"lukusalin", "aukioloa", "toivon", "pidennetään"}
    assert {"lukusalin", "aukioloa"} <= set(best.words)
    assert best.certainty > other.certainty
    assert measured.accuracy == 1.0
    assert measured.texts == 80


def test_same_texts_give_the_same_model(learned):
    again, measured = measuring.learn_and_measure(TEXTS, LABELS)
    for name, array in learning.arrays_of(learned[0]).items():
        assert np.array_equal(array, learning.arrays_of(again)[name]), name
    assert measured == learned[1]


def test_model_survives_the_way_to_plain_arrays_and_back(learned):
    model, _measured = learned
    back = learning.model_from(learning.arrays_of(model))
    asked = Document("Suojatien valot", "Katuvalo")
    assert learning.guesses_for(back, asked) == learning.guesses_for(model, asked)


def test_three_groups_and_seeds_alone(learned):
    texts = [*TEXTS, *(Document(text) for text in sentences(("uimahalli", "sauna", "allas", "uinti"), 20))]
    model, measured = measuring.learn_and_measure(texts, [*LABELS, *[3] * 20], [(Document("Kahvila ja ruoka"), 5)])
    assert learning.guesses_for(model, Document("Uimahallin allas"))[0].key == 3
    assert learning.guesses_for(model, Document("kahvilaan ruokaa"))[0].key == 5
    assert measured.texts == 100


def test_too_little_is_not_measured():
    model, measured = measuring.learn_and_measure([], [], [(Document("kirjasto"), 1), (Document("katu"), 2)])
    assert (measured.texts, measured.advised, measured.thresholds) == (0, None, ())
    assert learning.guesses_for(model, Document("kirjastossa"))[0].key == 1


@given(st.text(max_size=300))
@settings(max_examples=25, deadline=None)
def test_any_text_is_guessed_with_certainties_that_are_shares(text):
    model = learning.fit_counts(learning.counts_of(TEXTS), None, LABELS)
    guesses = learning.guesses_for(model, Document(text))
    assert all(0 <= guess.certainty <= 1 for guess in guesses)
    assert sum(guess.certainty for guess in guesses) == pytest.approx(1, abs=1e-4)
    assert guesses == learning.guesses_for(model, Document(text))
    assert [key for key, _sure in learning.guess_many(model, [Document(text)])] == [guesses[0].key]


def test_same_words_fall_into_the_same_fold():
    assert learning.fold_of(Document("Kirjasto auki!"), 5) == learning.fold_of(Document("kirjasto  AUKI"), 5)


def test_advised_threshold_keeps_the_promise():
    sure = np.linspace(0.3, 0.99, 400)
    hits = sure > 0.6
    advised = measuring.advised_threshold(sure, hits)
    assert 0.55 < advised <= 0.63
    assert measuring.advised_threshold(sure, np.zeros(400, dtype=bool)) is None
    assert measuring.lower_bound(0.95, 20) < measuring.lower_bound(0.95, 2000) < 0.95


def test_macro_f1_counts_every_class_alike():
    right = np.array([0, 0, 0, 1])
    assert measuring.macro_f1(right, right) == 1.0
    assert measuring.macro_f1(np.array([0, 0, 0, 0]), right) == pytest.approx((6 / 7) / 2)
