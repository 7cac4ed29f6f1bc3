"""Spreading a survey and seeing how it goes: what is counted without looking at anybody, and what is kept for reuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models.processes import Process

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class Tally(models.Model):
    """A plain count of something that happened on the pages of a survey; no row knows who or when."""

    class Kind(models.TextChoices):
        """What is counted."""

        PAGE = "page", _("page shown")
        DEVICE = "device", _("kind of device")
        HOUR = "hour", _("hour of the day in which an answer came")

    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    kind = models.CharField(_("what"), max_length=8, choices=Kind)
    name = models.CharField(_("which"), max_length=80)
    n = models.PositiveBigIntegerField(_("how often"), default=0)

    class Meta:
        verbose_name = _("count of a survey")
        verbose_name_plural = _("counts of surveys")
        constraints = [models.UniqueConstraint(fields=["survey", "kind", "name"], name="survey_tally_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.kind} {self.name}"


class LibraryItemQuerySet(models.QuerySet["LibraryItem"]):
    """Which saved questions and templates."""

    def visible_to(self, person: Person | Anonymous) -> LibraryItemQuerySet:
        """Keep those of the whole town, and those of the processes that this person coordinates."""
        return self.filter(Q(process=None) | Q(process__in=Process.objects.coordinated_by(person)))


class LibraryItem(models.Model):
    """A question or a whole survey kept for the next one."""

    class Kind(models.TextChoices):
        """What was kept."""

        QUESTION = "question", _("question")
        SURVEY = "survey", _("whole survey")

    process = models.ForeignKey(
        "participation.Process",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("process"),
        help_text=_("Without a process the whole town sees it."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    title = models.JSONField(_("title by language"))
    content = models.JSONField(_("content"), help_text=_("A survey as export_survey writes it, or one question."))
    locked = models.JSONField(_("questions that may not be changed"), default=list, blank=True)
    created_at = models.DateTimeField(_("kept at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )

    objects = LibraryItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved question or template")
        verbose_name_plural = _("saved questions and templates")
        ordering = ["kind", "-created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
