"""Personal data is hidden, what only looks like it stays readable."""

import pytest

from participation.logic.masking import is_person_code, mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hetuni on 131052-308T.", "Hetuni on [henkilötunnus]."),
        ("Hetuni on 131052 - 308t", "Hetuni on [henkilötunnus]"),
        ("020516C903K ja 010594Y9032", "[henkilötunnus] ja [henkilötunnus]"),
        ("Soita 040 123 4567 tai +358 50 1234567", "Soita [puhelinnumero] tai [puhelinnumero]"),
        ("09-1234567; 0401234567. +358 (0)40 123 4567", "[puhelinnumero]; [puhelinnumero]. [puhelinnumero]"),
        ("050-1234567 0500 123456", "[puhelinnumero] [puhelinnumero]"),
        ("maija@example.org, www.example.org/sivu.", "[sähköposti], [linkki]."),
        ("FI21 1234 5600 0007 85", "[tilinumero]"),
        ("auto ABC-123", "auto [rekisteritunnus]"),
        ("yritys 0201256-6", "yritys [Y-tunnus]"),
        ("Asun Kirkkokatu 5 A 12, tule.", "Asun Kirkkokatu [osoitenumero], tule."),
        ("Mannerheimintiellä 12 meluaa", "Mannerheimintiellä [osoitenumero] meluaa"),
        ("Maija Korhosen ehdotus", "[nimi] ehdotus"),
        ("Ehdotus\nMaija\u00a0Kaarina Korhonen\nKiitos", "Ehdotus\n[nimi]\nKiitos"),
    ],
)
def test_mask_hides(text, shown):
    assert mask(text).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "131052-308X ei ole hetu",
        "311352-308T ei ole päivä",
        "Maksaa 20 000 euroa, 05 000 000 €, 0,5 % vuonna 2024–2025",
        "00100 00200 ja 02770 02760",
        "01-02-2023 ja 1.2.2023 klo 10-12",
        "EU-27 ja COVID-19",
        "Hämeentie 2025, valtatie 7, Kirkkokatu 500 000 €",
        "Aino Acktén puisto ja Minna Canthin katu",
        "2201256-5 ei ole Y-tunnus",
        "FI21 1234 5600 0007 86",
        "Paperilasku\nPaperilaskusta luopuminen",
        "Kiitos Matti\r\nHuomenna jatketaan",
        "Rantatie\n20 uutta penkkiä",
    ],
)
def test_mask_leaves(text):
    assert mask(text).text == text


@pytest.mark.parametrize("separator", list("-YXWVU"))
def test_every_separator_of_the_last_century_counts(separator):
    assert is_person_code(f"131052{separator}308T")


def test_marks_tell_what_was_where_and_speak_the_language():
    masked = mask("Call 040 123 4567", "en")
    assert masked.text == "Call [phone number]"
    assert [(m.kind, m.start, m.end) for m in masked.marks] == [("phone", 5, 17)]


@pytest.mark.parametrize("text", ["a-" * 20_000, "a" * 40_000, "A." * 20_000, "0" * 40_000, "katu" + " " * 40_000])
def test_long_hostile_text_is_looked_through_in_a_moment(text):
    assert mask(text).text == text  # minutes, if a pattern began at every letter and ran to the end


def test_address_far_into_a_long_word_is_hidden():
    assert mask("x" * 150 + "@example.org").text == "x" * 50 + "[sähköposti]"
    assert mask("a@b.fi+c@d.fi").text == "[sähköposti][sähköposti]"
