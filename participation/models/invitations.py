"""Invitations of staff: by mail, with what the person will do here; single use, for some days, revocable."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models.people import Person
from participation.models.processes import Process

DAYS = 7


def in_a_week() -> datetime.datetime:
    """Return the moment at which an invitation of now ends."""
    return timezone.now() + datetime.timedelta(days=DAYS)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations."""

    def in_force(self) -> InvitationQuerySet:
        """Keep those that can still be accepted."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())

    def for_process(self, process: Process) -> InvitationQuerySet:
        """Keep those of one process."""
        return self.filter(process=process)


class Invitation(models.Model):
    """One invitation. Its code can be derived from its random id; stored is a keyed hash of the code only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.ForeignKey(Process, models.CASCADE, related_name="+", verbose_name=_("process"))
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name or role name"), max_length=120)
    language = models.CharField(_("language of messages"), max_length=12, default="fi")
    duty = models.CharField(_("what the person will do"), max_length=80)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    code_hash = models.CharField(_("keyed hash of the code"), max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by"))
    invited_on = models.DateField(_("invited on"), default=timezone.localdate)
    expires_at = models.DateTimeField(_("can be accepted until"), default=in_a_week)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_one_end"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
