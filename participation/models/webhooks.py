"""Webhooks: where other programs are told what happened, and every message to them."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models.processes import Process

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Which webhooks."""

    def visible_to(self, person: Person | Anonymous) -> WebhookQuerySet:
        """Keep all for administrators, nothing for others."""
        is_admin = bool(person.is_authenticated) and ("admin", None) in person.roles_now()
        return self if is_admin else self.none()

    def about(self, process_id: int) -> WebhookQuerySet:
        """Keep those that are told of this process."""
        return self.filter(Q(process__isnull=True) | Q(process=process_id)).order_by("pk")


class Webhook(models.Model):
    """An address that is told of events. Its secret is made from its id and is kept nowhere."""

    class State(models.TextChoices):
        ACTIVE = "active", _("in use")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped after failures")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=500)
    events = models.JSONField(_("events"), default=list)
    process = models.ForeignKey(
        Process, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("process")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    turns = models.PositiveIntegerField(_("turns taken"), default=0)
    taken_until = models.DateTimeField(_("being sent until"), null=True, blank=True)
    created_on = models.DateField(_("added on"), default=timezone.localdate)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["created_on", "pk"]

    def __str__(self) -> str:
        return self.name


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Which messages."""

    def waiting(self) -> WebhookDeliveryQuerySet:
        """Keep what is not sent yet, in the order in which it is sent."""
        return self.filter(state=WebhookDelivery.State.WAITING).order_by("pk")

    def older_than(self, moment: datetime.datetime) -> WebhookDeliveryQuerySet:
        """Keep what was noted before a moment."""
        return self.filter(noted_at__lt=moment)


class WebhookDelivery(models.Model):
    """One message to one webhook. They go in the order of their numbers: a later one waits for an earlier one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("delivered")
        LEFT_OUT = "left_out", _("left out")

    key = models.UUIDField(_("id for the receiver"), default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="+", verbose_name=_("webhook"))
    event = models.CharField(_("event"), max_length=60)
    payload = models.JSONField(_("what is told"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    status = models.PositiveSmallIntegerField(_("last status"), null=True, blank=True)
    failure = models.CharField(_("last failure"), max_length=20, blank=True)
    noted_at = models.DateTimeField(
        _("noted at"), default=timezone.now, help_text=_("To the day where residents did it.")
    )
    next_at = models.DateTimeField(_("next try"), default=timezone.now)
    sent_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["webhook", "key"], name="webhook_told_once")]
        indexes = [
            models.Index(fields=["webhook", "id"], condition=Q(state="waiting"), name="webhook_waiting"),
            models.Index(fields=["noted_at"], name="webhook_noted"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"
