"""Hints on plain language in words: what a rule saw in a text for residents, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from participation.logic.plain_language import Hint, hints_of


@dataclass(frozen=True)
class WordedHint:
    """One hint in the language in use; what to write instead stands in the language of the text."""

    words: str
    instead: str
    language: str


def worded_hints(text: str, language: str) -> list[WordedHint]:
    """Return the hints on a text that residents will read."""
    return [WordedHint(words_of(hint), hint.instead, language) for hint in hints_of(text, language)]


def hints_on_all(texts: Iterable[tuple[str, str]]) -> list[WordedHint]:
    """Return the hints on several texts (language, text), each hint once."""
    return list(dict.fromkeys(hint for language, text in texts for hint in worded_hints(text, language)))


def words_of(hint: Hint) -> str:
    """Return what a hint says before the words to write instead."""
    values = {"seen": hint.seen, "number": hint.number, "limit": hint.limit}
    if hint.code == "long_sentence":
        return _("“%(seen)s” is a sentence of %(number)s words. Up to %(limit)s read easily: make it two.") % values
    if hint.code == "hard":
        return (
            _("Hard to read as a whole (LIX %(number)s, limit %(limit)s): shorter words and sentences help.") % values
        )
    if hint.code == "short_form":
        return _("“%(seen)s” is short for something. Write it out:") % values
    return _("“%(seen)s” is a word of offices. Write rather:") % values
