"""Labels learned from texts that people labelled: the same texts give the same labels, nothing is random.

A linear separation reads base forms, parts of compounds, beginnings of words (four letters, alone and in pairs, and
six), which are alike in all the forms of a Finnish word.

- One label, given or not (`Fitting`): the few texts that have it weigh as much as the many that have not; with the
  extra `nlp` what the texts mean is read beside their words.
- One of many labels (`Learner`): each sentence of a long text is learned too, for a part, since what is to be placed is
  often one sentence; and a second voice, counted shares of parts of words (complement naive Bayes), is added with half
  the weight.

Features, weights and shares were chosen on two fifths of the respondents among those learned from; those who are
measured in benchmarks/themes.py were not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from participation.logic.language import parts_of, words_of
from participation.logic.themes import FEWEST_TEXTS, READ, Said

if TYPE_CHECKING:
    from participation.logic.meanings import Meanings

MANY = 1000  # texts from which on what stands in one text only is left out
SEPARATION = 0.3  # how much the linear voice may bend to single texts
FITTING = 0.1  # the same where a label fits or not: there are few examples
MEANING = 1.5  # how much the meaning of a text counts beside its words
SENTENCE = 0.3  # how much a sentence counts beside a text
FEWEST_FEATURES = 6  # of a sentence that is learned
SMOOTHING = 0.03
SHARE_VOICE = 0.5
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def features_of(said: Said) -> list[str]:
    """Return what the linear voice reads of a text."""
    words = words_of(said[0][:READ])
    short = [word[:4] for word in words]
    found = [part for word in words for part in sorted(parts_of(word, said[1]))]
    found += [f"{begin}~4" for begin in short]
    found += [f"{one}~{two}" for one, two in pairwise(short)]
    found += [f"{word[:6]}~6" for word in words]
    return found


def sentences_of(said: Said) -> list[Said]:
    """Return the sentences of a text that has several."""
    found = [part for part in SENTENCE_END.split(said[0][:READ]) if part.strip()]
    return [(part, said[1]) for part in found] if len(found) > 1 else []


class Fitting:
    """Whether one label fits, learned from texts that people gave it to and texts that they did not."""

    def __init__(self, texts: Sequence[Said], fits: Sequence[bool], meanings: Meanings | None = None) -> None:
        """Learn; both kinds of texts are needed. `meanings` has a row a text, or is left out here and in `of`."""
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- heavy: only where it works
        from sklearn.svm import LinearSVC  # noqa: PLC0415 -- heavy: only where it works

        self.reader = TfidfVectorizer(
            analyzer=features_of, sublinear_tf=True, min_df=FEWEST_TEXTS if len(texts) > MANY else 1
        )
        self.model = LinearSVC(C=FITTING, class_weight="balanced", random_state=0)
        self.model.fit(beside(self.reader.fit_transform(texts), meanings), list(fits))

    def of(self, texts: Sequence[Said], meanings: Meanings | None = None) -> list[bool]:
        """Return for each text whether the label fits it."""
        if not texts:
            return []
        return [bool(fits) for fits in self.model.predict(beside(self.reader.transform(texts), meanings))]


def beside(features: Any, meanings: Meanings | None) -> Any:
    """Return features of words and, beside them, what the texts mean."""
    if meanings is None:
        return features
    from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415 -- heavy: only where it works

    return hstack([features, csr_matrix(MEANING * meanings)]).tocsr()


class Learner:
    """Which of many labels fits, learned from texts that people labelled."""

    def __init__(self, texts: Sequence[Said], labels: Sequence[str]) -> None:
        """Learn; at least three different labels are needed."""
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- heavy: only where it works
        from sklearn.svm import LinearSVC  # noqa: PLC0415 -- heavy: only where it works

        kept = FEWEST_TEXTS if len(texts) > MANY else 1
        self.reader = TfidfVectorizer(analyzer=features_of, sublinear_tf=True, min_df=kept)
        features = self.reader.fit_transform(texts)
        self.model = LinearSVC(C=SEPARATION, random_state=0)
        self.learn_sentences(features, texts, labels)
        self.shares = Shares(texts, labels, kept)
        self.scale = float(self.model.decision_function(features).std())

    def learn_sentences(self, features: Any, texts: Sequence[Said], labels: Sequence[str]) -> None:
        """Learn the texts, and beside them their sentences for a part."""
        from scipy.sparse import vstack  # noqa: PLC0415 -- heavy: only where it works

        parts = [
            (sentence, label)
            for said, label in zip(texts, labels, strict=True)
            for sentence in sentences_of(said)
            if len(features_of(sentence)) >= FEWEST_FEATURES
        ]
        weights = [1.0] * len(texts) + [SENTENCE] * len(parts)
        if parts:
            features = vstack([features, self.reader.transform([sentence for sentence, _label in parts])]).tocsr()
        self.model.fit(features, [*labels, *(label for _sentence, label in parts)], sample_weight=weights)

    def scores(self, texts: Sequence[Said]) -> Any:
        """Return how much each label fits each text: a row a text, labels in the order of `labels`."""
        found = self.model.decision_function(self.reader.transform(texts))
        return found / self.scale + SHARE_VOICE * self.shares.scores(texts)

    @property
    def labels(self) -> list[str]:
        """The labels that were learned."""
        return [str(label) for label in self.model.classes_]

    def placed(self, texts: Sequence[Said]) -> list[str]:
        """Return the label that fits each text best."""
        return [self.labels[place] for place in self.scores(texts).argmax(axis=1)] if texts else []

    def placed_apart(self, texts: Sequence[Said], owners: Sequence[str]) -> list[str]:
        """Return labels where nobody gave the same one twice: of all ways to place a person's texts, the best one."""
        from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 -- heavy: only where it works

        scores, found = self.scores(texts), [""] * len(texts)
        of_owner: dict[str, list[int]] = {}
        for row, owner in enumerate(owners):
            of_owner.setdefault(owner, []).append(row)
        for rows in of_owner.values():
            for at, place in zip(*linear_sum_assignment(-scores[rows]), strict=True):
                found[rows[at]] = self.labels[place]
        return found


class Shares:
    """How much each part of a word speaks for each label: by how rare it is in the texts of all the others."""

    def __init__(self, texts: Sequence[Said], labels: Sequence[str], kept: int) -> None:
        import numpy as np  # noqa: PLC0415 -- heavy: only where it works
        from scipy.sparse import csr_matrix  # noqa: PLC0415 -- heavy: only where it works
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- heavy: only where it works

        self.reader = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 6),
            sublinear_tf=True,
            min_df=kept,
            preprocessor=lambda said: said[0][:READ].lower(),
        )
        features = self.reader.fit_transform(texts)
        known, place = np.unique(labels, return_inverse=True)
        ones = np.ones(len(texts))
        members = csr_matrix((ones, (place, np.arange(len(texts)))), shape=(len(known), len(texts)))
        sums = (members @ features).toarray()
        others = sums.sum(axis=0) + SMOOTHING - sums
        weights = -np.log(others / others.sum(axis=1, keepdims=True))
        weights -= weights.mean(axis=0)
        self.weights = weights / max(float((features @ weights.T).std()), 1e-12)

    def scores(self, texts: Sequence[Said]) -> Any:
        """Return how much each label fits each text."""
        return self.reader.transform(texts) @ self.weights.T
