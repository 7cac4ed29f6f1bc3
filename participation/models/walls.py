"""The wall of a workshop: its notes, their clusters, support and dots; slips for authors, photos of flip-charts.

Who supports or votes is kept as a keyed hash while the workshop is open, and deleted when it closes.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WORKSHOP = "participation.Workshop"


class WorkshopCluster(models.Model):
    """Ideas that the room put together under one name; a removed one stays so that every screen learns of it."""

    workshop = models.ForeignKey(WORKSHOP, models.CASCADE, related_name="+", verbose_name=_("workshop"))
    name = models.CharField(_("name"), max_length=80)
    dots = models.PositiveIntegerField(_("dots"), default=0)
    is_removed = models.BooleanField(_("removed"), default=False)
    changed = models.PositiveIntegerField(_("changed at this state of the wall"), default=0)

    class Meta:
        verbose_name = _("cluster of a workshop")
        verbose_name_plural = _("clusters of workshops")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class WorkshopNote(models.Model):
    """One idea as it hangs on the wall; its words are those of the contribution."""

    class State(models.TextChoices):
        """Whether the room sees it."""

        WAITING = "waiting", _("waiting")
        SHOWN = "shown", _("on the wall")
        HIDDEN = "hidden", _("not on the wall")

    workshop = models.ForeignKey(WORKSHOP, models.CASCADE, related_name="+", verbose_name=_("workshop"))
    submission = models.OneToOneField(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    cluster = models.ForeignKey(
        WorkshopCluster, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("cluster")
    )
    table = models.PositiveSmallIntegerField(_("table"), null=True, blank=True)
    prompt = models.PositiveSmallIntegerField(_("question"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    support = models.PositiveIntegerField(_("support"), default=0)
    moves = models.PositiveIntegerField(_("times moved"), default=0)
    changed = models.PositiveIntegerField(_("changed at this state of the wall"), default=0)
    handed_on = models.BooleanField(_("went on to the working groups"), default=False)

    class Meta:
        verbose_name = _("note of a workshop")
        verbose_name_plural = _("notes of workshops")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "shown", "hidden"]), name="workshop_note_state")
        ]
        indexes = [models.Index(fields=["workshop", "changed"], name="workshop_note_changed")]

    def __str__(self) -> str:
        return str(self.submission_id)


class WorkshopSupport(models.Model):
    """One phone's support of one idea."""

    note = models.ForeignKey(WorkshopNote, models.CASCADE, related_name="+", verbose_name=_("note"))
    voter = models.CharField(_("keyed hash of the phone's key"), max_length=64)

    class Meta:
        verbose_name = _("support of an idea")
        verbose_name_plural = _("support of ideas")
        constraints = [models.UniqueConstraint(fields=["note", "voter"], name="workshop_support_once")]

    def __str__(self) -> str:
        return str(self.note_id)


class WorkshopBallot(models.Model):
    """How one phone shared its dots: one row a phone, so that a budget holds whatever arrives at once."""

    workshop = models.ForeignKey(WORKSHOP, models.CASCADE, related_name="+", verbose_name=_("workshop"))
    voter = models.CharField(_("keyed hash of the phone's key"), max_length=64)
    dots = models.JSONField(_("dots by cluster"), default=dict)

    class Meta:
        verbose_name = _("shared dots")
        verbose_name_plural = _("shared dots")
        constraints = [models.UniqueConstraint(fields=["workshop", "voter"], name="workshop_ballot_once")]

    def __str__(self) -> str:
        return str(self.workshop_id)


class WorkshopSlip(models.Model):
    """A printed slip with a receipt code; its key is deleted when the workshop closes."""

    workshop = models.ForeignKey(WORKSHOP, models.CASCADE, related_name="+", verbose_name=_("workshop"))
    number = models.PositiveIntegerField(_("number"))
    key = models.UUIDField(_("random key"), null=True, blank=True)

    class Meta:
        verbose_name = _("slip of a participant")
        verbose_name_plural = _("slips of participants")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["workshop", "number"], name="workshop_slip_once")]

    def __str__(self) -> str:
        return f"{self.workshop_id}/{self.number}"


class WorkshopPhoto(models.Model):
    """A photo of a flip-chart, kept beside what was typed from it."""

    workshop = models.ForeignKey(WORKSHOP, models.CASCADE, related_name="+", verbose_name=_("workshop"))
    table = models.PositiveSmallIntegerField(_("table"), null=True, blank=True)
    prompt = models.PositiveSmallIntegerField(_("question"), null=True, blank=True)
    name = models.CharField(_("name in the store"), max_length=80, unique=True)
    added_on = models.DateField(_("added on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("photo of a flip-chart")
        verbose_name_plural = _("photos of flip-charts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
