"""Audit entries: written inside the transaction of the change they tell of."""

from django.db import models

from participation.models.audit import AuditEntry
from participation.models.people import Person


def add_audit_entry(verb: str, subject: models.Model, *, by: Person | None, **data: object) -> AuditEntry:
    """Note who did what to which thing; by=None means a job or a resident without a name."""
    kind = subject._meta.label_lower  # noqa: SLF001 -- public by its documentation
    return AuditEntry.objects.create(verb=verb, subject_type=kind, subject_id=str(subject.pk), by=by, data=data)
