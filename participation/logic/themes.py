"""What many short texts are about, without a model of a language: key words, groups with their words.

Nothing is random and nothing is guessed about moods: the same texts give the same words and groups.

- Key words: log-odds against a background with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008, "Fightin'
  Words"), over base forms, each counted once a text; the number is a z-score.
- Groups: spherical k-means over base forms weighed by rarity and, where the extra `nlp` is, over what the texts mean,
  both with the same weight, begun at the texts that are farthest apart; a group is told by its key words and by the
  texts nearest to its middle.

Labels that people gave are learned in labels.py.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from participation.logic.language import LITTLE_WORDS, lemma_of, little, words_of

if TYPE_CHECKING:
    from participation.logic.meanings import Meanings

PRIOR = 0.01  # a text of the prior for each text of the background
SHORTEST = 3
MOST_KEYWORDS = 8
FEWEST_TEXTS = 2
SURE = 1.96  # z-score from which on a word tells something
ROUNDS = 20
SMALLEST_GROUP = 3
MOST_GROUPS = 12
QUOTED = (20, 300)  # letters of a text that can be quoted
READ = 4000
DULL = little(
    "olla voida saada pitää tulla mennä tehdä sama hän minä sinä tämä kaikki joku jokin mikään kuka mikä oma muu ihan "
    "myös aina ehkä vara bli göra kunna skola måste någon denna mycket also very just get make would"
)
Said = tuple[str, str]  # a text and its language


@dataclass(frozen=True)
class Keyword:
    """A word that tells texts from others: how surely, and in how many of them it stands."""

    word: str
    score: float
    n: int


@dataclass(frozen=True)
class Group:
    """Texts that say similar things: their places, the words that tell them from the rest, and what to quote."""

    words: tuple[str, ...]
    members: tuple[int, ...]
    quotes: tuple[int, ...]


@lru_cache(maxsize=100_000)
def telling(word: str, language: str) -> tuple[str, ...]:
    """Return the base form of a word if it can tell anything; nothing for little words and numbers."""
    lemma = lemma_of(word, language)
    dull = LITTLE_WORDS.get(language, frozenset())
    if len(lemma) < SHORTEST or lemma.isnumeric() or word in dull or lemma in dull or lemma in DULL:
        return ()
    return (lemma,)


def forms_of(said: Said) -> list[str]:
    """Return the base forms of a text that can tell anything, in order."""
    text, language = said
    return [form for word in words_of(text[:READ]) for form in telling(word, language)]


def counted(texts: Iterable[Sequence[str]]) -> Counter[str]:
    """Return in how many texts each word stands."""
    found: Counter[str] = Counter()
    for words in texts:
        found.update(set(words))
    return found


def keywords(
    inside: Counter[str], n: int, outside: Counter[str], rest: int, most: int = MOST_KEYWORDS
) -> list[Keyword]:
    """Return the words that tell n texts from the rest, the surest first."""
    found = []
    for word, many in inside.items():
        if many < min(FEWEST_TEXTS, n):
            continue
        prior = PRIOR * (many + outside[word]) + PRIOR
        one = math.log((many + prior) / (n - many + prior + 1))
        other = math.log((outside[word] + prior) / (rest - outside[word] + prior + 1))
        score = (one - other) / math.sqrt(1 / (many + prior) + 1 / (outside[word] + prior))
        if score >= SURE:
            found.append(Keyword(word, round(score, 3), many))
    return sorted(found, key=lambda key: (-key.score, key.word))[:most]


def keywords_of(texts: Sequence[Said], background: Sequence[Said]) -> list[Keyword]:
    """Return the words that tell texts from a background of other texts."""
    inside, outside = counted(map(forms_of, texts)), counted(map(forms_of, background))
    return keywords(inside, len(texts), outside, len(background))


def groups_of(texts: Sequence[Said], wanted: int = 0, meanings: Meanings | None = None) -> list[Group]:
    """Return groups of texts, the largest first; texts without a telling word are in none.

    `meanings`: what each text means, a row a text (see meanings.py), or nothing for groups by words alone.
    """
    words = [forms_of(said) for said in texts]
    rows = [row for row, found in enumerate(words) if found]
    wanted = wanted or min(MOST_GROUPS, round(math.sqrt(len(rows) / 2)))
    if len(rows) < 2 * SMALLEST_GROUP or wanted < 2:
        return []
    matrix = weighed([words[row] for row in rows])
    long = [len(set(words[row])) for row in rows]
    if meanings is not None:
        matrix = joined(matrix, meanings[rows])
    middles = spread(matrix, long, wanted)
    places = [0] * len(rows)
    for _round in range(ROUNDS):
        likeness = matrix @ middles.T
        now = likeness.argmax(axis=1).tolist()
        if now == places:
            break
        places = now
        middles = middles_of(matrix, places, middles)
    return told(texts, words, rows, places, matrix @ middles.T)


def weighed(words: Sequence[Sequence[str]]) -> Any:
    """Return texts as rows of length one: base forms weighed by how rare they are."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- heavy: only where it works

    return TfidfVectorizer(analyzer=lambda found: found, sublinear_tf=True).fit_transform(words)


def joined(matrix: Any, meanings: Meanings) -> Any:
    """Return rows of length one that tell words and meaning, both with the same weight."""
    from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415 -- heavy: only where it works

    return hstack([matrix, csr_matrix(meanings)]).tocsr() * math.sqrt(0.5)


def spread(matrix: Any, long: Sequence[int], wanted: int) -> Any:
    """Return rows to begin at: the one most like all others, then each time the one least like those chosen.

    Only texts with at least as many telling words as the middle one are begun at: `long` says how many each has.
    """
    import numpy as np  # noqa: PLC0415 -- heavy: only where it works

    chosen = [int(np.asarray(matrix @ matrix.sum(axis=0).T).ravel().argmax())]
    nearest = (matrix @ matrix[chosen[0]].T).toarray().ravel()
    for _more in range(wanted - 1):
        far = np.where(long >= np.median(long), nearest, np.inf)
        chosen.append(int(far.argmin()))
        nearest = np.maximum(nearest, (matrix @ matrix[chosen[-1]].T).toarray().ravel())
    return matrix[chosen].toarray()


def middles_of(matrix: Any, places: Sequence[int], before: Any) -> Any:
    """Return the middle of each group, of length one; a group that lost all its texts keeps the middle it had."""
    import numpy as np  # noqa: PLC0415 -- heavy: only where it works

    middles = before.copy()
    for group in range(len(before)):
        rows = [row for row, place in enumerate(places) if place == group]
        if rows:
            total = np.asarray(matrix[rows].sum(axis=0)).ravel()
            middles[group] = total / max(float(np.linalg.norm(total)), 1e-12)
    return middles


def told(
    texts: Sequence[Said], words: Sequence[Sequence[str]], rows: Sequence[int], places: Sequence[int], likeness: Any
) -> list[Group]:
    """Return each group with its words and quotes; groups that are too small or have no word of their own go."""
    everything = counted(words[row] for row in rows)
    groups = []
    for group in sorted(set(places)):
        own = [at for at, place in enumerate(places) if place == group]
        inside = counted(words[rows[at]] for at in own)
        found = keywords(inside, len(own), everything - inside, len(rows) - len(own), 5)
        if len(own) < SMALLEST_GROUP or not found:
            continue
        nearest = sorted(own, key=lambda at: (-round(float(likeness[at, group]), 9), at))
        quotes = [rows[at] for at in nearest if QUOTED[0] <= len(texts[rows[at]][0]) <= QUOTED[1]][:3]
        groups.append(Group(tuple(key.word for key in found), tuple(rows[at] for at in own), tuple(quotes)))
    return sorted(groups, key=lambda group: (-len(group.members), group.words))
