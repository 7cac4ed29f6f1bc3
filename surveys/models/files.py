"""Files of answers that staff ordered: made by a job, told whole by their size and sum, gone after a week."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.surveys import Survey

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class AnswerFileQuerySet(models.QuerySet["AnswerFile"]):
    """Which files."""

    def visible_to(self, person: Person | Anonymous) -> AnswerFileQuerySet:
        """Keep those of surveys in a process in which this person has a role."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        if ("admin", None) in roles:
            return self.all()
        return self.filter(survey__process__in=[process_id for _kind, process_id in roles if process_id])


class AnswerFile(models.Model):
    """One ordered file. It has a name in the store only once it is whole."""

    class Kind(models.TextChoices):
        """What is in the file."""

        SAV = "sav", _("SPSS file with labels")
        SPS = "sps", _("SPSS syntax with coded CSV (ZIP)")
        R = "r", _("R script with coded CSV (ZIP)")
        DDI = "ddi", _("DDI-Codebook 2.5 (XML)")
        CODEBOOK = "codebook", _("Codebook (CSV)")
        GEOJSON = "geojson", _("Places on the map (GeoJSON)")
        PARQUET = "parquet", _("Parquet")
        OPEN = "open", _("Open data: small groups hidden, names masked (ZIP)")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        READY = "ready", _("ready")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", verbose_name=_("survey"))
    kind = models.CharField(_("kind of file"), max_length=10, choices=Kind)
    language = models.CharField(_("language"), max_length=12, default="fi")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered at"), default=timezone.now)
    total = models.PositiveIntegerField(_("responses when ordered"), default=0)
    rows = models.PositiveIntegerField(_("rows written"), default=0)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    name = models.CharField(_("name in the store"), max_length=80, blank=True)

    objects = AnswerFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of answers")
        verbose_name_plural = _("files of answers")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(name=""), name="answer_file_ready_has_file"
            )
        ]
        indexes = [models.Index(fields=["survey", "-ordered_at"], name="answer_file_by_survey")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def share(self) -> float:
        """How much of it is written."""
        return min(1.0, self.rows / self.total) if self.total else 0.0


class PublishedData(models.Model):
    """The open data of a survey that everybody may take home: a file that stays as it is until it is withdrawn.

    Without a file it is withdrawn; the row stays, so that the next file is not the last one with a few people less.
    """

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="+", verbose_name=_("survey"))
    file = models.OneToOneField(
        AnswerFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file of answers")
    )
    rows = models.PositiveIntegerField(_("rows"))
    digest = models.CharField(_("what the file says, whatever the order"), max_length=64)
    published_at = models.DateTimeField(_("published at"), default=timezone.now)

    class Meta:
        verbose_name = _("published open data")
        verbose_name_plural = _("published open data")

    def __str__(self) -> str:
        return f"{self.survey_id} {self.rows}"
