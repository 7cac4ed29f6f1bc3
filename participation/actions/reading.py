"""Noting who reads what residents wrote: once a day, person and page, so that the log stays readable."""

import datetime

from django.db import models
from django.utils import timezone

from participation.actions.audit import add_audit_entry
from participation.models.audit import AuditEntry
from participation.models.people import Person

READ = "read_answers"


def note_reading(subject: models.Model, what: str, *, by: Person) -> bool:
    """Note that somebody reads raw words of a kind in one place; tells whether it was not noted today yet."""
    midnight = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time()))
    kind = subject._meta.label_lower  # noqa: SLF001 -- public by its documentation
    known = AuditEntry.objects.filter(subject_type=kind, subject_id=str(subject.pk), verb=READ, by=by, at__gte=midnight)
    if any(data.get("what") == what for data in known.values_list("data", flat=True)):
        return False
    add_audit_entry("read_answers", subject, by=by, what=what)
    return True
