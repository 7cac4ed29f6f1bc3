"""How hard a text is to read: LIX, the usual measure in the Nordic countries, and the length of sentences.

LIX = words per sentence + share of words of more than six letters in percent (Björnsson 1968). Finnish words are long
by nature, so its limit lies higher: about where texts of authorities begin to be called hard in each language.
"""

import re
from collections.abc import Iterable, Mapping

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SENTENCE = re.compile(r"[.!?:…]+(?:\s|$)|\n+")
LONG_WORD = 6
LONGEST_SENTENCE: Mapping[str, int] = {"fi": 24, "sv": 30, "en": 30, "fi-easy": 14}
HARD: Mapping[str, int] = {"fi": 72, "sv": 55, "en": 55, "fi-easy": 60}
ENOUGH = 60  # words; below them the measure jumps about


def sentences_of(text: str) -> list[list[str]]:
    """Return the sentences of a text as lists of words."""
    found = (WORD.findall(part) for part in SENTENCE.split(text))
    return [words for words in found if words]


def lix(texts: Iterable[str]) -> int | None:
    """Return the readability of some texts together; nothing when there are too few words."""
    sentences = [words for text in texts for words in sentences_of(text)]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < ENOUGH:
        return None
    long = sum(len(word) > LONG_WORD for word in words)
    return round(len(words) / len(sentences) + 100 * long / len(words))


def longest_sentence(text: str) -> int:
    """Return the number of words of the longest sentence."""
    return max((len(words) for words in sentences_of(text)), default=0)
