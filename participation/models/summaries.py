"""Aggregation summaries, kept as versions, with quotes that lead back to their sources."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models.processes import Process

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class SummaryQuerySet(models.QuerySet["Summary"]):
    """Which summaries."""

    def public(self) -> SummaryQuerySet:
        """Keep what everybody may read."""
        return self.filter(state=Summary.State.PUBLISHED, process__state__in=["open", "closed"])

    def coordinated_by(self, person: Person | Anonymous) -> SummaryQuerySet:
        """Keep those of the processes that this person coordinates, drafts too."""
        return self.filter(process__in=Process.objects.coordinated_by(person))

    def visible_to(self, person: Person | Anonymous) -> SummaryQuerySet:
        """Keep what this person may read: published ones of public processes, all of coordinated ones."""
        published = models.Q(state=Summary.State.PUBLISHED, process__state__in=["open", "closed"])
        return self.filter(published | models.Q(process__in=Process.objects.coordinated_by(person)))


class Summary(models.Model):
    """What residents said and what was decided, compiled at one moment; a later compilation is a new version."""

    class State(models.TextChoices):
        """Who may read it."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.ForeignKey("participation.Process", models.PROTECT, related_name="+", verbose_name=_("process"))
    scope = models.CharField(
        _("part"), max_length=40, blank=True, help_text=_("Code of a working group; empty for the whole process.")
    )
    scope_name = models.JSONField(_("name of the part by language"), default=dict)
    number = models.PositiveIntegerField(_("version"))
    fingerprint = models.CharField(_("fingerprint of the sources"), max_length=64)
    content = models.JSONField(_("content"), help_text=_("Sections with numbers; see logic/summaries.py."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    compiled_at = models.DateTimeField(_("compiled at"), default=timezone.now)
    compiled_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("compiled by")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        ordering = ["-compiled_at"]
        constraints = [models.UniqueConstraint(fields=["process", "scope", "number"], name="summary_version_once")]

    def __str__(self) -> str:
        return f"{self.process_id} {self.scope} {self.number}"


class Quote(models.Model):
    """Words of a resident in a summary, personal data masked, with the key of their source."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="+", verbose_name=_("summary"))
    section = models.CharField(_("section"), max_length=80)
    source = models.CharField(_("source"), max_length=40)
    reference = models.CharField(_("reference in the source"), max_length=80)
    excerpt = models.TextField(_("excerpt"))
    language = models.CharField(_("language"), max_length=12)
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["summary", "section", "source", "reference"], name="quote_once")]

    def __str__(self) -> str:
        return f"{self.summary_id} {self.reference}"
