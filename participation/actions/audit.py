"""Audit entries: written inside the transaction of the change they tell of, sealed into a chain soon after.

Sealing is a step of its own, because a chain has one end: were the seal made while writing, every change in the
installation would wait for every other.
"""

import structlog
from django.db import models, transaction
from django.utils import timezone

from participation.logic.audit_chain import START, seal_of
from participation.models.audit import AuditEntry
from participation.models.people import Person
from participation.queries.audit import link_of

log = structlog.get_logger(__name__)
PORTION = 1000


def add_audit_entry(verb: str, subject: models.Model, *, by: Person | None, **data: object) -> AuditEntry:
    """Note who did what to which thing; by=None means a job or a resident without a name."""
    kind = subject._meta.label_lower  # noqa: SLF001 -- public by its documentation
    return AuditEntry.objects.create(verb=verb, subject_type=kind, subject_id=str(subject.pk), by=by, data=data)


def add_residents_entry(verb: str, process: object, **data: object) -> AuditEntry:
    """Note what somebody did with their own words: on which day and in which process, given by its key.

    Neither the hour nor which words: together with the log of a web server they would tell who wrote them.
    """
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    subject = {"subject_type": "participation.process", "subject_id": str(process)}
    return AuditEntry.objects.create(verb=verb, at=day, data=data, **subject)


def seal_audit_entries() -> int:
    """Seal what was noted since the last time, in the order of noting; returns how many. Safe to repeat.

    An entry whose transaction ends later than that of a younger one is sealed after it: places tell the order of
    sealing, times the order of doing. Two sealings at once cannot both take a place: the second fails as a whole.
    """
    sealed = 0
    while count := seal_portion():
        sealed += count
        if count < PORTION:
            break
    return sealed


@transaction.atomic
def seal_portion() -> int:
    """Seal up to a portion of what is not sealed yet; returns how many."""
    last = AuditEntry.objects.filter(position__isnull=False).order_by("-position").first()
    position, head = (last.position or 0, last.seal) if last else (0, START)
    entries = list(AuditEntry.objects.filter(position__isnull=True).order_by("pk")[:PORTION])
    for entry in entries:
        position += 1
        head = seal_of(link_of(entry), position, head)
        entry.position, entry.seal = position, head
    AuditEntry.objects.bulk_update(entries, ["position", "seal"], batch_size=200)
    if entries:
        log.info("audit_sealed", position=position, seal=head)
    return len(entries)
