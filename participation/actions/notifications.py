"""Messages to people: promised as rows, one a recipient, and delivered by jobs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from participation.actions.jobs import add_jobs
from participation.errors import PermanentFailure
from participation.extension_points import Wording, notification_kinds
from participation.gateways import mail
from participation.models.notifications import Follow, Notification
from participation.models.people import Person
from participation.models.receipts import JourneyEntry
from participation.queries.notifications import leave_address

DELIVER = "participation.deliver_notification"
OUTCOME_PUBLISHED = "participation.outcome_published"


@transaction.atomic
def notify(
    kind: str,
    subject_key: str,
    *,
    people: Iterable[Person] = (),
    follows: Iterable[Follow] = (),
    context: Mapping[str, object] | None = None,
) -> int:
    """Promise one message of this kind about this subject to each recipient; returns how many are new.

    A recipient who was already told, or is being told, is left alone, however often this is called. The context
    holds references only, never names, addresses or texts. Raises LookupError for a kind that nobody words.
    """
    if kind not in notification_kinds:
        raise LookupError(f"no wording for notifications of kind {kind}")
    shared = {"kind": kind, "subject_key": subject_key, "context": dict(context or {})}
    rows = [
        *(Notification(person=person, **shared) for person in people),
        *(Notification(follow=follow, **shared) for follow in follows),
    ]
    Notification.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
    new = list(Notification.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    if new:
        add_jobs(DELIVER, new)
    return len(new)


def deliver_notification(notification_id: str) -> None:
    """Hand one waiting message to the mail server and mark it; a refused address is marked as failed, in sight.

    A temporary failure is raised, so that the outbox tries again. A crash between handing over and marking sends
    the message once more with the same Message-ID.
    """
    notification = (
        Notification.objects.select_related("person", "follow")
        .filter(pk=notification_id, state=Notification.State.WAITING)
        .first()
    )
    if notification is None:
        return
    try:
        sent = send(notification)
    except PermanentFailure as refusal:
        mark(notification, Notification.State.FAILED, failure=refusal.code)
        return
    if sent:
        mark(notification, Notification.State.SENT, sent_at=timezone.now())
    else:
        mark(notification, Notification.State.FAILED, failure="nothing_to_tell")


def send(notification: Notification) -> bool:
    """Word the message in the recipient's language and hand it over; tells whether there was anything to tell."""
    recipient = notification.person or notification.follow
    kind = notification_kinds.get(notification.kind)
    if recipient is None or kind is None or not getattr(recipient, "is_active", True):
        return False
    with translation.override(recipient.language):
        wording = kind.wording(notification.context)
        if wording is None:
            return False
        leave = leave_address(notification.follow) if notification.follow else ""
        content = message_context(wording, leave, recipient.language)
        mail.send_mail(
            to=recipient.email,
            subject=f"{wording.subject} – {settings.CITY_NAME}",
            text=render_to_string("emails/participation/message.txt", content),
            html=render_to_string("emails/participation/message.html", content),
            message_id=notification.message_id,
            headers=list_headers(leave),
        )
    return True


def message_context(wording: Wording, leave: str, language: str) -> dict[str, Any]:
    """Return what both versions of a message show."""
    address = wording.address
    if address.startswith("/"):
        address = settings.BASE_URL + address
    return {
        "wording": wording,
        "address": address,
        "leave": leave,
        "language": language,
        "CITY_NAME": settings.CITY_NAME,
        "contact": settings.CITY_CONTACT_EMAIL,
    }


def list_headers(leave: str) -> dict[str, str]:
    """Return the headers of a message that nobody answers; with a link to leave where the recipient may."""
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if leave:
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def mark(notification: Notification, state: str, **changes: object) -> bool:
    """Move a waiting message to its end state by one conditional UPDATE; tells whether it was still waiting."""
    waiting = Notification.objects.filter(pk=notification.pk, state=Notification.State.WAITING)
    return waiting.update(state=state, **changes) == 1


@transaction.atomic
def leave_follow(follow: Follow) -> None:
    """Erase an address that was left for messages, with the messages noted for it."""
    follow.delete()


def tell_followers(entry_id: str) -> int:
    """Promise a message to everybody who left an address for the contribution that this stage answers."""
    entry = JourneyEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        return 0
    follows = Follow.objects.filter(submission=entry.submission_id)
    return notify(OUTCOME_PUBLISHED, f"journey:{entry.pk}", follows=follows, context={"entry": entry.pk})
