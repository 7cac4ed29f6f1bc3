"""Webhooks as administrators see them: what can be told, where it goes, how each message went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.extension_points import WebhookEvent, Wording, webhook_events
from participation.models.webhooks import Webhook, WebhookDelivery

WEBHOOK_EVENTS = (
    WebhookEvent("submission.received", lambda: _("A contribution was received"), 10, by_residents=True),
    WebhookEvent("submissions.imported", lambda: _("Many contributions were brought in"), 12),
    WebhookEvent("submission.changed", lambda: _("A contribution came into another state"), 14),
    WebhookEvent("submission.withdrawn", lambda: _("A contribution was withdrawn"), 16, by_residents=True),
    WebhookEvent("decision.published", lambda: _("A decision was published"), 20),
    WebhookEvent("summary.published", lambda: _("A summary was published"), 30),
)


def event_choices() -> list[tuple[str, str]]:
    """Return every event that can be chosen, with its label in the language in use."""
    return [(event.key, event.label()) for event in webhook_events]


def event_label(key: str) -> str:
    """Return what an event is called; a test message is none of them."""
    known = webhook_events.get(key)
    return known.label() if known else _("Test message")


def failure_words(delivery: WebhookDelivery) -> str:
    """Return why the last try failed, or an empty text."""
    words = {
        "address": _("the address is not one that may be asked"),
        "name": _("the name of the server was not found"),
        "connection": _("no connection"),
        "certificate": _("the certificate does not fit"),
        "slow": _("no answer within 3 seconds"),
        "answer": _("what was answered is not HTTP"),
    }
    if delivery.failure:
        return words.get(delivery.failure, delivery.failure)
    refused = delivery.status is not None and not 200 <= delivery.status < 300
    return _("the server answered %(status)s") % {"status": delivery.status} if refused else ""


@dataclass(frozen=True)
class WebhookLine:
    """One webhook of the list."""

    webhook: Webhook
    waiting: int
    last: object


def webhook_lines(webhooks: QuerySet[Webhook]) -> list[WebhookLine]:
    """Return webhooks with how many messages wait and when one was delivered last, in two queries."""
    rows = list(webhooks.select_related("process"))
    sums = WebhookDelivery.objects.filter(webhook__in=rows).order_by().values("webhook")
    waiting = Q(state=WebhookDelivery.State.WAITING)
    found = {one["webhook"]: one for one in sums.annotate(n=Count("pk", filter=waiting), last=Max("sent_at"))}
    none: Mapping[str, object] = {"n": 0, "last": None}
    return [WebhookLine(row, int(str(found.get(row.pk, none)["n"])), found.get(row.pk, none)["last"]) for row in rows]


@dataclass(frozen=True)
class DeliveryLine:
    """One message of the log, with the words for it."""

    delivery: WebhookDelivery
    label: str
    failure: str
    by_residents: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it still has to be sent."""
        return self.delivery.state == WebhookDelivery.State.WAITING


def deliveries_of(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    """Return the messages of a webhook, newest first."""
    return WebhookDelivery.objects.filter(webhook=webhook).order_by("-pk")


def delivery_lines(deliveries: Sequence[WebhookDelivery]) -> list[DeliveryLine]:
    """Return messages with their words in the language in use."""
    lines = []
    for one in deliveries:
        kind = webhook_events.get(one.event)
        by_residents = bool(kind and kind.by_residents)
        lines.append(DeliveryLine(one, event_label(one.event), failure_words(one), by_residents))
    return lines


def webhook_wording(context: Mapping[str, object]) -> Wording | None:
    """Tell administrators that nothing is sent to a webhook any more."""
    webhook = Webhook.objects.filter(pk=str(context.get("webhook", "")), state=Webhook.State.STOPPED).first()
    if webhook is None:
        return None
    return webhook_words(webhook.name, reverse("participation:webhook", args=[webhook.pk]))


def webhook_words(name: str, address: str) -> Wording:
    """Return the words of that notice."""
    return Wording(
        subject=_("A webhook has stopped: %(name)s") % {"name": name},
        paragraphs=[
            _("The receiver “%(name)s” has not taken messages for three days, or has said that it wants no more.")
            % {"name": name},
            _("What happens meanwhile is kept for 30 days. It is sent in order when you let the webhook go on."),
        ],
        address=address,
        button=_("Open the webhook"),
        item=name,
    )
