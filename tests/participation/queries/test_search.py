"""Finding contributions by words in any form."""

import pytest

from participation.actions.privacy import forget_submission
from participation.actions.search import index_words, promise_words
from participation.models import Job, SearchText, Submission
from participation.queries.search import found_by_words
from tests.factories.participation import make_submission

TEXTS = {
    "health": ("Hyvinvointialueiden palvelut pitää säilyttää lähellä.", "fi"),
    "bus": ("Kirjastoauton reitti kylien läpi, ja iltabussi kouluille.", "fi"),
    "bench": ("Fler bänkar längs strandpromenaden.", "sv"),
    "lights": ("More street lights, please: O'Brien's road is dark.", "en"),
}


@pytest.fixture
def stored(process):
    rows = {name: make_submission(process, text=text, language=code) for name, (text, code) in TEXTS.items()}
    index_words()
    return rows


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("hyvinvointialue", {"health"}),
        ("hyvinvointialueilla", {"health"}),
        ("Palvelujen", {"health"}),
        ("kirjasto", {"bus"}),
        ("bussit", {"bus"}),
        ("koulu kylässä", {"bus"}),
        ("koulu uimahalli", set()),
        ("hyvinvoin", {"health"}),
        ("bänk", {"bench"}),
        ("bänken", {"bench"}),
        ("light", {"lights"}),
        ("o'brien", {"lights"}),
        ("", set(TEXTS)),
        ("  ", set(TEXTS)),
        ("?!", set()),
        ("' | !x & (", set()),
        ("%_", set()),
    ],
)
def test_words_are_found_in_any_form_and_in_compounds(stored, typed, names):
    found = found_by_words(Submission.objects.all(), typed)

    assert {name for name, row in stored.items() if row in found} == names


def test_the_short_name_that_was_said_aloud_finds_its_contribution(stored):
    wanted = stored["bus"]

    assert list(found_by_words(Submission.objects.all(), wanted.reference.lower())) == [wanted]


def test_reading_runs_twice_without_harm_and_skips_what_was_erased(stored):
    forget_submission(stored["bus"])

    assert index_words() == 0
    assert SearchText.objects.count() == len(TEXTS) - 1


def test_what_is_left_over_is_promised_once(stored, process):
    make_submission(process)
    make_submission(process)

    assert index_words(limit=1) == 2
    promise_words()

    assert Job.objects.filter(kind="participation.index_words").count() == 1


def test_a_common_word_is_asked_of_the_database(stored, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("participation.queries.search.FEW", 0)

    with django_assert_num_queries(2):
        assert list(found_by_words(Submission.objects.all(), "kirjastoille")) == [stored["bus"]]
