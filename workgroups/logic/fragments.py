"""Sentences and quoted parts of a contribution: where they begin and end, and which parts may stand beside each other."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

END = re.compile(r"(?<=[.!?…])[\"”»)]*\s+(?=[\"”»(–-]?\w)|\n+")
SHORT_FORM = re.compile(
    r"(?:\b(?:esim|mm|ym|yms|jne|ks|klo|n|t|kpl|tms|bl\.a|t\.ex|osv|e\.g|i\.e|nr|st)|\b\d{1,2}|\b[A-ZÅÄÖ])\.$"
)
MOST_PARTS = 12


@dataclass(frozen=True)
class Sentence:
    """One sentence: its place among all, where it begins and ends in the text, its words."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Cut:
    """One part of a contribution: its words as they stand there, and the group they go to."""

    text: str
    group: int


def sentences_of(text: str) -> list[Sentence]:
    """Return the sentences of a text in order; “esim.” and “klo 9.” end none, a new line always does."""
    found: list[Sentence] = []
    start = 0
    for gap in [*END.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if gap and "\n" not in gap.group() and SHORT_FORM.search(text[start:end]):
            continue
        words = text[start:end]
        trimmed = words.strip()
        if trimmed:
            begins = start + words.index(trimmed)
            found.append(Sentence(len(found), begins, begins + len(trimmed), trimmed))
        start = gap.end() if gap else end
    return found


def joined(sentences: Sequence[Sentence], numbers: Collection[int]) -> str:
    """Return chosen sentences as one quotation: neighbours together, a gap marked by dots in brackets."""
    chosen = [one for one in sentences if one.number in numbers]
    words = ""
    for place, one in enumerate(chosen):
        if place:
            words += " " if one.number == chosen[place - 1].number + 1 else " […] "
        words += one.text
    return words


def pieces_of(quotation: str) -> list[str]:
    """Return the stretches of a quotation between its marked gaps."""
    return [piece for raw in quotation.split("[…]") if (piece := flat(raw))]


def flat(text: str) -> str:
    """Return a text on one line with single spaces."""
    return " ".join(text.split())


def is_quoted(quotation: str, text: str) -> bool:
    """Tell whether every stretch of a quotation stands in the text, in this order: a part puts no word in a mouth."""
    whole, place = flat(text), 0
    pieces = pieces_of(quotation)
    for piece in pieces:
        at = whole.find(piece, place)
        if at < 0:
            return False
        place = at + len(piece)
    return bool(pieces)


def own_sentence(
    text: str, name: Iterable[str], others: Iterable[str], lemmas_of_sentence: Sequence[Collection[str]]
) -> str:
    """Return the sentence with most base forms of a cluster's name, then most that others wrote; the first of equals."""
    sentences = sentences_of(text)
    named, shared = set(name), set(others)
    best, most = 0, (-1, -1)
    for place, lemmas in enumerate(lemmas_of_sentence[: len(sentences)]):
        found = (len(named & set(lemmas)), len(shared & set(lemmas)))
        if found > most:
            best, most = place, found
    return sentences[best].text if sentences else text
