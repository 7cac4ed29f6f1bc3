"""Submissions: one contribution of a resident, whatever its channel, with its state and its history."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.logic import submissions as rules

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person
    from participation.models.processes import Process


class Batch(models.Model):
    """Contributions that came together: an import, an envelope of papers, a workshop."""

    process = models.ForeignKey("participation.Process", models.CASCADE, related_name="+", verbose_name=_("process"))
    name = models.CharField(_("name"), max_length=120)
    channel = models.CharField(_("channel"), max_length=10, choices=[(c, c) for c in rules.CHANNELS])
    created_on = models.DateField(_("created on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [models.UniqueConstraint(fields=["process", "name"], name="batch_once")]

    def __str__(self) -> str:
        return self.name


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Which submissions."""

    def for_process(self, process: Process) -> SubmissionQuerySet:
        """Keep those of one process."""
        return self.filter(process=process)

    def coordinated_by(self, person: Person | Anonymous) -> SubmissionQuerySet:
        """Keep those of the processes that this person coordinates; working groups add their own view."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        if ("admin", None) in roles:
            return self.all()
        return self.filter(process__in=[process_id for kind, process_id in roles if kind == "coordinator"])

    def wholes(self) -> SubmissionQuerySet:
        """Leave out parts of longer contributions: what a resident sent counts once."""
        return self.filter(whole__isnull=True)

    def oldest_first(self) -> SubmissionQuerySet:
        """Order by day received; within a day in an order that tells nothing."""
        return self.order_by("received_on", "pk")


class Submission(models.Model):
    """One contribution of a resident: an idea, feedback on paper, an open answer of a survey, a workshop note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.ForeignKey("participation.Process", models.PROTECT, related_name="+", verbose_name=_("process"))
    source_key = models.CharField(
        _("key of its origin"),
        max_length=64,
        unique=True,
        null=True,
        help_text=_("Makes a repeated receipt of the same contribution add nothing; leads back to nobody."),
    )
    content_hash = models.CharField(_("hash of the content"), max_length=64)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=12)
    theme = models.ForeignKey(
        "participation.Theme", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    area = models.ForeignKey(
        "participation.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    location = models.JSONField(_("place (GeoJSON point, WGS 84)"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=[(c, c) for c in rules.CHANNELS])
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("batch"))
    provenance = models.JSONField(
        _("where it comes from"),
        default=dict,
        help_text=_('E.g. {"survey": slug, "version": 3, "question": name}; never the response itself.'),
    )
    origin_reference = models.CharField(_("reference in the system it came from"), max_length=120, blank=True)
    receipt = models.ForeignKey(
        "participation.Receipt", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("receipt")
    )
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    state = models.CharField(_("state"), max_length=10, choices=[(s, s) for s in rules.STATES], default=rules.RECEIVED)
    version = models.PositiveIntegerField(_("version"), default=1, help_text=_("Counts changes of state and content."))
    marks = models.CharField(
        _("signs that nobody wrote it"), max_length=60, blank=True, help_text=_("By name, with a space between.")
    )
    is_sample = models.BooleanField(_("sample, written for the demo"), default=False)
    whole = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("part of"),
        help_text=_("The longer contribution of which this quotes a part, so that each part finds its own group."),
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=rules.STATES), name="submission_state_known"),
            models.CheckConstraint(condition=Q(channel__in=rules.CHANNELS), name="submission_channel_known"),
            models.CheckConstraint(condition=~Q(text=""), name="submission_says_something"),
            models.UniqueConstraint(
                fields=["process", "channel", "origin_reference"],
                condition=~Q(origin_reference=""),
                name="submission_origin_once",
            ),
        ]
        indexes = [
            models.Index(fields=["process", "received_on", "id"], name="submission_by_age"),
            models.Index(fields=["process", "state"], name="submission_by_state"),
            models.Index(fields=["state", "received_on", "id"], name="submission_to_review"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """A short name for people to say aloud; made of the random id, so it tells no order."""
        return rules.reference_of(self.id.int)

    @property
    def is_quotable(self) -> bool:
        """Whether its words may be shown to everybody: not where the author was asked and did not allow it."""
        return self.provenance.get("quotable") is not False


class SubmissionEvent(models.Model):
    """One step in the life of a submission, as staff see it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+", verbose_name=_("contribution"))
    on = models.DateField(_("on"), default=timezone.localdate)
    kind = models.CharField(_("what happened"), max_length=40)
    from_state = models.CharField(_("from state"), max_length=10, blank=True)
    to_state = models.CharField(_("to state"), max_length=10, blank=True)
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    data = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("event of a contribution")
        verbose_name_plural = _("events of contributions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.kind}"
