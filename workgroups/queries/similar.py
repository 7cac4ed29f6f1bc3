"""Contributions that are alike: found in the index of their process, with the words they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from participation.models import Submission
from workgroups.gateways.arrays import arrays_of
from workgroups.logic import similar as logic
from workgroups.models import Learned
from workgroups.queries.suggestions import document_of, file_name

LOOKED_AT = 200  # rows of the index that are looked up, so that hidden ones leave enough
INDEXED = ("pk", "text", "title", "language", "area_id", "location")


@dataclass(frozen=True)
class Similar:
    """Another contribution, how alike it is, and the base forms that both have."""

    submission: Submission
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Shelf:
    """An index with the contributions of its rows."""

    index: logic.Index
    keys: tuple[UUID, ...]
    rows: dict[UUID, int]


def indexed_rows(process_id: int) -> QuerySet[Submission]:
    """Return the contributions of a process that an index holds, in its order."""
    rows = Submission.objects.filter(process=process_id).exclude(state="withdrawn")
    return rows.only(*INDEXED).order_by("received_on", "pk")


def item_of(submission: Submission) -> logic.Item:
    """Return what of a contribution can be alike."""
    return logic.Item(document_of(submission), submission.area_id, logic.place_of(submission.location))


@lru_cache(maxsize=4)
def loaded(name: str, file_hash: str) -> Shelf | None:
    """Return the index of a file, or nothing when the file is gone."""
    arrays = arrays_of.__wrapped__(name, file_hash)
    if arrays is None:
        return None
    keys = tuple(UUID(bytes=bytes(key)) for key in arrays["keys"])
    return Shelf(logic.index_from(arrays), keys, {key: row for row, key in enumerate(keys)})


def shelf_of(process_id: int) -> Shelf | None:
    """Return the index in use of a process, or nothing while none was made."""
    row = Learned.objects.newest(process_id, Learned.Kind.SIMILAR)
    return loaded(file_name(process_id, row.kind, row.number), row.file_hash) if row else None


def similar_to(submission: Submission, among: QuerySet[Submission], limit: int = 5) -> Sequence[Similar] | None:
    """Return the contributions among the given ones that are most like this one; None while there is no index.

    Only what shares words is called similar; the place alone makes nothing alike.
    """
    shelf = shelf_of(submission.process_id)
    if shelf is None:
        return None
    own = shelf.rows.get(submission.pk, -1)
    found = logic.likest(shelf.index, item_of(submission), LOOKED_AT, leave_out=frozenset({own}))
    near = {shelf.keys[like.row]: like for like in found if like.words >= logic.LIKE}
    visible = {row.pk: row for row in among.filter(pk__in=list(near))}
    document = document_of(submission)
    answer: list[Similar] = []
    for key, like in near.items():
        if key in visible and len(answer) < limit:
            words = logic.shared_words(document, document_of(visible[key]))
            if words:
                answer.append(Similar(visible[key], like.score, words))
    return answer
