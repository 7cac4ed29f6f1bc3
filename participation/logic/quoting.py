"""Which words are typical of a part of the texts, and which of its texts are: counted, never guessed, the same every time."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from participation.logic.language import LITTLE_WORDS

SHORTEST, LONGEST = 40, 400  # letters of a text that can be quoted whole
ALIKE = 0.8  # cosine from which two quotes say the same
FEWEST = 5  # texts in which a word must stand, and texts that a part must have, to be shown
CLEAR = 1.96  # z value from which a word belongs to a part rather than to the rest
PRIOR = 500.0  # weight of the whole against the parts
QUESTION = "?"
AGAINST = re.compile(
    r"\b(vastusta\w*|en kannata|en halua|ei pidä|ei pitäisi|ei saa|ei tarvita|älkää|turha\w*|huono ajatus|päinvastoin"
    r"|emot|motsätter|bör inte|ska inte|får inte|behövs inte|onödig\w*|tvärtom"
    r"|against|oppose\w*|should not|must not|do not want|not needed|unnecessary|on the contrary)\b",
    re.IGNORECASE,
)  # words by which a text that disagrees is known
LITTLE = frozenset().union(*LITTLE_WORDS.values())


@dataclass(frozen=True)
class Counted:
    """A text with the base forms of its words."""

    reference: str
    text: str
    lemmas: tuple[str, ...]


def plain(text: str) -> str:
    """Return a text on one line with single spaces."""
    return re.sub(r"\s+", " ", text).strip()


def dissents(text: str) -> bool:
    """Tell whether a text says that it is against something."""
    return bool(AGAINST.search(text))


class Corpus:
    """All texts of a summary, with how common each word is among them."""

    def __init__(self, texts: Iterable[Counted]) -> None:
        self.texts = {text.reference: text for text in sorted(texts, key=lambda text: text.reference)}
        self.spread: Counter[str] = Counter()
        for text in self.texts.values():
            self.spread.update(tellings(text.lemmas))
        self.vectors = {reference: self.vector(text) for reference, text in self.texts.items()}

    def vector(self, text: Counted) -> Mapping[str, float]:
        """Return the weights of a text's words, of length 1: (1 + log tf) · log((1 + N) / (1 + df))."""
        weights = {
            lemma: (1 + math.log(times)) * math.log((1 + len(self.texts)) / (1 + self.spread[lemma]))
            for lemma, times in sorted(Counter(text.lemmas).items())
            if self.spread[lemma] > 1
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {lemma: weight / length for lemma, weight in weights.items()} if length else {}

    def typical(self, references: Sequence[str], candidates: Sequence[str], count: int = 3) -> list[str]:
        """Return the texts closest to the middle of a part: 40–400 letters, said once, unlike each other; ties by reference."""
        if len(references) < FEWEST:
            return []
        middle: dict[str, float] = {}
        for reference in sorted(references):
            for lemma, weight in self.vectors[reference].items():
                middle[lemma] = middle.get(lemma, 0.0) + weight
        ranked = sorted(
            (reference for reference in candidates if SHORTEST <= len(plain(self.texts[reference].text)) <= LONGEST),
            key=lambda reference: (-round(cosine(self.vectors[reference], middle), 9), reference),
        )
        chosen: list[str] = []
        for reference in ranked:
            if all(cosine(self.vectors[reference], self.vectors[other]) < ALIKE for other in chosen):
                chosen.append(reference)
            if len(chosen) == count:
                break
        return chosen

    def keywords(self, references: Sequence[str], count: int = 8) -> list[str]:
        """Return the words that a part uses clearly more than the rest: log-odds of texts with a prior from the whole."""
        here: Counter[str] = Counter()
        for reference in references:
            here.update(tellings(self.texts[reference].lemmas))
        inside, everywhere = sum(here.values()), sum(self.spread.values())
        scores = {}
        for lemma, times in here.items():
            rest = self.spread[lemma] - times
            if times >= FEWEST and everywhere > inside:
                prior = PRIOR * self.spread[lemma] / everywhere
                odds = math.log((times + prior) / (inside + PRIOR - times - prior))
                others = math.log((rest + prior) / (everywhere - inside + PRIOR - rest - prior))
                scores[lemma] = (odds - others) / math.sqrt(1 / (times + prior) + 1 / (rest + prior))
        clear = [lemma for lemma, score in scores.items() if score >= CLEAR]
        return sorted(clear, key=lambda lemma: (-round(scores[lemma], 9), lemma))[:count]


def tellings(lemmas: Iterable[str]) -> set[str]:
    """Return the words of a text that tell something: no numbers, no little words, three letters at least."""
    return {lemma for lemma in lemmas if len(lemma) > 2 and not lemma[0].isdigit() and lemma not in LITTLE}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the inner product of two sparse vectors."""
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(weight * other.get(lemma, 0.0) for lemma, weight in one.items())
