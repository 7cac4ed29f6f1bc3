"""Numbers sum up, quotes are chosen the same way every time, small parts stay silent."""

import datetime
import random

import pytest

from participation.logic.quoting import Corpus, Counted
from participation.logic.summaries import (
    AreaFacts,
    DecisionLine,
    Material,
    Passage,
    compile_summary,
    fingerprint_of,
    in_scope,
    shown_counts,
)

DAY = datetime.date(2026, 1, 12)
SUBJECTS = (
    "kirjasto auki iltaisin ja viikonloppuisin",
    "pyörätie turvalliseksi koululaisille talvella",
    "penkkejä rannalle vanhusten levätä",
)


def passage(n, **fields):
    subject = SUBJECTS[n % 3]
    fields = {"theme": f"t{n % 3}", "area": ("a", "b", "")[n % 3], "channel": "form", "state": "routed", **fields}
    return Passage("submissions", f"{n:04}", f"Toivon että {subject}, numero {n} ehdotuksista.", "fi", DAY, **fields)


def material(n=60, **fields):
    passages = [passage(i) for i in range(n)]
    labels = {p.reference: (("2.1", "2", "1")[i % 3], {"fi": "Ryhmä"}) for i, p in enumerate(passages) if i % 4}
    areas = {"a": AreaFacts({"fi": "A"}, 100), "b": AreaFacts({"fi": "B"}, 900), "c": AreaFacts({"fi": "C"}, 1000)}
    return Material(passages=passages, labels=labels, areas=areas, themes={"t0": {"fi": "T"}}, **fields)


def decision(scope="2.1", **fields):
    return DecisionLine("0001", scope, {"fi": "Ryhmä"}, "Otsikko", "adopted", {"fi": "Siksi"}, {}, None, DAY, **fields)


def test_every_way_of_counting_sums_up_to_all():
    content = compile_summary(material()).content
    assert content.n == 60
    for section in content.sections:
        assert sum(row.n for row in section.rows) + section.rest == 60, section.key
    groups = content.sections[0]
    assert [row.key for row in groups.rows] == ["1", "2", "2.1"]
    assert groups.rest == 15


def test_two_runs_give_the_same_whatever_the_order():
    one, other = material(), material()
    shuffled = list(other.passages)
    random.Random(3).shuffle(shuffled)
    other = Material(passages=shuffled, labels=other.labels, areas=other.areas, themes=other.themes)
    assert compile_summary(one) == compile_summary(other)
    assert fingerprint_of(one) == fingerprint_of(other)


def test_fingerprint_changes_with_any_source():
    assert fingerprint_of(material()) != fingerprint_of(material(61))
    assert fingerprint_of(material()) != fingerprint_of(material(decisions=(decision(),)))
    assert fingerprint_of(material()) != fingerprint_of(material(scope="2"))


def test_a_scope_takes_its_subgroups():
    assert in_scope("2.1", "2")
    assert not in_scope("21", "2")
    content = compile_summary(material(scope="2", decisions=(decision(), decision("1")))).content
    assert {row.key for row in content.sections[0].rows} == {"2", "2.1"}
    assert len(content.decisions) == 1
    assert content.outcomes[0].n == 1


def test_areas_far_below_their_inhabitants_are_missing():
    content = compile_summary(material()).content
    assert [(one.key, one.n, one.expected) for one in content.missing] == [("c", 0, 20)]
    assert compile_summary(material(30)).content.missing == ()


def test_parts_of_fewer_than_five_are_not_quoted():
    assert compile_summary(material(12)).quotes == ()
    assert compile_summary(material(0)).content.n == 0
    sections = {quote.section for quote in compile_summary(material(60)).quotes}
    assert sections == {"groups:1", "groups:2", "groups:2.1", "themes:t0", "themes:t1", "themes:t2"}


def test_quotes_are_masked_and_said_once():
    text = "Kirjasto auki myös iltaisin ja viikonloppuisin, soita 040 123 4567 niin kerron lisää."
    passages = [Passage("submissions", f"{n:04}", text, "fi", DAY) for n in range(6)]
    quotes = compile_summary(Material(passages=passages)).quotes
    assert [quote.reference for quote in quotes] == ["0000"]
    assert "[puhelinnumero]" in quotes[0].excerpt


def test_keywords_belong_to_their_part():
    texts = [Counted(str(n), "", ("kirjasto", "hyvä") if n < 20 else ("bussi", "hyvä")) for n in range(60)]
    corpus = Corpus(texts)
    assert corpus.keywords([str(n) for n in range(20)]) == ["kirjasto"]
    assert corpus.keywords([str(n) for n in range(60)]) == []


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 10, "b": 6}, {"a": 10, "b": 6}),
        ({"a": 10, "b": 3, "c": 7}, {"a": 10, "b": None, "c": None}),
        ({"a": 10, "b": 3, "c": 1, "d": 0}, {"a": 10, "b": None, "c": None, "d": 0}),
    ],
)
def test_shown_counts_never_hides_just_one(counts, shown):
    assert shown_counts(counts) == shown
