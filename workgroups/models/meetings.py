"""Meetings of working groups: when, where, what was discussed."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Which meetings."""

    def ahead(self, now: datetime.datetime) -> MeetingQuerySet:
        """Keep planned ones that are still to come, and those whose day is only roughly known; the soonest first."""
        return self.filter(
            Q(starts__isnull=True) | Q(starts__gte=now - datetime.timedelta(hours=3)), state=Meeting.State.PLANNED
        ).order_by("starts", "number")

    def with_public_notes(self) -> MeetingQuerySet:
        """Keep those whose notes everybody may read, the newest first."""
        return self.filter(published_on__isnull=False).order_by("-starts", "-number")


class Meeting(models.Model):
    """One meeting; its notes are public once the group publishes them."""

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    group = models.ForeignKey("workgroups.Group", models.CASCADE, related_name="+", verbose_name=_("working group"))
    number = models.PositiveSmallIntegerField(_("number"))
    starts = models.DateTimeField(_("starts"), null=True, blank=True)
    when_note = models.JSONField(
        _("time in words by language"), default=dict, blank=True, help_text=_("When the day is only roughly known.")
    )
    place = models.JSONField(_("place by language"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    notes = models.JSONField(_("what was discussed, by language"), default=dict, blank=True)
    published_on = models.DateField(_("notes published on"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["group", "number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=Q(starts__isnull=False) | ~Q(when_note={}), name="meeting_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}.{self.number}"
