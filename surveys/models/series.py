"""Repeated surveys: which question of a survey continues which of the series, and whether its numbers can be compared."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SeriesLink(models.Model):
    """What a coordinator said of one question: what it continues, and whether it still asks the same.

    Without a row a question continues the one of the same name, and every change breaks the series until somebody
    has looked at it.
    """

    class Verdict(models.TextChoices):
        """Whether numbers before and after can be compared."""

        UNKNOWN = "", _("not decided")
        SAME = "same", _("asks the same, can be compared")
        BREAK = "break", _("asks something else, break in the series")

    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    question = models.CharField(_("question"), max_length=80)
    continues = models.CharField(
        _("question of the series"),
        max_length=80,
        blank=True,
        help_text=_("The name by which the series knows it; empty when it does not belong to the series."),
    )
    verdict = models.CharField(_("verdict"), max_length=5, choices=Verdict, default=Verdict.UNKNOWN, blank=True)
    changes = models.JSONField(
        _("changes that were looked at"), default=list, help_text=_("Another change later asks for a new verdict.")
    )
    note = models.JSONField(_("what changed, by language"), default=dict, blank=True)
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    at = models.DateTimeField(_("decided at"), default=timezone.now)

    class Meta:
        verbose_name = _("question in a series")
        verbose_name_plural = _("questions in series")
        constraints = [models.UniqueConstraint(fields=["survey", "question"], name="series_link_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.question} {self.verdict}"
