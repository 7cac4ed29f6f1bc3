"""Texts by language, and cleaning."""

from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from participation.logic.text import clean, html_language, pick


def test_pick_takes_the_wanted_language_then_the_nearest():
    texts = {"fi": "moi", "sv": "hej", "en": ""}
    assert pick(texts, "sv") == ("hej", "sv")
    assert pick(texts, "en") == ("moi", "fi")
    assert pick(texts, "fi-easy") == ("moi", "fi")
    assert pick({}, "fi") == pick(None, "fi") == ("", "fi")
    assert pick({"se": "bures"}, "fi") == ("bures", "se")


def test_plain_finnish_is_finnish_in_html():
    assert html_language("fi-easy") == "fi"


@given(st.text())
def test_clean_text_can_be_stored_and_is_stable(text):
    once = clean(text)
    once.encode("utf-8")
    assert "\x00" not in once
    assert "\r" not in once
    assert clean(once) == once


def test_clean_text_fits_into_feeds_and_office_files():
    said = clean("A\ufffe\uffff\x0b\x00B\U0001f600")
    assert said == "AB\U0001f600"
    assert fromstring(f"<p>{said}</p>").text == said
