"""Words to find contributions by: base forms and the parts of compounds, for texts and for what is looked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from participation.logic.language import LANGUAGES, is_known, lemma_of, parts_of, words_of

FORMAT = 1  # raised when texts must be read anew
LONGEST_WORD = 80  # letters; what is longer is no word
SHORTEST_BEGINNING = 3  # letters of an unfinished word
MOST_WORDS = 12  # words of one search
PIECES = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Wanted:
    """One word that is looked for: any of its forms is enough; an unfinished one is a beginning."""

    forms: tuple[str, ...]
    is_beginning: bool = False


def pieces_of(word: str) -> list[str]:
    """Return a word without its hyphens and apostrophes."""
    return [piece for piece in PIECES.findall(word) if len(piece) <= LONGEST_WORD]


def search_words(text: str, language: str) -> str:
    """Return everything a text can be found by, a space on both sides: its words, base forms, parts."""
    found: set[str] = set()
    for word in set(words_of(text)):
        if len(word) <= LONGEST_WORD:
            for form in parts_of(word, language):
                found.update(pieces_of(form))
    return f" {' '.join(sorted(found))} " if found else ""


def wanted_words(typed: str, languages: Sequence[str] = LANGUAGES) -> list[Wanted]:
    """Return the words that must all be found; each may be inflected as in any of these languages.

    The last word counts as a beginning when no language knows it: somebody is still typing.
    """
    words = [piece for word in words_of(typed) for piece in pieces_of(word)][:MOST_WORDS]
    found = []
    for place, word in enumerate(words, 1):
        forms = tuple(dict.fromkeys(form for form in (word, *lemmas(word, languages)) if form))
        unfinished = place == len(words) and len(word) >= SHORTEST_BEGINNING
        found.append(Wanted(forms, unfinished and not any(is_known(word, language) for language in languages)))
    return found


def lemmas(word: str, languages: Sequence[str]) -> list[str]:
    """Return the base forms of a word in these languages, without hyphens."""
    return ["".join(pieces_of(lemma_of(word, language))) for language in languages]
