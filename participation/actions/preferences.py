"""What people do with their messages: choose how often, set quiet hours, read the list."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from participation.actions.audit import add_audit_entry
from participation.logic.rhythm import RHYTHMS
from participation.models.notifications import Follow, Notification, Preference, QuietHours
from participation.models.people import Person
from participation.queries.rhythm import wishes_of


@transaction.atomic
def choose_rhythms(rhythms: Mapping[str, str], quiet: tuple[datetime.time, datetime.time], *, by: Person) -> None:
    """Store how often a person wants each kind of message, and when none; holds for messages noted from now on."""
    for wish in wishes_of(by):
        rhythm = rhythms.get(wish.key)
        if rhythm in RHYTHMS:
            Preference.objects.update_or_create(person=by, kind=wish.key, defaults={"rhythm": rhythm})
    QuietHours.objects.update_or_create(person=by, defaults={"begins": quiet[0], "ends": quiet[1]})
    add_audit_entry("choose_messages", by, by=by)


def mark_read(notification: Notification) -> None:
    """Note that the reader opened a message in the list."""
    Notification.objects.filter(pk=notification.pk, is_read=False).update(is_read=True)


def mark_all_read(person: Person) -> int:
    """Note that a person has seen the whole list; returns how many were unread."""
    return Notification.objects.visible_to(person).unread().update(is_read=True)


@transaction.atomic
def drop_address(follow: Follow, *, by: Person) -> None:
    """Erase an address that takes no mail."""
    add_audit_entry("drop_address", follow, by=by)
    follow.delete()
