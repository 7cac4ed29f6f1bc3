"""Texts by language, and cleaning of what people send."""

import re
import unicodedata
from collections.abc import Mapping

FALLBACKS = {"fi-easy": ("fi", "en", "sv"), "fi": ("en", "sv"), "sv": ("fi", "en"), "en": ("fi", "sv")}
# Control characters that PostgreSQL or XML refuses or that change how a line is read; tab and line feed stay.
UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def pick(texts: Mapping[str, str] | None, language: str) -> tuple[str, str]:
    """Return (text, its language): the wanted language, else the nearest one that has a text, else ("", language)."""
    texts = texts or {}
    for code in (language, *FALLBACKS.get(language, ("fi", "en", "sv")), *texts):
        if texts.get(code):
            return texts[code], code
    return "", language


def html_language(code: str) -> str:
    """Return the code for HTML's lang attribute: plain Finnish is Finnish."""
    return code.split("-", 1)[0]


def clean(text: str) -> str:
    """Return the text as it can be stored: composed letters, plain line ends, no control or direction characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNWANTED.sub("", text)).strip()
