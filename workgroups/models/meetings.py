"""Meetings of working groups: when and where, agenda, who was there, and the minutes that everybody reads."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workgroups.models.groups import Group, Membership

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Which meetings."""

    def ahead(self, now: datetime.datetime) -> MeetingQuerySet:
        """Keep planned ones that are still to come, and those whose day is only roughly known; the soonest first."""
        return self.filter(
            Q(starts__isnull=True) | Q(starts__gte=now - datetime.timedelta(hours=3)), state=Meeting.State.PLANNED
        ).order_by("starts", "number")

    def visible_to(self, person: Person | Anonymous) -> MeetingQuerySet:
        """Keep those of the groups that this person may open at the desk."""
        return self.filter(group__in=Group.objects.visible_at_desk(person))


class Meeting(models.Model):
    """One meeting: planned, then held; its minutes are public once the chair has approved them."""

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
    link = models.URLField(
        _("address of an online meeting"), blank=True, help_text=_("Only members of the group see it.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    revision = models.PositiveSmallIntegerField(
        _("version of time and place"), default=1, help_text=_("Each version is announced to the members once.")
    )
    invited_revision = models.PositiveSmallIntegerField(_("version that was announced last"), default=0)
    notes = models.JSONField(_("what was discussed, by language"), default=dict, blank=True)
    published_on = models.DateField(_("minutes published on"), null=True, blank=True)

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

    @property
    def is_ahead(self) -> bool:
        """Tell whether its hour is known and has not come."""
        return self.starts is not None and self.starts > timezone.now()


class Attendance(models.Model):
    """Somebody was there, in the role that the person had on that day."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+", verbose_name=_("meeting"))
    person = models.ForeignKey("participation.Person", models.CASCADE, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id}"


class AgendaItem(models.Model):
    """One matter of a meeting: a contribution, or something else that the group talks about."""

    class State(models.TextChoices):
        """What the meeting did with it."""

        OPEN = "open", _("waits for the meeting")
        HANDLED = "handled", _("handled")
        POSTPONED = "postponed", _("moved on")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+", verbose_name=_("meeting"))
    order = models.PositiveSmallIntegerField(_("order"))
    submission = models.ForeignKey(
        "participation.Submission",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contribution"),
    )
    title = models.JSONField(_("title by language"), default=dict, blank=True)
    note = models.TextField(_("note for the meeting"), blank=True, help_text=_("Only the group reads it."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    discussion = models.JSONField(_("what was said, by language"), default=dict, blank=True)
    decision = models.ForeignKey(
        "workgroups.Decision", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    disqualified: models.ManyToManyField[Person, models.Model] = models.ManyToManyField(
        "participation.Person", blank=True, related_name="+", verbose_name=_("disqualified")
    )
    recorded_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    is_told = models.BooleanField(_("told in the journey of the contribution"), default=False)

    class Meta:
        verbose_name = _("matter on an agenda")
        verbose_name_plural = _("matters on agendas")
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(submission__isnull=False) | ~Q(title={}), name="agenda_item_is_named"),
            models.UniqueConstraint(fields=["submission"], condition=Q(state="open"), name="agenda_item_open_once"),
        ]
        indexes = [models.Index(fields=["submission"], name="agenda_by_submission")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.order}"


class MinutesQuerySet(models.QuerySet["Minutes"]):
    """Which minutes."""

    def current(self) -> MinutesQuerySet:
        """Keep the newest version of each meeting, the latest meeting first."""
        return self.filter(is_current=True).order_by("-meeting__starts", "-meeting__number")

    def public(self) -> MinutesQuerySet:
        """Keep those of public processes."""
        return self.filter(meeting__group__process__state__in=["open", "closed"])


class Minutes(models.Model):
    """What everybody reads of a meeting, in the words it was approved with; a correction is a new version."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+", verbose_name=_("meeting"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("current"), default=True)
    notes = models.JSONField(_("what was discussed, by language"), default=dict, blank=True)
    words = models.JSONField(_("the text by language"))
    correction = models.CharField(_("what was corrected"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), default=timezone.localdate)
    approved_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("approved by")
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["meeting", "version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="minutes_version_once"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(is_current=True), name="minutes_current_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.version}"

    def get_absolute_url(self) -> str:
        """Return the public page in the language in use."""
        group = self.meeting.group
        address = reverse("workgroups:minutes_page", args=[group.code, self.meeting.number])
        return f"{address}?process={group.process.slug}"
