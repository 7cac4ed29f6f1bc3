"""Texts as numbers: parts of words and base forms, hashed, so that no list of words is kept anywhere.

A part is three to six letters inside a word. Whole arrays are made in portions, so that memory stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from participation.logic.language import LITTLE_WORDS, lemma_of, splits_of, words_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float32]
    Places = npt.NDArray[np.int32]
    Shares = npt.NDArray[np.float64]

SPACE = 2**22  # places of one kind of feature; so many that two features seldom share one
PORTION = 2000  # texts turned into numbers at a time
READ = 4000  # characters of a text that are read
MOST_COUNTED = 255  # a feature more frequent in one text counts as that
Matrix = Any  # a sparse matrix of scipy, which has no types


@dataclass(frozen=True)
class Document:
    """One text with its heading and language."""

    text: str
    title: str = ""
    language: str = "fi"

    @property
    def words(self) -> list[str]:
        """The words of heading and text in lower case, without marks."""
        return words_of(f"{self.title}\n{self.text[:READ]}")


def base_forms(words: Sequence[str], language: str) -> list[str]:
    """Return the base forms of words, alone and in pairs."""
    lemmas = [lemma_of(word, language) for word in words]
    return lemmas + [f"{one}_{two}" for one, two in pairwise(lemmas)]


@lru_cache(maxsize=100_000)
def with_halves(word: str, language: str) -> tuple[str, ...]:
    """Return the base form of a word and, of a compound, those of its two halves; nothing for little words."""
    lemma = lemma_of(word, language)
    if lemma in LITTLE_WORDS.get(language, frozenset()):
        return ()
    for head, tail in splits_of(lemma, language):
        if lemma_of(tail, language) == tail:
            return (lemma, lemma_of(head.rstrip("-"), language), tail)
    return (lemma,)


def part_counter(shortest: int, longest: int) -> Callable[[Sequence[str]], Matrix]:
    """Return what counts the parts of words in texts."""
    from sklearn.feature_extraction.text import HashingVectorizer  # noqa: PLC0415 -- slow import

    counter = HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(shortest, longest),
        lowercase=False,
        n_features=SPACE,
        norm=None,
        alternate_sign=False,
        dtype=numpy().float32,
    )
    return counter.transform


def token_counter() -> Callable[[Sequence[Sequence[str]]], Matrix]:
    """Return what counts ready-made words."""
    from sklearn.feature_extraction.text import HashingVectorizer  # noqa: PLC0415 -- slow import

    counter = HashingVectorizer(analyzer=list, n_features=SPACE, norm=None, alternate_sign=False, dtype=numpy().float32)
    return counter.transform


def numpy() -> Any:
    """Return the library of arrays, which is loaded only where something is learned."""
    import numpy as np  # noqa: PLC0415 -- slow import

    return np


def portions(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    """Yield the documents in portions."""
    for start in range(0, len(documents), PORTION):
        yield documents[start : start + PORTION]


def side_by_side(blocks: Sequence[Matrix]) -> Matrix:
    """Return one matrix in which each block has its own space of columns."""
    from scipy import sparse  # noqa: PLC0415 -- slow import

    joined = sparse.hstack(blocks, format="csr", dtype=numpy().float32)
    joined.indices = joined.indices.astype(numpy().int32, copy=False)
    joined.indptr = joined.indptr.astype(numpy().int32, copy=False)
    return joined


def stacked(pieces: Sequence[Matrix]) -> Matrix:
    """Return the rows of all pieces under each other."""
    from scipy import sparse  # noqa: PLC0415 -- slow import

    return sparse.vstack(pieces, format="csr")


@dataclass(frozen=True)
class Counts:
    """How often each kept feature occurs in each text; columns says which features were kept."""

    matrix: Matrix
    columns: Places
    frequency: Places


def counted(pieces: Callable[[], Iterator[Matrix]], fewest: int) -> Counts:
    """Return the counts of the features that so many texts have.

    The portions are made twice, first to see which features are frequent enough: so the rare ones, which are the
    most, never lie in memory together.
    """
    np = numpy()
    frequency = np.zeros(0, dtype=np.int32)
    for piece in pieces():
        found = np.bincount(piece.indices, minlength=piece.shape[1]).astype(np.int32)
        frequency = found if not len(frequency) else frequency + found
    columns = np.flatnonzero(frequency >= fewest).astype(np.int32)
    return Counts(stacked([narrowed(piece, columns) for piece in pieces()]), columns, frequency[columns])


def narrowed(counts: Matrix, columns: Places) -> Matrix:
    """Return counts with only these columns, numbered anew and stored small."""
    from scipy import sparse  # noqa: PLC0415 -- slow import

    np = numpy()
    place = np.minimum(np.searchsorted(columns, counts.indices), max(len(columns) - 1, 0)).astype(np.int32)
    known = columns[place] == counts.indices if len(columns) else np.zeros(len(place), dtype=bool)
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))[known]
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=counts.shape[0]))]).astype(np.int32)
    few = np.minimum(counts.data[known], MOST_COUNTED).astype(np.uint8)
    return sparse.csr_matrix((few, place[known], starts), shape=(counts.shape[0], len(columns)))


def rarity(frequency: Places, texts: int) -> Numbers:
    """Return how telling features are: the rarer, the more."""
    np = numpy()
    rare: Numbers = (np.log((1 + texts) / (1 + frequency)) + 1).astype(np.float32)
    return rare


def weighed(counts: Matrix, rare: Numbers, blocks: Places, weights: Sequence[float]) -> Matrix:
    """Return counts as weights: damped, times rarity, each block of equal length in every text.

    Blocks says for every column to which block it belongs; weights how much each block matters. A rarity of nothing
    leaves a feature out. Goes in portions, into arrays made once.
    """
    from scipy import sparse  # noqa: PLC0415 -- slow import

    np = numpy()
    factors = np.asarray(weights, dtype=np.float32)
    data = np.empty(counts.nnz, dtype=np.float32)
    for start in range(0, counts.shape[0], PORTION):
        end = min(start + PORTION, counts.shape[0])
        own = slice(int(counts.indptr[start]), int(counts.indptr[end]))
        columns = counts.indices[own]
        value = (1 + np.log(counts.data[own].astype(np.float32))) * rare[columns]
        row = np.repeat(np.arange(end - start), np.diff(counts.indptr[start : end + 1]))
        cell = row * len(factors) + blocks[columns]
        length = np.sqrt(np.bincount(cell, weights=value * value, minlength=(end - start) * len(factors)))
        data[own] = value * factors[blocks[columns]] / np.maximum(length, 1e-9).astype(np.float32)[cell]
    return sparse.csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)


def blocks_of(columns: Places) -> Places:
    """Return for columns the number of the block they belong to."""
    blocks: Places = (columns // SPACE).astype(numpy().int32)
    return blocks
