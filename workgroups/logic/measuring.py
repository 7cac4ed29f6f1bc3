"""How good learned suggestions are, measured on texts that were left out while learning."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workgroups.logic import learning
from workgroups.logic.wordparts import Document, blocks_of, numpy, weighed

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from workgroups.logic.learning import Model
    from workgroups.logic.wordparts import Counts, Numbers, Shares

FOLDS = 5
MANY = 4000  # texts from which one fold is enough to measure on
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)
WANTED = 0.95  # share of right ones that a threshold should promise
CONFIDENCE = 1.0  # standard errors by which the promise must hold in what was measured
FEWEST_MEASURED = 30  # texts from which on certainties are fitted
NEVER = 50.0  # by so much a class that was not learned scores less than all others
GENTLEST = 0.01  # slope, so that a longer lead never makes less sure
FINE = tuple(step / 100 for step in range(30, 100))


@dataclass(frozen=True)
class AtThreshold:
    """What assigning from this certainty on would have done: share of right ones, share of texts assigned, how many."""

    threshold: float
    precision: float
    coverage: float
    assigned: int


@dataclass(frozen=True)
class Measured:
    """Accuracy and macro-F1 on left-out texts, what thresholds would have done, and the lowest one that keeps the promise."""

    texts: int
    accuracy: float
    macro_f1: float
    thresholds: tuple[AtThreshold, ...]
    advised: float | None


def learn_and_measure(
    documents: Sequence[Document], labels: Sequence[int], seeds: Sequence[tuple[Document, int]] = ()
) -> tuple[Model, Measured]:
    """Return the model of all texts and how good models without the measured texts were.

    Seeds, such as the tasks of groups, are learned from and never measured. Up to 4,000 texts are measured in five
    folds, more of them in one.
    """
    np = numpy()
    every = [*documents, *(document for document, _label in seeds)]
    truth = np.asarray([*labels, *(label for _document, label in seeds)], dtype=np.int64)
    counts = learning.counts_of(every)
    fold = np.asarray([learning.fold_of(one, FOLDS) for one in documents] + [-1] * len(seeds))
    classes = np.unique(truth)
    rows, scores = [], []
    for number in range(1 if len(documents) > MANY else FOLDS):
        out = np.flatnonzero(fold == number)
        found = left_out_scores(counts, truth, out, np.flatnonzero(fold != number))
        if found is not None:
            rows.append(out)
            scores.append(found)
    model = learning.fit_counts(counts, None, truth.tolist())
    if not rows:
        return model, Measured(0, 0.0, 0.0, (), None)
    right = np.searchsorted(classes, truth[np.concatenate(rows)])
    slopes, lifts, measured = measured_of(np.concatenate(scores), right)
    return replace(model, slopes=slopes, lifts=lifts), measured


def left_out_scores(
    counts: Counts,
    truth: npt.NDArray[np.int64],
    out: npt.NDArray[np.int64],
    rest: npt.NDArray[np.int64],
) -> Numbers | None:
    """Return the scores of left-out texts for every class by a model of the rest; None when there is nothing to tell."""
    np = numpy()
    if not len(out) or len(np.unique(truth[rest])) < learning.FEWEST_GROUPS:
        return None
    classes = np.unique(truth)
    model = learning.fit_counts(counts, rest, truth[rest].tolist())
    features = weighed(counts.matrix[out], model.rare, blocks_of(model.columns), learning.BLOCKS)
    found = learning.scores_of(model, features)
    wide: Numbers = np.full((len(out), len(classes)), found.min() - NEVER, dtype=np.float32)
    wide[:, np.searchsorted(classes, model.classes)] = found
    return wide


def measured_of(scores: Numbers, right: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers, Measured]:
    """Return what turns leads into certainties, and the figures of scores for texts whose class is known.

    What thresholds would have done is told by certainties that were fitted on the other half of the texts.
    """
    np = numpy()
    best, leads = learning.leads_of(scores)
    hits = best == right
    number = scores.shape[1]
    sure = np.zeros(len(right))
    half = np.arange(len(right)) % 2 == 0
    for own, other in ((half, ~half), (~half, half)):
        slopes, lifts = calibration(best[other], leads[other], hits[other], number)
        sure[own] = learning.certainties(slopes, lifts, best[own], leads[own])
    table = tuple(at_threshold(sure, hits, threshold) for threshold in THRESHOLDS)
    figures = Measured(len(right), float(hits.mean()), macro_f1(best, right), table, advised_threshold(sure, hits))
    return *calibration(best, leads, hits, number), figures


def calibration(
    best: npt.NDArray[np.int64], leads: Numbers, hits: npt.NDArray[np.bool_], number: int
) -> tuple[Numbers, Numbers]:
    """Return by class how the lead of a guess tells how often it is right; classes seen seldom stay near the mean."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 -- slow import

    np = numpy()
    if len(hits) < FEWEST_MEASURED or hits.all() or not hits.any():
        slope, lift = learning.UNMEASURED
        return np.full(number, slope, dtype=np.float32), np.full(number, lift, dtype=np.float32)
    scale = float(leads.mean()) or 1.0
    own = np.eye(number)[best]
    lead = (leads / scale)[:, None]
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(np.hstack([lead, own, own * lead]), hits)
    weights = fitted.coef_[0]
    slopes = np.maximum((weights[0] + weights[1 + number :]) / scale, GENTLEST)
    return slopes.astype(np.float32), (weights[1 : 1 + number] + fitted.intercept_[0]).astype(np.float32)


def at_threshold(sure: Shares, hits: npt.NDArray[np.bool_], threshold: float) -> AtThreshold:
    """Return what a threshold would have done."""
    chosen = sure >= threshold
    assigned = int(chosen.sum())
    precision = float(hits[chosen].mean()) if assigned else 0.0
    return AtThreshold(threshold, precision, assigned / max(len(sure), 1), assigned)


def advised_threshold(sure: Shares, hits: npt.NDArray[np.bool_]) -> float | None:
    """Return the lowest threshold whose share of right ones is certain enough to be 95 %; None when there is none."""
    for threshold in FINE:
        one = at_threshold(sure, hits, threshold)
        if one.assigned and lower_bound(one.precision, one.assigned) >= WANTED:
            return threshold
    return None


def lower_bound(share: float, number: int) -> float:
    """Return the lower end of what a share seen in so many cases can be (Wilson)."""
    square = CONFIDENCE**2
    middle = share + square / (2 * number)
    margin = CONFIDENCE * math.sqrt((share * (1 - share) + square / (4 * number)) / number)
    return (middle - margin) / (1 + square / number)


def macro_f1(guessed: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> float:
    """Return the mean over the classes of how well each is found and kept apart."""
    found = []
    for key in sorted(set(right.tolist()) | set(guessed.tolist())):
        both = int(((guessed == key) & (right == key)).sum())
        found.append(2 * both / (int((guessed == key).sum()) + int((right == key).sum())))
    return sum(found) / len(found) if found else 0.0
