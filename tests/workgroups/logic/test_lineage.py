"""Sentences, quotations and the graph of lineage, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.logic import fragments, lineage
from workgroups.logic.lineage import Step


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Lisää busseja. Lisää penkkejä!", ["Lisää busseja.", "Lisää penkkejä!"]),
        ("Auki esim. klo 9. Muuten hyvä", ["Auki esim. klo 9. Muuten hyvä"]),
        ("Yksi rivi\nToinen rivi", ["Yksi rivi", "Toinen rivi"]),
        ("Sanoi: ”Ei.” Sitten lähti.", ["Sanoi: ”Ei.", "Sitten lähti."]),
        ("   ", []),
    ],
)
def test_sentences_end_where_people_end_them(text, sentences):
    assert [one.text for one in fragments.sentences_of(text)] == sentences


@given(st.text(alphabet="abc .!?\n", min_size=1, max_size=80), st.sets(st.integers(0, 6), min_size=1))
def test_chosen_sentences_are_always_a_quotation(text, numbers):
    sentences = fragments.sentences_of(text)
    words = fragments.joined(sentences, numbers)
    assert not words or fragments.is_quoted(words, text)
    assert all(text[one.start : one.end] == one.text for one in sentences)


def test_what_nobody_wrote_is_no_quotation():
    assert not fragments.is_quoted("Lisää autoja.", "Lisää busseja.")
    assert not fragments.is_quoted("toinen […] eka", "eka toinen")
    assert not fragments.is_quoted(" […] ", "eka")


def test_the_sentence_about_the_cluster_is_the_authors_own():
    text = "Reitti on hyvä. Penkkejä lisää."
    assert fragments.own_sentence(text, ["penkki"], ["reitti"], [["reitti"], ["penkki"]]) == "Penkkejä lisää."
    assert fragments.own_sentence(text, [], ["reitti"], [["reitti"], ["penkki"]]) == "Reitti on hyvä."
    assert fragments.own_sentence("", ["penkki"], [], []) == ""


def test_groups_continue_each_other_without_circles():
    merge = Step(1, lineage.MERGE, frozenset({1, 2}), frozenset({3}))
    split = Step(2, lineage.SPLIT, frozenset({3}), frozenset({4, 5}))
    rename = Step(3, lineage.RENAME, frozenset({5}), frozenset())
    edges = lineage.edges_of([merge, split, rename])
    assert lineage.reached(1, edges) == {3, 4, 5}
    assert 1 in lineage.reached(1, [*edges, (5, 1)])
    assert lineage.newer_on_same(merge, [merge, split, rename]) == [split]
    assert lineage.climbs_to(3, 1, {3: 2, 2: 1, 1: None})
    assert not lineage.climbs_to(1, 9, {1: 2, 2: 1})
