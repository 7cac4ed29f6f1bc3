"""Learning from what people confirmed, and letting suggestions assign by themselves."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.errors import ParticipationError
from participation.models import Person, Process
from participation.models.jobs import Job
from workgroups.gateways import arrays as shelf
from workgroups.logic import learning, measuring
from workgroups.logic import similar as alike
from workgroups.models import Learned, LearningSetting
from workgroups.queries import suggestions as queries
from workgroups.queries.similar import indexed_rows, item_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LEARN, LEARN_NOW, INDEX = "workgroups.learn_routing", "workgroups.learn_routing_now", "workgroups.index_similar"
WAIT = {LEARN: datetime.timedelta(minutes=10), INDEX: datetime.timedelta(minutes=2)}
KEPT = 6  # versions whose figures stay readable
LARGE = 5000  # contributions from which on the index is made at most once an hour


def promise(kind: str, process_id: int) -> None:
    """Promise to learn from a process in a while, unless that is promised already; a second promise does no harm."""
    waiting = Job.objects.pending().filter(kind=kind, reference=str(process_id), lease_until__isnull=True)
    if not waiting.exists():
        add_job(kind, process_id, available_at=timezone.now() + WAIT[kind])


def learn(process_id: int, *, at_once: bool = False) -> Learned | None:
    """Learn the groups of a process anew when enough was confirmed since the last time; returns the new version.

    Runs twice without harm: what was learned from the same contributions before is not learned again.
    """
    documents, groups = queries.confirmed_examples(process_id)
    due = queries.is_due(process_id, len(documents))
    if not due and not (at_once and len(documents) >= queries.FEWEST):
        return None
    seeds = queries.seeds_of(process_id)
    if len({*groups}) < learning.FEWEST_GROUPS:
        return None
    every = [*documents, *(document for document, _group in seeds)]
    fingerprint = learning.data_hash(every, [*groups, *(group for _document, group in seeds)])
    newest = Learned.objects.newest(process_id, Learned.Kind.ROUTING)
    if newest and newest.data_hash == fingerprint:
        return None
    model, measured = measuring.learn_and_measure(documents, groups, seeds)
    return keep(
        process_id, Learned.Kind.ROUTING, learning.arrays_of(model), len(documents), fingerprint, asdict(measured)
    )


def index(process_id: int) -> Learned | None:
    """Make the index of alike contributions of a process anew unless nothing changed; returns the new version."""
    rows = list(indexed_rows(process_id).iterator(chunk_size=2000))
    items = [item_of(row) for row in rows]
    fingerprint = learning.data_hash((item.document for item in items), (item.area or 0 for item in items))
    newest = Learned.objects.newest(process_id, Learned.Kind.SIMILAR)
    if not rows or (newest and newest.data_hash == fingerprint):
        return None
    if newest and len(rows) > LARGE and timezone.now() - newest.learned_at < queries.PAUSE:
        return None
    import numpy as np  # noqa: PLC0415 -- slow import

    keys = np.frombuffer(b"".join(row.pk.bytes for row in rows), dtype=np.uint8).reshape(len(rows), 16)
    arrays = {**alike.arrays_of(alike.build(items)), "keys": keys}
    return keep(process_id, Learned.Kind.SIMILAR, arrays, len(rows), fingerprint, {})


def keep(
    process_id: int,
    kind: Learned.Kind,
    arrays: Mapping[str, npt.NDArray[np.generic]],
    texts: int,
    fingerprint: str,
    figures: Mapping[str, Any],
) -> Learned:
    """Put a version on the shelf and into the table; of two at once, one is refused by its number and tried again."""
    newest = Learned.objects.newest(process_id, kind)
    number = newest.number + 1 if newest else 1
    name = queries.file_name(process_id, kind, number)
    file_hash = shelf.keep_arrays(name, arrays)
    with transaction.atomic():
        row = Learned.objects.create(
            process_id=process_id,
            kind=kind,
            number=number,
            texts=texts,
            data_hash=fingerprint,
            file_hash=file_hash,
            figures=dict(figures),
        )
        if kind == Learned.Kind.ROUTING:
            add_audit_entry("learn_routing", row, by=None, number=number, texts=texts)
        Learned.objects.filter(process=process_id, kind=kind, number__lte=number - KEPT).delete()
    shelf.drop_arrays(queries.file_name(process_id, kind, number - 2))
    return row


@transaction.atomic
def set_learning(process: Process, *, assigns: bool, threshold: float, by: Person) -> LearningSetting:
    """Let suggestions assign by themselves from a certainty on, or let them only suggest.

    Refused until the version in use was measured at that threshold, so that nobody switches on what was not seen.
    """
    newest = Learned.objects.newest(process.pk, Learned.Kind.ROUTING)
    offered = {row["threshold"] for row in (newest.figures.get("thresholds", []) if newest else [])}
    if newest and newest.figures.get("advised"):
        offered.add(newest.figures["advised"])
    if assigns and threshold not in offered:
        message = _("Choose a certainty from the table.")
        raise ParticipationError(message, fields={"threshold": [{"code": "unknown", "message": message}]})
    kept = threshold if assigns else 1.0
    setting, _made = LearningSetting.objects.update_or_create(
        process=process, defaults={"assigns": assigns, "threshold": kept}
    )
    add_audit_entry("set_learning", process, by=by, assigns=assigns, threshold=kept)
    return setting


@transaction.atomic
def promise_now(process: Process, *, by: Person) -> None:
    """Promise to learn from a process right away, at most as often as it makes a difference."""
    add_job(LEARN_NOW, process.pk)
    add_audit_entry("promise_learning", process, by=by)
