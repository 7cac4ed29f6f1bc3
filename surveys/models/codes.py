"""Who may answer: batches of single-use codes, and admissions that were used. Nothing here leads to a response."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CodeBatch(models.Model):
    """Codes made at one time for one mailing; the codes themselves were shown once."""

    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    name = models.CharField(_("name of the batch"), max_length=120)
    mailing = models.CharField(_("to whom it is sent"), max_length=300, blank=True)
    size = models.PositiveIntegerField(_("number of codes"))
    used = models.PositiveIntegerField(_("used codes, noted when the survey closed"), null=True, blank=True)
    created_on = models.DateField(_("made on"), default=timezone.localdate)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("batch of codes")
        verbose_name_plural = _("batches of codes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "name"], name="code_batch_name_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.name}"


class AccessCode(models.Model):
    """One code as a keyed hash, and whether it was entered; no day, no order, no person. Deleted at close."""

    code_hash = models.CharField(_("keyed hash of the code"), max_length=64, primary_key=True)
    batch = models.ForeignKey(CodeBatch, models.CASCADE, related_name="+", verbose_name=_("batch"))
    spent = models.BooleanField(_("entered"), default=False)

    class Meta:
        verbose_name = _("access code")
        verbose_name_plural = _("access codes")

    def __str__(self) -> str:
        return self.code_hash[:8]


class Admission(models.Model):
    """A right to answer that was used: a keyed hash of what a code or an account gives. Deleted at close."""

    token_hash = models.CharField(_("keyed hash of the admission"), max_length=64, primary_key=True)
    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))

    class Meta:
        verbose_name = _("used admission")
        verbose_name_plural = _("used admissions")

    def __str__(self) -> str:
        return self.token_hash[:8]
