"""Audit entries: written inside the transaction of the change they tell of."""

from django.db import models

from participation.models.audit import AuditEntry
from participation.models.people import Person


def add_audit_entry(verb: str, subject: models.Model, *, by: Person | None, **data: object) -> AuditEntry:
    """Note who did what to which thing; by=None means a job or a resident without a name."""
    return AuditEntry.objects.create(
        verb=verb, subject_type=subject._meta.label_lower, subject_id=str(subject.pk), by=by, data=data
    )
