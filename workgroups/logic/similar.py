"""Which contributions are alike: word parts, base forms with the halves of compounds, headings, and nearness of places.

An index holds for every feature the texts that have it, so that asking costs milliseconds however many texts there
are. Nothing is random: the same texts give the same order. The weights were chosen by looking at one round of real
proposals and measuring on the other; see benchmarks/routing.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from participation.logic.language import words_of
from workgroups.logic.reviews import DULL, EMPTY, SHORTEST_LEMMA
from workgroups.logic.wordparts import (
    Document,
    Matrix,
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
    with_halves,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from workgroups.logic.wordparts import Numbers, Places, Shares

PARTS, FORMS, HEADING = 1.0, 0.5, 0.15  # how much each kind of likeness of the words counts
SAME_AREA, NEAR = 0.15, 0.1  # how much the place adds, at most
KILOMETRES = 111.2  # of a degree of latitude
PART, HEADING_PART = (4, 4), (3, 5)  # letters of a part of a word
FEWEST_TEXTS = 2  # a feature of one text makes nothing alike
LIKE = 0.18  # likeness of the words from which on two contributions are called similar
FEWEST_SHARED = 2


@dataclass(frozen=True)
class Item:
    """One contribution: its words, its area, and its place as longitude and latitude."""

    document: Document
    area: int | None = None
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Index:
    """For each feature the texts that have it and how much; for each text its area and place."""

    columns: Places
    rare: Numbers
    starts: npt.NDArray[np.int64]
    texts: Places
    weights: Numbers
    areas: npt.NDArray[np.int64]
    places: Numbers

    @property
    def size(self) -> int:
        """How many texts there are."""
        return len(self.areas)


@dataclass(frozen=True)
class Like:
    """Another text of the index: its row, the likeness of the words, and the whole score with the place."""

    row: int
    words: float
    score: float


def forms_of(document: Document) -> list[str]:
    """Return the base forms of a text and of the halves of its compounds, without words that say nothing."""
    return [
        form
        for word in document.words
        for form in with_halves(word, document.language)
        if form not in DULL and len(form) > 1
    ]


def pieces_of(documents: Sequence[Document]) -> Iterator[Matrix]:
    """Yield portion by portion how often each feature occurs: parts, base forms, parts of the heading."""
    parts, forms, headings = part_counter(*PART), token_counter(), part_counter(*HEADING_PART)
    for portion in portions(documents):
        yield side_by_side(
            [
                parts([" ".join(one.words) for one in portion]),
                forms([forms_of(one) for one in portion]),
                headings([" ".join(words_of(one.title)) for one in portion]),
            ]
        )


def vectors_of(counts: Matrix, columns: Places, rare: Numbers) -> Matrix:
    """Return the weights of the features of texts; two texts' likeness is the sum of their products."""
    return weighed(counts, rare, blocks_of(columns), [math.sqrt(share) for share in (PARTS, FORMS, HEADING)])


def build(items: Sequence[Item]) -> Index:
    """Return the index of these contributions; rows are their positions."""
    from scipy import sparse  # noqa: PLC0415 -- slow import

    np = numpy()
    documents = [item.document for item in items]
    counts = counted(lambda: pieces_of(documents), FEWEST_TEXTS)
    rare = rarity(counts.frequency, len(items))
    by_feature = sparse.csc_matrix(vectors_of(counts.matrix, counts.columns, rare))
    return Index(
        counts.columns,
        rare,
        by_feature.indptr.astype(np.int64),
        by_feature.indices.astype(np.int32),
        by_feature.data.astype(np.float32),
        np.asarray([item.area or 0 for item in items], dtype=np.int64),
        np.asarray([item.place or (np.nan, np.nan) for item in items], dtype=np.float32).reshape(len(items), 2),
    )


def likest(index: Index, item: Item, limit: int, *, leave_out: frozenset[int] = frozenset()) -> list[Like]:
    """Return the texts most like this one, the likest first; equal ones in the order of their rows."""
    np = numpy()
    counts = stacked([narrowed(piece, index.columns) for piece in pieces_of([item.document])])
    vector = vectors_of(counts, index.columns, index.rare)
    words = np.zeros(index.size, dtype=np.float64)
    for column, weight in sorted(zip(vector.indices.tolist(), vector.data.tolist(), strict=True)):
        own = slice(int(index.starts[column]), int(index.starts[column + 1]))
        words[index.texts[own]] += weight * index.weights[own]
    score = words + nearness(index, item)
    score[words <= 0] = -1
    score[[row for row in leave_out if 0 <= row < index.size]] = -1
    order = np.lexsort((np.arange(index.size), -np.round(score, 6)))[:limit]
    return [Like(int(row), float(words[row]), float(score[row])) for row in order if score[row] > 0]


def nearness(index: Index, item: Item) -> Shares:
    """Return for each text how much its place adds: the same area, and the less the farther away it is."""
    np = numpy()
    added: Shares = np.zeros(index.size, dtype=np.float64)
    if item.area:
        added += SAME_AREA * (index.areas == item.area)
    if item.place:
        longitude, latitude = item.place
        east = (index.places[:, 0] - longitude) * KILOMETRES * math.cos(math.radians(latitude))
        north = (index.places[:, 1] - latitude) * KILOMETRES
        added += NEAR * np.nan_to_num(np.exp(-np.hypot(east, north)), nan=0.0)
    return added


def shared_words(one: Document, other: Document, limit: int = 4) -> tuple[str, ...]:
    """Return the base forms that two texts share, the longest first."""
    shared = {form for form in set(forms_of(one)) & set(forms_of(other)) if tells(form)}
    longest = sorted(shared, key=lambda form: (-len(form), form))
    return tuple(form for form in longest if not any(form != w and form in w for w in shared))[:limit]


def tells(form: str) -> bool:
    """Tell whether sharing this base form says something."""
    return len(form) >= SHORTEST_LEMMA and not form.isnumeric() and form not in EMPTY


def place_of(location: object) -> tuple[float, float] | None:
    """Return longitude and latitude of a GeoJSON point, or nothing."""
    if not isinstance(location, Mapping) or location.get("type") != "Point":
        return None
    point = location.get("coordinates")
    if not isinstance(point, Sequence) or len(point) < 2:
        return None
    try:
        return float(point[0]), float(point[1])
    except (TypeError, ValueError):
        return None


FIELDS = ("columns", "rare", "starts", "texts", "weights", "areas", "places")


def arrays_of(index: Index) -> dict[str, npt.NDArray[np.generic]]:
    """Return an index as plain arrays, to be kept in a file."""
    return {name: getattr(index, name) for name in FIELDS}


def index_from(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Index:
    """Return the index that these arrays hold."""
    return Index(**{name: arrays[name] for name in FIELDS})  # type: ignore[arg-type]
