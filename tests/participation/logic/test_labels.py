"""Labels are learned from what people labelled, also for single sentences, and the same way each time."""

import pytest

from participation.logic import meanings
from participation.logic.labels import Fitting, Learner
from participation.logic.themes import groups_of

ABOUT = {
    "kirjasto": "Kirjaston aukioloajat ovat liian lyhyet. Lainaan kirjoja lapsille kirjastosta joka viikko.",
    "pyörät": "Pyörätie puuttuu koulun edestä. Pyöräilijät ajavat autojen seassa pyöräteiden loppuessa.",
    "puisto": "Puistossa ei ole penkkejä. Puiston puut pitäisi hoitaa ja puistoihin istuttaa kukkia.",
}
TEXTS = [(f"{text} Näin on ollut {year}.", "fi") for text in ABOUT.values() for year in range(2020, 2026)]
LABELS = [label for label in ABOUT for _year in range(2020, 2026)]
ASKED = [("Kirjastoihin lisää kirjoja", "fi"), ("Pyöräteitä lisää", "fi"), ("Puistojen penkit", "fi")]

needs_meanings = pytest.mark.skipif(not meanings.can_read(), reason="the extra nlp is not installed or cannot run")


def test_other_forms_of_the_words_find_the_label_the_same_way_each_time():
    one, other = Learner(TEXTS, LABELS), Learner(TEXTS, LABELS)
    assert one.placed(ASKED) == list(ABOUT)
    assert one.scores(ASKED).tobytes() == other.scores(ASKED).tobytes()


def test_nobody_gets_a_label_twice_where_they_are_placed_apart():
    assert sorted(Learner(TEXTS, LABELS).placed_apart([ASKED[0]] * 3, ["a"] * 3)) == sorted(ABOUT)


def test_a_label_that_few_texts_have_is_found_too():
    rare = [label == "puisto" and place > 14 for place, label in enumerate(LABELS)]
    assert Fitting(TEXTS, rare).of(ASKED) == [False, False, True]


@needs_meanings
def test_meaning_finds_what_shares_no_word():
    said = [("Library opening hours are too short", "en"), ("Penkit rikki", "fi")]
    rows = meanings.meanings_of([*TEXTS, *said])
    fits = [label == "kirjasto" for label in LABELS]
    learned = Fitting(TEXTS, fits, rows[: len(TEXTS)])
    assert learned.of(said, rows[len(TEXTS) :]) == [True, False]
    assert Fitting(TEXTS, fits).of(said) == [False, False]


@needs_meanings
def test_the_same_text_means_the_same_in_whatever_company():
    one, other = (meanings.model().query("Kirjasto") for _time in range(2))
    assert one.tobytes() == other.tobytes()
    assert meanings.meanings_of([]).shape == (0, meanings.SIZE)
    rows = meanings.meanings_of([("Kirjasto auki", "fi"), ("", "sv"), ("\0Puisto", "fi")])
    assert (rows**2).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-4)


@needs_meanings
def test_groups_by_meaning_join_languages_and_other_words():
    about = {
        "fi": ("Bussit kulkevat harvoin", "Bussi on myöhässä", "Bussin lippu on kallis", "Päiväkodin pihalla on mutaa",
               "Päiväkodin ryhmät ovat suuria", "Päiväkoti on remontissa"),
        "sv": ("Bussarna går sällan", "Bussen är försenad", "Bussens biljett är dyr", "Daghemmets gård är lerig",
               "Daghemmets grupper är stora", "Daghemmet renoveras"),
    }  # fmt: skip
    said = [
        (f"{text} {year}", language) for language, texts in about.items() for text in texts for year in range(1, 13)
    ]
    buses = {row for row, (text, _language) in enumerate(said) if text.startswith("Buss")}
    rows = meanings.meanings_of(said)
    assert {frozenset(group.members) for group in groups_of(said, 2, rows)} == {
        frozenset(buses),
        frozenset(range(len(said))) - buses,
    }
    assert not any(buses <= set(group.members) for group in groups_of(said, 2))


@pytest.mark.parametrize(
    ("flags", "found", "answer"),
    [("flags : fpu avx2 sse", True, True), ("flags : fpu avx2", True, True), ("flags : fpu avx sse", True, False),
     ("flags : fpu avx2 sse", False, False)],
)  # fmt: skip
def test_the_model_is_left_alone_where_it_cannot_run(tmp_path, monkeypatch, flags, found, answer):
    (tmp_path / "cpuinfo").write_text(f"processor : 0\n{flags}\n")
    monkeypatch.setattr(meanings, "FACTS", tmp_path / "cpuinfo")
    monkeypatch.setattr(meanings.importlib.util, "find_spec", lambda _name: object() if found else None)
    assert meanings.can_read.__wrapped__() is answer
