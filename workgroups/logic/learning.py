"""Learned suggestions: which group a text belongs to, from texts whose group people confirmed, with reasons in words.

A linear model over parts of words and base forms: the mean of a regression that separates the groups and of counted
shares (complement naive Bayes). Everything is counted in the same order with the same seed, so that the same texts
give the same model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from participation.logic.language import LITTLE_WORDS
from workgroups.logic.wordparts import (
    Counts,
    Document,
    Matrix,
    base_forms,
    blocks_of,
    counted,
    narrowed,
    numpy,
    part_counter,
    portions,
    rarity,
    side_by_side,
    stacked,
    token_counter,
    weighed,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from workgroups.logic.wordparts import Numbers, Places, Shares

# Chosen on parts of the training texts that were left out for it; see benchmarks/routing.py.
SHORTEST, LONGEST = 3, 5  # letters of a part of a word
LOOSENESS = 0.2  # of the regression, divided by the number of texts
PASSES = (4, 40)  # fewest and most times that the regression reads the texts
SMOOTHING = 0.03  # of the counted shares
SHARE_WEIGHT = 2.5  # of the counted shares beside the regression
BLOCKS = (1.0, 1.0)  # parts of words and base forms count the same
FEW = 200  # texts up to which every feature is learned
READINGS = 30_000  # texts that the regression reads at least, again and again when there are fewer
UNMEASURED = (0.5, -1.0)  # slope and lift while too little is measured to know them
FEWEST_GROUPS = 2
TOLD_WORDS = 3


@dataclass(frozen=True)
class Model:
    """What was learned: for each feature its rarity and how much it speaks for each class.

    Slopes and lifts turn the lead of the best class over the next into how often such a guess was right.
    """

    classes: npt.NDArray[np.int64]
    columns: Places
    rare: Numbers
    weights: Numbers
    offsets: Numbers
    slopes: Numbers
    lifts: Numbers


@dataclass(frozen=True)
class Guess:
    """A class that a text may belong to: how sure, and the words of the text that speak for it."""

    key: int
    certainty: float
    words: tuple[str, ...] = ()


def pieces_of(documents: Sequence[Document]) -> Iterator[Matrix]:
    """Yield portion by portion how often each part of a word and each base form occurs in each text."""
    parts, tokens = part_counter(SHORTEST, LONGEST), token_counter()
    for portion in portions(documents):
        words = [one.words for one in portion]
        lemmas = [base_forms(own, one.language) for own, one in zip(words, portion, strict=True)]
        yield side_by_side([parts([" ".join(own) for own in words]), tokens(lemmas)])


def counts_of(documents: Sequence[Document]) -> Counts:
    """Return the counted features of texts to learn from; of many texts only what occurs in two."""
    return counted(lambda: pieces_of(documents), 2 if len(documents) > FEW else 1)


def features_of(model: Model, documents: Sequence[Document]) -> Matrix:
    """Return the weights of the features that the model knows in these texts."""
    counts = stacked([narrowed(piece, model.columns) for piece in pieces_of(documents)])
    return weighed(counts, model.rare, blocks_of(model.columns), BLOCKS)


def fit_counts(counts: Counts, rows: npt.NDArray[np.int64] | None, labels: Sequence[int]) -> Model:
    """Return the model of the rows of counted texts, or of all of them."""
    from sklearn.linear_model import SGDClassifier  # noqa: PLC0415 -- slow import

    np = numpy()
    chosen = counts.matrix if rows is None else counts.matrix[rows]
    total = chosen.shape[0]
    frequency = np.bincount(chosen.indices, minlength=chosen.shape[1]).astype(np.int32)
    rare = rarity(frequency, total)
    features = weighed(chosen, rare, blocks_of(counts.columns), BLOCKS)
    truth = np.asarray(labels, dtype=np.int64)
    fewest, most = PASSES
    passes = min(most, max(fewest, READINGS // total))
    shares = counted_shares(features, truth)
    regression = SGDClassifier(
        "log_loss", alpha=LOOSENESS / total, max_iter=passes, tol=None, average=True, random_state=0, n_jobs=2
    ).fit(features, truth)
    coefficients, offsets = regression.coef_, regression.intercept_
    if len(coefficients) == 1:  # two classes: one row that tells them apart
        coefficients, offsets = np.vstack([-coefficients, coefficients]), np.array([-offsets[0], offsets[0]])
    weights = coefficients + SHARE_WEIGHT * shares
    weights[:, frequency == 0] = 0
    return Model(
        regression.classes_.astype(np.int64),
        counts.columns,
        rare,
        np.ascontiguousarray(weights.T, dtype=np.float32),
        offsets.astype(np.float32),
        np.full(len(weights), UNMEASURED[0], dtype=np.float32),
        np.full(len(weights), UNMEASURED[1], dtype=np.float32),
    )


def counted_shares(features: Matrix, truth: npt.NDArray[np.int64]) -> Numbers:
    """Return how much each feature speaks for each class: how rare it is in the texts of all the others."""
    from scipy import sparse  # noqa: PLC0415 -- slow import

    np = numpy()
    classes, place = np.unique(truth, return_inverse=True)
    ones = np.ones(len(truth), dtype=np.float32)
    membership = sparse.csr_matrix((ones, (place, np.arange(len(truth)))), shape=(len(classes), len(truth)))
    sums = (membership @ features).toarray().astype(np.float64)
    others = sums.sum(axis=0) + SMOOTHING - sums
    shares = -np.log(others / others.sum(axis=1, keepdims=True))
    return (shares - shares.mean(axis=0)).astype(np.float32)


def scores_of(model: Model, features: Matrix) -> Numbers:
    """Return how much each text speaks for each class."""
    scores: Numbers = features @ model.weights + model.offsets
    return scores


def leads_of(scores: Numbers) -> tuple[npt.NDArray[np.int64], Numbers]:
    """Return for each text the place of the best class and its lead over the next one."""
    np = numpy()
    best = scores.argmax(axis=1)
    rows = np.arange(len(scores))
    others = scores.copy()
    others[rows, best] = -np.inf
    return best, scores[rows, best] - others.max(axis=1)


def certainties(slopes: Numbers, lifts: Numbers, best: npt.NDArray[np.int64], leads: Numbers) -> Shares:
    """Return how often guesses with these leads were right."""
    np = numpy()
    found: Shares = 1 / (1 + np.exp(-(slopes[best] * leads + lifts[best]).astype(np.float64)))
    return found


def guess_many(model: Model, documents: Sequence[Document]) -> list[tuple[int, float]]:
    """Return for each text the likeliest class and how sure that is."""
    found: list[tuple[int, float]] = []
    for portion in portions(documents):
        best, leads = leads_of(scores_of(model, features_of(model, portion)))
        sure = certainties(model.slopes, model.lifts, best, leads)
        found += [(int(model.classes[place]), float(share)) for place, share in zip(best, sure, strict=True)]
    return found


def guesses_for(model: Model, document: Document, limit: int = 3) -> list[Guess]:
    """Return the likeliest classes of one text, the likeliest first, each with the words that speak most for it."""
    np = numpy()
    features = features_of(model, [document])
    scores = scores_of(model, features)
    best, leads = leads_of(scores)
    order = sorted(range(scores.shape[1]), key=lambda place: (-float(scores[0, place]), int(model.classes[place])))
    sure = float(certainties(model.slopes, model.lifts, best, leads)[0])
    raised = np.exp((scores[0, order] - scores[0, order[1]]) * float(model.slopes[best[0]]))
    shares = [sure, *((1 - sure) * raised[1:] / raised[1:].sum()).tolist()]
    telling = words_for(model, document, features, order[:limit])
    return [
        Guess(int(model.classes[place]), float(share), words)
        for place, share, words in zip(order, shares, telling, strict=False)
    ]


def words_for(model: Model, document: Document, features: Matrix, order: Sequence[int]) -> list[tuple[str, ...]]:
    """Return by class the words of the text whose parts and base forms speak most for it and against the others."""
    np = numpy()
    little = LITTLE_WORDS.get(document.language, frozenset())
    words = list(dict.fromkeys(w for w in document.words if len(w) > 3 and not w.isnumeric() and w not in little))
    if not words or not features.nnz:
        return [() for _place in order]
    alone = features_of(model, [Document(word, language=document.language) for word in words])
    value = np.zeros(len(model.columns), dtype=np.float32)
    value[features.indices] = features.data
    row_of = np.repeat(np.arange(len(words)), np.diff(alone.indptr))
    speak = value[alone.indices, None] * model.weights[alone.indices]
    by_word = np.zeros((len(words), len(model.classes)), dtype=np.float32)
    np.add.at(by_word, row_of, speak)
    by_word -= by_word.mean(axis=1, keepdims=True)
    return [told(words, by_word[:, own].tolist()) for own in order]


def told(words: Sequence[str], speak: Sequence[float]) -> tuple[str, ...]:
    """Return the few words that speak most for something, the strongest first."""
    ranked = sorted(zip(speak, words, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return tuple(word for weight, word in ranked[:TOLD_WORDS] if weight > 0)


def data_hash(documents: Iterable[Document], labels: Iterable[int]) -> str:
    """Return the fingerprint of what a model is learned from."""
    digest = hashlib.sha256()
    for one, label in zip(documents, labels, strict=True):
        digest.update(f"{label}\x1f{one.language}\x1f{one.title}\x1f{one.text}\x1e".encode())
    return digest.hexdigest()


FIELDS = ("classes", "columns", "rare", "weights", "offsets", "slopes", "lifts")


def arrays_of(model: Model) -> dict[str, npt.NDArray[np.generic]]:
    """Return a model as plain arrays, to be kept in a file."""
    return {name: getattr(model, name) for name in FIELDS}


def model_from(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Model:
    """Return the model that these arrays hold."""
    return Model(**{name: arrays[name] for name in FIELDS})  # type: ignore[arg-type]


def fold_of(document: Document, folds: int) -> int:
    """Return into which of the folds a text falls; the same words always fall together."""
    digest = hashlib.sha256(" ".join(document.words).encode()).digest()
    return int.from_bytes(digest[:4], "big") % folds
