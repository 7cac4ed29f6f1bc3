"""Questionnaires in the making: one working copy a survey, and every step of building it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QuestionnaireDraft(models.Model):
    """The working copy of a survey's questionnaire; residents never see it before it is published as a version."""

    survey = models.OneToOneField("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    document = models.JSONField(_("working document"), help_text=_("See logic/authoring/working.py."))
    version = models.PositiveIntegerField(_("steps so far"), default=0)
    based_on = models.ForeignKey(
        "surveys.SurveyVersion", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made of")
    )
    published_at_step = models.PositiveIntegerField(_("step that was published"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )

    class Meta:
        verbose_name = _("working copy of a questionnaire")
        verbose_name_plural = _("working copies of questionnaires")

    def __str__(self) -> str:
        return f"{self.survey_id}~{self.version}"

    @property
    def is_changed(self) -> bool:
        """Tell whether there is something that was not published yet."""
        return self.published_at_step != self.version


class DraftStep(models.Model):
    """One step of building: the edit and the edit that takes it back; kept so that undoing works after a reload."""

    class Kind(models.TextChoices):
        """How a step came about."""

        EDIT = "edit", _("edit")
        UNDO = "undo", _("undo")
        REDO = "redo", _("redo")

    draft = models.ForeignKey(
        "surveys.QuestionnaireDraft", models.CASCADE, related_name="+", verbose_name=_("working copy")
    )
    number = models.PositiveIntegerField(_("step"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.EDIT)
    operation = models.JSONField(_("edit"))
    inverse = models.JSONField(_("edit that takes it back"))
    undone_at = models.PositiveIntegerField(_("taken back by step"), null=True, blank=True)
    is_final = models.BooleanField(_("cannot be made again"), default=False)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("step of building a questionnaire")
        verbose_name_plural = _("steps of building questionnaires")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_step_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}.{self.number}"
