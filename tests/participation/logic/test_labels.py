"""Labels are learned from what people labelled, also for single sentences, and the same way each time."""

from participation.logic.labels import Learner

ABOUT = {
    "kirjasto": "Kirjaston aukioloajat ovat liian lyhyet. Lainaan kirjoja lapsille kirjastosta joka viikko.",
    "pyörät": "Pyörätie puuttuu koulun edestä. Pyöräilijät ajavat autojen seassa pyöräteiden loppuessa.",
    "puisto": "Puistossa ei ole penkkejä. Puiston puut pitäisi hoitaa ja puistoihin istuttaa kukkia.",
}
TEXTS = [(f"{text} Näin on ollut {year}.", "fi") for text in ABOUT.values() for year in range(2020, 2026)]
LABELS = [label for label in ABOUT for _year in range(2020, 2026)]
ASKED = [("Kirjastoihin lisää kirjoja", "fi"), ("Pyöräteitä lisää", "fi"), ("Puistojen penkit", "fi")]


def test_other_forms_of_the_words_find_the_label_the_same_way_each_time():
    one, other = Learner(TEXTS, LABELS), Learner(TEXTS, LABELS)
    assert one.placed(ASKED) == list(ABOUT)
    assert one.scores(ASKED).tobytes() == other.scores(ASKED).tobytes()


def test_nobody_gets_a_label_twice_where_they_are_placed_apart():
    assert sorted(Learner(TEXTS, LABELS).placed_apart([ASKED[0]] * 3, ["a"] * 3)) == sorted(ABOUT)


def test_two_labels_are_told_apart_too():
    labels = ["yes" if label == "puisto" else "no" for label in LABELS]
    assert Learner(TEXTS, labels).placed(ASKED) == ["no", "no", "yes"]
