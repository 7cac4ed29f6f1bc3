"""Noting outside the database what was erased, before it is erased: a wish noted twice does no harm, one that is lost does."""

from django.conf import settings
from django.utils import timezone

from participation.gateways import erasures
from participation.logic.erasures import erasure_mark
from participation.models.people import Person

RECEIPT, PERSON, FOLLOW = "receipt", "person", "follow"


def note_erasure(kind: str, key: object) -> None:
    """Write the mark of one thing and the day into the journal of erasures."""
    erasures.write_mark(timezone.localdate().isoformat(), mark_of(kind, key))


def mark_of(kind: str, key: object) -> str:
    """Return the mark of one thing in this installation."""
    return erasure_mark(settings.RECEIPT_SECRET, kind, key)


def person_key(person: Person) -> str:
    """Return what tells an account from one that later gets the same number."""
    return f"{person.pk}:{person.joined_on.isoformat()}"
