"""Handing messages to the mail server: alone or as a digest, in the recipient's language, each exactly once.

The job of every message tries to take it, together with all that its recipient gets at the same time: one conditional
UPDATE a row decides whose job sends it, and what was taken stays together over every attempt. So two workers never
send the same message, and a crash between handing over and marking sends the same mail again, with its Message-ID.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.actions.notifications import list_headers, start_of_day
from participation.errors import PermanentFailure
from participation.extension_points import notification_kinds
from participation.gateways import mail
from participation.models.notifications import Follow, Notification
from participation.models.people import Person
from participation.queries.digests import Told
from participation.queries.mails import content_of
from participation.queries.notifications import leave_address

NOTHING, REFUSED, BOUNCED = "nothing_to_tell", "refused", "bounced"


def deliver_notification(notification_id: str) -> None:
    """Send what this message's job took; a refused address is marked as failed, in sight.

    A temporary failure is raised, so that the outbox tries again.
    """
    rows = taken_by(notification_id)
    if not rows:
        return
    first = rows[0]
    try:
        unsaid = send(first, rows)
    except PermanentFailure as refusal:
        refuse(rows, refusal.code)
        return
    mark(rows, unsaid)


def taken_by(notification_id: str) -> list[Notification]:
    """Return the waiting messages that this one's job sends; the first time it takes all that go with it."""
    mine = waiting().filter(bundle=notification_id)
    own = waiting().filter(pk=notification_id, bundle__isnull=True).first()
    if own is not None:
        take(own)
    rows = mine.select_related("person", "follow").order_by("-noted_at", "-pk")
    return list(rows)


@transaction.atomic
def take(own: Notification) -> None:
    """Take a message, and with one of a digest all others of that digest that nobody took yet.

    The first UPDATE decides: if the job of another one was first, this takes nothing.
    """
    if waiting().filter(pk=own.pk, bundle__isnull=True).update(bundle=own.pk) != 1 or not own.in_digest:
        return
    same = waiting().filter(person=own.person_id, follow=own.follow_id, due_at=own.due_at, in_digest=True)
    same.filter(bundle__isnull=True).update(bundle=own.pk)


def waiting() -> Any:
    """Return the messages that are not yet handed over."""
    return Notification.objects.filter(state=Notification.State.WAITING)


def send(first: Notification, rows: Sequence[Notification]) -> list[uuid.UUID]:
    """Word what there is to tell in the recipient's language and hand it over; returns what has nothing to tell."""
    recipient = first.person or first.follow
    if recipient is None or not getattr(recipient, "is_active", True):
        return [row.pk for row in rows]
    told: list[Told] = []
    with translation.override(recipient.language):
        for row in rows:
            kind = notification_kinds.get(row.kind)
            wording = kind.wording(row.context) if kind else None
            if kind and wording:
                told.append(Told(row.pk, kind.label(), wording))
        if told:
            hand_over(first, recipient, told)
    said = {one.key for one in told}
    return [row.pk for row in rows if row.pk not in said]


def hand_over(first: Notification, recipient: Person | Follow, told: Sequence[Told]) -> None:
    """Give one mail to the server: a message by itself, or several as a digest."""
    leave = leave_address(first.follow) if first.follow else ""
    content, subject, template = content_of(told, leave, recipient.language)
    mail.send_mail(
        to=recipient.email,
        subject=f"{subject} – {settings.CITY_NAME}",
        text=render_to_string(f"emails/participation/{template}.txt", content),
        html=render_to_string(f"emails/participation/{template}.html", content),
        message_id=f"<outbox-{first.bundle or first.pk}@kuulolla>",
        headers=list_headers(leave),
    )


def mark(rows: Sequence[Notification], unsaid: Sequence[uuid.UUID]) -> None:
    """Move handed over messages to their end state by conditional UPDATEs."""
    now = timezone.now()
    if rows[0].follow_id:
        now = start_of_day(now)  # the moment may be that of a contribution
    keys = {row.pk for row in rows}
    sent = waiting().filter(pk__in=keys - set(unsaid))
    sent.update(state=Notification.State.SENT, sent_at=now)
    waiting().filter(pk__in=unsaid).update(state=Notification.State.FAILED, failure=NOTHING)


@transaction.atomic
def refuse(rows: Sequence[Notification], why: str) -> None:
    """Note that an address takes no mail; a follower gets no more until the address is mended."""
    keys = [row.pk for row in rows]
    Notification.objects.filter(pk__in=keys).update(state=Notification.State.FAILED, failure=why)
    follows = [row.follow_id for row in rows if row.follow_id]
    Follow.objects.filter(pk__in=follows).update(refused_on=timezone.localdate())


def note_bounce(message_id: str) -> int:
    """Note that a mail came back, by its Message-ID; returns how many messages were in it."""
    key = message_id.strip().strip("<>").partition("@")[0].removeprefix("outbox-")
    try:
        bundle = uuid.UUID(key)
    except ValueError:
        return 0
    rows = list(Notification.objects.filter(bundle=bundle, state=Notification.State.SENT))
    if rows:
        refuse(rows, BOUNCED)
    return len(rows)


def failure_words(failure: str) -> str:
    """Return in words why a message did not arrive."""
    words = {REFUSED: _("The mail server refused the address."), BOUNCED: _("The mail came back.")}
    return words.get(failure, _("There was nothing left to tell."))
