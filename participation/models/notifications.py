"""Messages to people, one row each, and the addresses that residents left to hear an answer."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Follow(models.Model):
    """An address left to hear what is answered; kept apart from the text and erased when the process ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language of messages"), max_length=12)
    created_on = models.DateField(_("left on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [models.UniqueConstraint(fields=["submission", "email"], name="follow_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Notification(models.Model):
    """One message to one recipient about one subject."""

    class State(models.TextChoices):
        """How far the message is."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be delivered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    subject_key = models.CharField(_("about"), max_length=120)
    person = models.ForeignKey(
        "participation.Person", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    follow = models.ForeignKey(
        Follow, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("follower")
    )
    context = models.JSONField(_("references for the wording"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    created_on = models.DateField(_("created on"), default=timezone.localdate)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    failure = models.CharField(_("why it failed"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject_key"], condition=Q(person__isnull=False), name="notify_person_once"
            ),
            models.UniqueConstraint(
                fields=["follow", "kind", "subject_key"], condition=Q(follow__isnull=False), name="notify_follow_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, follow__isnull=True) | Q(person__isnull=True, follow__isnull=False),
                name="notify_one_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mail sent twice is recognised as one."""
        return f"<outbox-{self.pk}@kuulolla>"
