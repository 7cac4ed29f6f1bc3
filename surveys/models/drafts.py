"""What is kept for a short while on somebody's wish: an unfinished answer, an address for a receipt."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SurveyDraft(models.Model):
    """An unfinished response, opened with a code on any device; deleted when it is sent, or after thirty days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    version = models.ForeignKey("surveys.SurveyVersion", models.CASCADE, related_name="+", verbose_name=_("version"))
    code_hash = models.CharField(_("keyed hash of the code"), max_length=64, unique=True)
    key = models.UUIDField(_("key of the opened form"))
    answers = models.JSONField(_("answers by question name"), default=dict)
    language = models.CharField(_("language"), max_length=12)
    channel = models.CharField(_("channel"), max_length=20, blank=True)
    step = models.CharField(_("page that was open"), max_length=120, blank=True)
    admission = models.CharField(_("sealed right to answer"), max_length=600, blank=True)
    saved_on = models.DateField(_("saved on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("unfinished response")
        verbose_name_plural = _("unfinished responses")
        indexes = [models.Index(fields=["survey", "key"], name="survey_draft_by_key")]

    def __str__(self) -> str:
        return str(self.pk)


class ReceiptMail(models.Model):
    """A wish to have a receipt by mail; deleted as soon as the mail is sent, knows neither survey nor answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    code = models.CharField(_("receipt code"), max_length=40)
    language = models.CharField(_("language"), max_length=12)
    created_on = models.DateField(_("wished on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("receipt to be mailed")
        verbose_name_plural = _("receipts to be mailed")

    def __str__(self) -> str:
        return str(self.pk)
