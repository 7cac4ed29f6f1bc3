"""Messages to people, one row each, and the addresses that residents left to hear an answer."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.logic.rhythm import AT_ONCE, RHYTHMS

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class FollowQuerySet(models.QuerySet["Follow"]):
    """Which followers."""

    def reached(self) -> FollowQuerySet:
        """Keep those who confirmed their address, which takes mail as far as is known."""
        return self.filter(confirmed_on__isnull=False, refused_on__isnull=True)


class Follow(models.Model):
    """An address left to hear what is answered; kept apart from the text and erased when the process ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language of messages"), max_length=12)
    created_on = models.DateField(_("left on"), default=timezone.localdate)
    confirmed_on = models.DateField(
        _("confirmed on"), null=True, blank=True, help_text=_("Only a confirmed address gets news.")
    )
    refused_on = models.DateField(
        _("refused on"), null=True, blank=True, help_text=_("Since when the address takes no mail.")
    )
    notice = models.PositiveIntegerField(_("version of the words that were agreed to"), default=0)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [models.UniqueConstraint(fields=["submission", "email"], name="follow_once")]

    def __str__(self) -> str:
        return str(self.pk)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Which messages."""

    def visible_to(self, person: Person | Anonymous) -> NotificationQuerySet:
        """Keep a person's own."""
        return self.filter(person=person) if person.is_authenticated else self.none()

    def unread(self) -> NotificationQuerySet:
        """Keep what its reader has not opened in the list."""
        return self.filter(is_read=False)


class Notification(models.Model):
    """One message to one recipient about one subject."""

    class State(models.TextChoices):
        """How far the message is."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be delivered")
        LISTED = "listed", _("only in the list")

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
    title = models.CharField(_("title in the list"), max_length=200, blank=True)
    address = models.CharField(_("where it leads"), max_length=300, blank=True)
    created_on = models.DateField(_("created on"), default=timezone.localdate)
    noted_at = models.DateTimeField(_("noted at"), default=timezone.now)
    due_at = models.DateTimeField(_("to be sent at"), default=timezone.now)
    in_digest = models.BooleanField(_("sent together with others"), default=False)
    bundle = models.UUIDField(
        _("sent with"), null=True, blank=True, help_text=_("The message whose job sends it; none until a job took it.")
    )
    is_read = models.BooleanField(_("read in the list"), default=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    failure = models.CharField(_("why it failed"), max_length=60, blank=True)

    objects = NotificationQuerySet.as_manager()

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
        indexes = [
            models.Index(fields=["person", "is_read"], name="notification_unread"),
            models.Index(fields=["bundle"], condition=Q(bundle__isnull=False), name="notification_by_bundle"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mail sent twice is recognised as one."""
        return f"<outbox-{self.pk}@kuulolla>"


class Preference(models.Model):
    """How often a person wants messages of one kind; without a row the kind's own rhythm holds."""

    person = models.ForeignKey("participation.Person", models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=60)
    rhythm = models.CharField(_("how often"), max_length=8, choices=[(one, one) for one in RHYTHMS], default=AT_ONCE)

    class Meta:
        verbose_name = _("wish for messages")
        verbose_name_plural = _("wishes for messages")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.rhythm}"


class QuietHours(models.Model):
    """When a person wants no mail, instead of the hours of the installation; the same time twice means never quiet."""

    person = models.OneToOneField("participation.Person", models.CASCADE, related_name="+", verbose_name=_("person"))
    begins = models.TimeField(_("quiet from"), default=datetime.time(21))
    ends = models.TimeField(_("quiet until"), default=datetime.time(7))

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")

    def __str__(self) -> str:
        return f"{self.person_id} {self.begins}–{self.ends}"
