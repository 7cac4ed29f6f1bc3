"""Results: the epochs that the public sees, and the copy of the answers from which they are counted."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublishedResults(models.Model):
    """The tallies of one survey at one moment, disclosure rules applied."""

    survey = models.OneToOneField("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    n = models.PositiveIntegerField(_("responses"))
    content = models.JSONField(_("tables"), help_text=_("As in the API: see queries/results.py."))
    as_of = models.DateTimeField(_("as of"), default=timezone.now)

    class Meta:
        verbose_name = _("published results")
        verbose_name_plural = _("published results")

    def __str__(self) -> str:
        return f"{self.survey_id} n={self.n}"


class ResultsCopy(models.Model):
    """What was counted of one survey so far: its tallies, and what the codes in its columns mean.

    A response is counted exactly once: the same transaction that counts it sets its mark "counted".
    """

    survey = models.OneToOneField("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    generation = models.PositiveIntegerField(_("generation"), default=0, help_text=_("Grows with each rebuilding."))
    serial = models.PositiveBigIntegerField(_("times written"), default=0)
    n = models.PositiveIntegerField(_("responses counted"), default=0)
    counts = models.JSONField(_("tallies"), default=dict)
    book = models.JSONField(_("meaning of the codes"), default=dict)
    rebuilding_until = models.DateTimeField(_("being rebuilt until"), null=True, blank=True)
    rebuilt_at = models.DateTimeField(_("rebuilt at"), default=timezone.now)

    class Meta:
        verbose_name = _("copy for results")
        verbose_name_plural = _("copies for results")

    def __str__(self) -> str:
        return f"{self.survey_id} n={self.n}"


class ResultsBlock(models.Model):
    """Packed columns of some counted responses; never changed, only replaced by larger ones."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    copy = models.ForeignKey(ResultsCopy, models.CASCADE, related_name="+", verbose_name=_("copy"))
    generation = models.PositiveIntegerField(_("generation"))
    sign = models.SmallIntegerField(_("adds or takes away"), default=1)
    n = models.PositiveIntegerField(_("responses"))
    data = models.BinaryField(_("columns"))

    class Meta:
        verbose_name = _("block of columns")
        verbose_name_plural = _("blocks of columns")
        constraints = [
            models.CheckConstraint(condition=Q(sign__in=[1, -1]), name="results_block_sign"),
            models.CheckConstraint(condition=Q(n__gt=0), name="results_block_not_empty"),
        ]
        indexes = [models.Index(fields=["copy", "generation"], name="results_block_of_copy")]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.sign * self.n}"


class ReplacedAnswers(models.Model):
    """Answers that were counted and have since been corrected or taken back; waits to be subtracted, then goes."""

    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    response = models.UUIDField(_("response"))
    version = models.ForeignKey("surveys.SurveyVersion", models.PROTECT, related_name="+", verbose_name=_("version"))
    answers = models.JSONField(_("answers by question name"))
    language = models.CharField(_("language"), max_length=12)
    channel = models.CharField(_("channel"), max_length=20)
    identity = models.CharField(_("how it was let in"), max_length=10)
    received_on = models.DateField(_("received on"))
    marks = models.CharField(_("signs that nobody wrote it"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("replaced answers")
        verbose_name_plural = _("replaced answers")

    def __str__(self) -> str:
        return str(self.response)
