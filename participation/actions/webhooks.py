"""Webhooks: added and changed by administrators; what happened is noted for them in the transaction of the change."""

import datetime
import uuid
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job, add_jobs
from participation.actions.notifications import start_of_day
from participation.errors import Conflict
from participation.extension_points import webhook_events
from participation.logic.webhooks import Thing, payload_of, secret_of
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.webhooks import Webhook, WebhookDelivery

SEND = "participation.send_webhook"
TEST = "webhook.test"
State = Webhook.State


def announce(event: str, process_id: int, things: Iterable[Thing], *, once: str = "") -> int:
    """Note an event for every webhook that listens to it, in the transaction at hand; returns how many messages.

    Webhooks that are paused get theirs when they go on. With `once` the same event is noted once for that word,
    however often it is announced. Raises LookupError for an event that nobody described.
    """
    kind = webhook_events.get(event)
    if kind is None:
        raise LookupError(f"no webhook event {event}")
    hooks = [hook for hook in Webhook.objects.about(process_id) if event in hook.events]
    if not hooks:
        return 0
    slug = Process.objects.values_list("slug", flat=True).get(pk=process_id)
    now = timezone.now()
    noted_at = start_of_day(now) if kind.by_residents else now
    at = timezone.localdate(now).isoformat() if kind.by_residents else now.isoformat(timespec="seconds")
    rows = []
    for thing in things:
        for hook in hooks:
            key = uuid.uuid5(hook.pk, f"{event}:{thing.id}:{once}") if once else uuid.uuid4()
            payload = payload_of(event, thing, message=str(key), base=settings.BASE_URL, process=slug, at=at)
            row = WebhookDelivery(webhook=hook, key=key, event=event, payload=payload, noted_at=noted_at)
            row.next_at = noted_at
            rows.append(row)
    WebhookDelivery.objects.bulk_create(rows, batch_size=200, ignore_conflicts=bool(once))
    add_jobs(SEND, [hook.pk for hook in hooks if hook.state == State.ACTIVE])
    return len(rows)


def secret(webhook: Webhook) -> str:
    """Return the secret of a webhook: shown once when it is added, used for signing, written nowhere."""
    return secret_of(settings.RECEIPT_SECRET, str(webhook.pk))


def what_is_noted(webhook: Webhook) -> dict[str, object]:
    """Return what the audit log is told: the host only, for the rest of an address may be a key."""
    where = webhook.process.slug if webhook.process else ""
    return {"host": urlsplit(webhook.address).hostname or "", "events": sorted(webhook.events), "process": where}


@transaction.atomic
def add_webhook(webhook: Webhook, *, by: Person) -> tuple[Webhook, bool]:
    """Store an unsaved webhook; returns it and whether it is new: sending the form twice adds one."""
    stored, is_new = Webhook.objects.get_or_create(
        pk=webhook.pk,
        defaults={name: getattr(webhook, name) for name in ("name", "address", "events", "process")},
    )
    if is_new:
        add_audit_entry("add_webhook", stored, by=by, **what_is_noted(stored))
    return stored, is_new


@transaction.atomic
def change_webhook(webhook: Webhook, *, by: Person) -> Webhook:
    """Store a changed name, address or choice of events; what waits goes to the new address, with the same secret."""
    webhook.save(update_fields=["name", "address", "events", "process"])
    add_audit_entry("change_webhook", webhook, by=by, **what_is_noted(webhook))
    return webhook


@transaction.atomic
def pause_webhook(webhook: Webhook, *, by: Person) -> None:
    """Send nothing until it goes on; what happens meanwhile is kept for it. Raises Conflict if it is not in use."""
    move(webhook, [State.ACTIVE], state=State.PAUSED)
    add_audit_entry("pause_webhook", webhook, by=by)


@transaction.atomic
def resume_webhook(webhook: Webhook, *, by: Person) -> None:
    """Send on, at once and in order, what was kept; raises Conflict if it is in use."""
    move(webhook, [State.PAUSED, State.STOPPED], state=State.ACTIVE, failing_since=None)
    WebhookDelivery.objects.waiting().filter(webhook=webhook).update(next_at=timezone.now(), attempts=0)
    add_job(SEND, webhook.pk)
    add_audit_entry("resume_webhook", webhook, by=by)


def move(webhook: Webhook, before: list[str], **changes: object) -> None:
    """Change the state by one conditional UPDATE."""
    if Webhook.objects.filter(pk=webhook.pk, state__in=before).update(**changes) != 1:
        raise Conflict(_("Somebody else changed the webhook meanwhile."))
    webhook.refresh_from_db()


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: Person) -> None:
    """Forget a webhook with all its messages."""
    add_audit_entry("remove_webhook", webhook, by=by, **what_is_noted(webhook))
    webhook.delete()


@transaction.atomic
def test_webhook(webhook: Webhook, *, by: Person) -> WebhookDelivery:
    """Promise a message that tells of nothing, to see whether messages arrive."""
    if webhook.state != State.ACTIVE:
        raise Conflict(_("The webhook is not in use."))
    key = uuid.uuid4()
    thing = Thing("webhook", str(webhook.pk), "/api/v1/webhooks/")
    at = timezone.now().isoformat(timespec="seconds")
    payload = payload_of(TEST, thing, message=str(key), base=settings.BASE_URL, process="", at=at)
    row = WebhookDelivery.objects.create(webhook=webhook, key=key, event=TEST, payload=payload)
    add_job(SEND, webhook.pk)
    add_audit_entry("test_webhook", webhook, by=by)
    return row


@transaction.atomic
def send_again(delivery: WebhookDelivery, *, by: Person) -> None:
    """Send a message once more, with the same id, or try a waiting one now; what comes after it waits for it."""
    changes = {"state": WebhookDelivery.State.WAITING, "next_at": timezone.now(), "attempts": 0, "sent_at": None}
    WebhookDelivery.objects.filter(pk=delivery.pk).update(**changes)
    add_job(SEND, delivery.webhook_id)
    add_audit_entry("resend_webhook", delivery.webhook, by=by, message=str(delivery.key))


@transaction.atomic
def leave_out(delivery: WebhookDelivery, *, by: Person) -> None:
    """Send a waiting message no more, so that those after it can go; raises Conflict if it does not wait."""
    waiting = WebhookDelivery.objects.waiting().filter(pk=delivery.pk)
    if waiting.update(state=WebhookDelivery.State.LEFT_OUT) != 1:
        raise Conflict(_("This message is not waiting any more."))
    add_job(SEND, delivery.webhook_id)
    add_audit_entry("leave_out_webhook", delivery.webhook, by=by, message=str(delivery.key))


def drop_old_deliveries(before: datetime.datetime) -> int:
    """Delete what was noted before a moment, delivered or not; returns how many."""
    return WebhookDelivery.objects.older_than(before).delete()[0]
