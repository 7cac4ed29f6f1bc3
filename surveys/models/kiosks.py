"""Kiosks: devices at libraries and lobbies on which residents answer, what they may show, and when they last spoke."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person

SILENT = datetime.timedelta(minutes=15)


class KioskQuerySet(models.QuerySet["Kiosk"]):
    """Which kiosks."""

    def managed_by(self, person: Person | Anonymous) -> KioskQuerySet:
        """Keep those of the processes that this person coordinates."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        if ("admin", None) in roles:
            return self.all()
        return self.filter(process__in=[process_id for kind, process_id in roles if kind == "coordinator"])


class Kiosk(models.Model):
    """One device; its token is known to the device only, here stands its keyed hash."""

    process = models.ForeignKey("participation.Process", models.CASCADE, related_name="+", verbose_name=_("process"))
    name = models.CharField(_("name of the device"), max_length=80)
    place = models.CharField(_("place"), max_length=120, blank=True)
    surveys = models.ManyToManyField("surveys.Survey", related_name="+", verbose_name=_("surveys"))
    languages = models.JSONField(_("languages"), default=list)
    idle_seconds = models.PositiveSmallIntegerField(
        _("seconds until the device asks whether anybody is there"), default=60
    )
    opens = models.TimeField(_("in use from"), null=True, blank=True)
    closes = models.TimeField(_("in use until"), null=True, blank=True)
    code_hash = models.CharField(_("keyed hash of the code for joining"), max_length=64, null=True, unique=True)
    token_hash = models.CharField(_("keyed hash of the device's token"), max_length=64, null=True, unique=True)
    seen_at = models.DateTimeField(_("last heard of"), null=True, blank=True)
    alarmed_at = models.DateTimeField(_("alarm given"), null=True, blank=True)
    sent = models.PositiveIntegerField(_("answers sent"), default=0)
    waiting = models.PositiveIntegerField(_("answers waiting on the device"), default=0)
    created_on = models.DateField(_("made on"), default=timezone.localdate)

    objects = KioskQuerySet.as_manager()

    class Meta:
        verbose_name = _("kiosk")
        verbose_name_plural = _("kiosks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def is_in_use(self, now: datetime.datetime) -> bool:
        """Tell whether the device should be heard of at this moment."""
        if self.token_hash is None:
            return False
        clock = timezone.localtime(now).time()
        return (self.opens is None or self.opens <= clock) and (self.closes is None or clock < self.closes)

    def is_silent(self, now: datetime.datetime) -> bool:
        """Tell whether a device in use has not spoken for a quarter of an hour."""
        return self.is_in_use(now) and (self.seen_at is None or self.seen_at < now - SILENT)
