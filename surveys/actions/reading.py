"""Noting who reads answers as they were written: once a day, person and question, so that the log stays readable."""

from django.utils import timezone

from participation.actions.audit import add_audit_entry
from participation.models.audit import AuditEntry
from participation.models.people import Person
from surveys.models.surveys import Survey

VERB = "read_answers"


def note_read(survey: Survey, question: str, *, by: Person) -> bool:
    """Note that somebody reads the answers to a question; tells whether it was not noted today yet."""
    today = timezone.localdate().isoformat()
    read = {"question": question, "day": today}
    known = AuditEntry.objects.filter(verb=VERB, subject_type="surveys.survey", subject_id=str(survey.pk), by=by)
    if known.filter(data__question=question, data__day=today).exists():
        return False
    add_audit_entry("read_answers", survey, by=by, **read)
    return True
