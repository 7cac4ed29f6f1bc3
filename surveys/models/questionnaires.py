"""Published versions of a questionnaire: a document that never changes."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SurveyVersion(models.Model):
    """One version of a survey's questionnaire; published ones are never updated."""

    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    number = models.PositiveIntegerField(_("version"))
    document = models.JSONField(_("questionnaire"), help_text=_("See logic/questionnaire/document.py."))
    published_at = models.DateTimeField(_("published at"), default=timezone.now)

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once")]

    def __str__(self) -> str:
        return f"{self.survey_id}.{self.number}"
