"""Which kept texts share telling words with a new one: by words that few texts have; nothing random, nothing learned."""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TypeVar

SHORTEST = 5  # letters of a word that tells something
FEWEST_SHARED = 2
SHARE = 0.3  # of what the words of the new text tell
SAID = 4  # shared words that are named
K = TypeVar("K")


def telling(words: str) -> frozenset[str]:
    """Return the words of a text, kept as base forms and parts, that tell something."""
    return frozenset(word for word in words.split() if len(word) >= SHORTEST and not word.isdigit())


def likest(own: Collection[str], others: Mapping[K, frozenset[str]], limit: int) -> list[tuple[K, tuple[str, ...]]]:
    """Return the texts that share most of what the new one tells, with the words that both have, the likest first.

    A word tells the more the fewer texts have it. Equal ones stay in the order in which they were given.
    """
    counts = Counter(word for words in others.values() for word in words)
    weights = {word: math.log((2 + len(others)) / (1 + counts[word])) for word in own}
    whole = sum(weights.values())
    found = []
    for place, (key, words) in enumerate(others.items()):
        shared = [word for word in own if word in words]
        score = sum(weights[word] for word in shared) / whole if whole else 0
        if len(shared) >= FEWEST_SHARED and score >= SHARE:
            found.append((-round(score, 6), place, key, said(shared)))
    return [(key, words) for _score, _place, key, words in sorted(found, key=lambda one: one[:2])[:limit]]


def said(shared: Collection[str]) -> tuple[str, ...]:
    """Return the longest of the shared words, without words that are parts of others."""
    longest = sorted(shared, key=lambda word: (-len(word), word))
    return tuple(word for word in longest if not any(word != other and word in other for other in longest))[:SAID]
