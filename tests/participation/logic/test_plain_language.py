"""Plain language: what the rules see in each language, and that plain texts get no hint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.logic.plain_language import LONGEST, MOST, OFFICE_WORDS, SHORT_FORMS, Hint, hints_of

FI_LONG = "Kaupunki rakentaa " + "uuden penkin " * 10 + "rantaan."


@pytest.mark.parametrize(
    ("language", "text", "seen"),
    [
        ("fi", "Mikäli rahaa on, toimenpiteet suoritetaan keväällä.", {"Mikäli": "jos", "suoritetaan": "tehdä"}),
        ("fi-easy", "Asia saattaa tiedoksi ko. ryhmän.", {"saattaa tiedoksi": "kertoa", "ko.": "tämä"}),
        ("sv", "Samt vidtas åtgärder i enlighet med planen.", {"Samt": "och", "vidtas": "göra"}),
        ("sv", "Bänkar kommer t.ex. i maj.", {"t.ex.": "till exempel"}),
        ("en", "Benches are utilised prior to May, e.g. here.", {"utilised": "use", "prior to": "before"}),
    ],
)
def test_words_of_offices_are_found_in_any_inflection_with_what_to_write_instead(language, text, seen):
    found = {hint.seen: hint.instead for hint in hints_of(text, language)}
    assert seen.items() <= found.items()


def test_long_sentences_and_hard_texts_are_counted():
    assert hints_of(FI_LONG, "fi") == [
        Hint("long_sentence", "Kaupunki rakentaa uuden penkin …", number=23, limit=LONGEST["fi"])
    ]
    hard = "Palveluverkkosuunnitelman täytäntöönpanosuunnitelmaluonnos hyväksyttäneen. " * 25
    assert hints_of(hard, "fi")[-1].code == "hard"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Rantareitille tulee kuusi penkkiä. Kaupunki asentaa ne toukokuussa. Kiitos ideasta."),
        ("sv", "Strandleden får sex bänkar. Staden sätter upp dem i maj. Tack för idén."),
        ("en", "The shore path gets six benches. The town puts them up in May. Thank you."),
        ("se", "Mikäli i enlighet med prior to"),
    ],
)
def test_plain_texts_and_other_languages_get_no_hint(language, text):
    assert hints_of(text, language) == []


def test_what_is_offered_instead_is_no_word_of_offices_itself():
    for language, table in OFFICE_WORDS.items():
        for instead in (*table.values(), *SHORT_FORMS[language].values()):
            assert [hint for hint in hints_of(instead, language) if hint.code == "office_word"] == [], instead


@given(st.text(max_size=300), st.sampled_from(["fi", "sv", "en"]))
def test_any_text_gets_few_hints_and_the_same_twice(text, language):
    assert len(hints_of(text, language)) <= MOST
    assert hints_of(text, language) == hints_of(text, language)
