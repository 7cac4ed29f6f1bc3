"""Resident activities: free things to do at a place and time, with hours and participants counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Activity(models.Model):
    """One occasion of resident activity: a library evening, a walking group; no registration, no fee."""

    process = models.ForeignKey(
        "participation.Process", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("process")
    )
    area = models.ForeignKey(
        "participation.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    name = models.JSONField(_("name by language"))
    place = models.JSONField(_("place by language"), default=dict)
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"))
    organiser = models.CharField(_("organiser"), max_length=120, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)

    class Meta:
        verbose_name = _("resident activity")
        verbose_name_plural = _("resident activities")
        ordering = ["starts"]
        constraints = [models.CheckConstraint(condition=models.Q(starts__lt=models.F("ends")), name="activity_times")]

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d}"
