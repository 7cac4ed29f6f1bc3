"""Likeness: the same words first, the place only helps, nothing depends on chance."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workgroups.logic import similar
from workgroups.logic.similar import Item
from workgroups.logic.wordparts import Document

TEXTS = (
    "Kirjaston aukioloa pitää pidentää iltaisin",
    "Kirjastot auki myös illalla",
    "Jalkakäytävien auraus talvella paremmaksi",
    "Leikkipuistoon uusi keinu ja liukumäki",
    "Auratkaa jalkakäytävät talvisin aikaisemmin",
)
ITEMS = [Item(Document(text)) for text in TEXTS]


def test_likest_comes_first_and_not_itself():
    index = similar.build(ITEMS)
    assert similar.likest(index, ITEMS[0], 3, leave_out=frozenset({0}))[0].row == 1
    assert similar.likest(index, ITEMS[2], 3, leave_out=frozenset({2}))[0].row == 4
    assert similar.likest(index, Item(Document("xyz")), 3) == []


def test_place_decides_between_equal_words_and_alone_makes_nothing_alike():
    near, far = (27.87, 62.31), (27.0, 62.0)
    text = Document("Penkki rantaan")
    index = similar.build([Item(text, 1, far), Item(text, 2, near), Item(Document("Bussi ostos"), 2, near)])
    found = similar.likest(index, Item(text, 2, near), 3)
    assert [like.row for like in found] == [1, 0]
    assert found[0].score > found[1].score
    assert abs(found[0].words - found[1].words) < 1e-6


def test_shared_words_are_base_forms_that_say_something():
    words = similar.shared_words(Document(TEXTS[0]), Document(TEXTS[1]))
    assert words == ("kirjasto",)
    assert similar.shared_words(Document("ja on myös"), Document("ja on myös")) == ()


def test_index_survives_the_way_to_plain_arrays_and_back():
    index = similar.build(ITEMS)
    back = similar.index_from(similar.arrays_of(index))
    assert similar.likest(back, ITEMS[0], 5) == similar.likest(index, ITEMS[0], 5)


@given(st.lists(st.sampled_from(TEXTS) | st.text(min_size=1, max_size=80), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_two_builds_are_the_same_and_scores_fall(texts):
    items = [Item(Document(text)) for text in texts]
    one, two = similar.build(items), similar.build(items)
    for name, array in similar.arrays_of(one).items():
        assert np.array_equal(array, similar.arrays_of(two)[name], equal_nan=array.dtype.kind == "f")
    scores = [like.score for like in similar.likest(one, items[0], 8)]
    assert scores == sorted(scores, reverse=True)


def test_place_of_reads_points_only():
    assert similar.place_of({"type": "Point", "coordinates": [27.9, 62.3]}) == (27.9, 62.3)
    for odd in (None, {}, {"type": "Line"}, {"type": "Point"}, {"type": "Point", "coordinates": ["a", "b"]}):
        assert similar.place_of(odd) is None


def test_little_words_explain_no_likeness():
    one, other = Document("Haluan nähdä mitä luvataan, että päästään yhdessä"), Document("Toivon että joku päästään")
    assert similar.shared_words(one, other) == ()
