"""Sending what was noted for webhooks: one sender a webhook at a time, in order, again and again for three days.

A sender takes the webhook's turn by one conditional UPDATE and keeps it by another before each message; whoever lost
it sends nothing more. Whoever gives it back looks once more whether something came meanwhile, so that a message noted
while another sender was at work is not forgotten.
"""

import datetime
import time
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from participation.actions.jobs import add_job
from participation.actions.notifications import notify, start_of_day
from participation.actions.webhooks import SEND, secret
from participation.extension_points import webhook_events
from participation.gateways import webhooks as gateway
from participation.logic.webhooks import LONGEST, body_of, pause_after, signature_of
from participation.models.people import Person, Role
from participation.models.webhooks import Webhook, WebhookDelivery

STOPPED = "participation.webhook_stopped"
LEASE = datetime.timedelta(seconds=30)  # a message takes three seconds at most
AT_A_TIME = 15.0  # seconds; then other work comes before the rest
GONE = 410  # the receiver says that it wants no more


def send_webhook(webhook_id: str) -> int:
    """Send what is due of one webhook in order; returns how many were tried. Safe to run twice and at once."""
    turn = take_turn(webhook_id)
    if turn is None:
        return 0
    tried, began = 0, time.monotonic()
    while time.monotonic() - began < AT_A_TIME:
        if not keep_turn(webhook_id, turn):
            return tried
        delivery = next_due(webhook_id)
        if delivery is None:
            break
        tried += 1
        if not send_one(delivery):
            break
    Webhook.objects.filter(pk=webhook_id, turns=turn).update(taken_until=None)
    if next_due(webhook_id):
        with transaction.atomic():
            add_job(SEND, webhook_id)
    return tried


def take_turn(webhook_id: str) -> int | None:
    """Take the turn of a webhook in use that nobody has now; returns its number, or nothing."""
    now = timezone.now()
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    hook = Webhook.objects.filter(free, pk=webhook_id, state=Webhook.State.ACTIVE).first()
    if hook is None:
        return None
    rows = Webhook.objects.filter(free, pk=webhook_id, turns=hook.turns)
    if rows.update(turns=F("turns") + 1, taken_until=now + LEASE) != 1:
        return None
    return hook.turns + 1


def keep_turn(webhook_id: str, turn: int) -> bool:
    """Keep the turn for one more message; tells whether it is still ours."""
    rows = Webhook.objects.filter(pk=webhook_id, turns=turn, state=Webhook.State.ACTIVE)
    return rows.update(taken_until=timezone.now() + LEASE) == 1


def next_due(webhook_id: str) -> WebhookDelivery | None:
    """Return the oldest waiting message if its time has come: those after it wait for it."""
    rows = WebhookDelivery.objects.waiting().filter(
        webhook_id=UUID(str(webhook_id)), webhook__state=Webhook.State.ACTIVE
    )
    first = rows.select_related("webhook").first()
    return first if first and first.next_at <= timezone.now() else None


def send_one(delivery: WebhookDelivery) -> bool:
    """Try to deliver one message and note how it went; tells whether it was taken."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1)
    delivery.attempts += 1
    body, now = body_of(delivery.payload), int(timezone.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Kuulolla-Webhooks/1",
        "webhook-id": str(delivery.key),
        "webhook-timestamp": str(now),
        "webhook-signature": signature_of(secret(delivery.webhook), str(delivery.key), now, body),
    }
    answer = gateway.post(delivery.webhook.address, headers, body)
    if answer.is_taken:
        note_taken(delivery, answer)
    else:
        note_failed(delivery, answer)
    return answer.is_taken


@transaction.atomic
def note_taken(delivery: WebhookDelivery, answer: gateway.Answer) -> None:
    """Note that a message was taken; of what residents did only the day."""
    now = timezone.now()
    kind = webhook_events.get(delivery.event)
    told: dict[str, object] = {"status": answer.status, "failure": "", "state": WebhookDelivery.State.SENT}
    told["sent_at"] = start_of_day(now) if kind and kind.by_residents else now
    WebhookDelivery.objects.waiting().filter(pk=delivery.pk).update(**told)
    if delivery.webhook.failing_since:
        Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None)


@transaction.atomic
def note_failed(delivery: WebhookDelivery, answer: gateway.Answer) -> None:
    """Note a failure and promise the next try; after three days, or when told to go away, stop and tell administrators."""
    now, hook = timezone.now(), delivery.webhook
    since = hook.failing_since or now
    is_over = answer.status == GONE or now - since >= LONGEST
    told: dict[str, object] = {"status": answer.status, "failure": answer.failure}
    if not is_over:
        next_at = told["next_at"] = min(now + pause_after(delivery.attempts), since + LONGEST)
        add_job(SEND, hook.pk, available_at=next_at)
    WebhookDelivery.objects.waiting().filter(pk=delivery.pk).update(**told)
    Webhook.objects.filter(pk=hook.pk).update(failing_since=since)
    if is_over and Webhook.objects.filter(pk=hook.pk, state=Webhook.State.ACTIVE).update(state=Webhook.State.STOPPED):
        notify(STOPPED, f"{hook.pk}:{since.isoformat()}", people=administrators(), context={"webhook": str(hook.pk)})


def administrators() -> list[Person]:
    """Return who administers the installation today."""
    rows = Role.objects.in_force().filter(kind="admin", process=None).select_related("person")
    return [row.person for row in rows.order_by("pk")]
