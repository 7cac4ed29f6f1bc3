"""Receipts, kept as keyed hashes only, and the journey that stands behind them."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Receipt(models.Model):
    """Proof of a contribution: the code itself is shown once and never stored."""

    class Kind(models.TextChoices):
        """What was received."""

        RESPONSE = "response", _("answers to a survey")
        SUBMISSION = "submission", _("idea or feedback")
        COMMENT = "comment", _("comment on an idea")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_hash = models.CharField(_("keyed hash of the code"), max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    process = models.ForeignKey("participation.Process", models.PROTECT, related_name="+", verbose_name=_("process"))
    received_on = models.DateField(_("received on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return str(self.pk)


class AnswerOpinion(models.Model):
    """Whether a published answer answered its author; told once, with the code of the receipt."""

    entry = models.OneToOneField(
        "participation.JourneyEntry", models.CASCADE, related_name="+", verbose_name=_("answer")
    )
    submission = models.ForeignKey(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    is_answered = models.BooleanField(_("it answered"))
    on = models.DateField(_("told on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("opinion on an answer")
        verbose_name_plural = _("opinions on answers")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.is_answered}"


class JourneyEntry(models.Model):
    """One stage in what became of a submission, in words for its author and everybody."""

    submission = models.ForeignKey(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    stage = models.CharField(_("stage"), max_length=20)
    on = models.DateField(_("on"), default=timezone.localdate)
    text = models.JSONField(_("text by language"), default=dict)
    group_code = models.CharField(_("group"), max_length=20, blank=True)
    group_name = models.JSONField(_("name of the group by language"), default=dict)
    link = models.CharField(_("address of more"), max_length=200, blank=True)

    asks = ""  # set where the author may tell whether this answer answered
    opinion: bool | None = None

    class Meta:
        verbose_name = _("stage of a journey")
        verbose_name_plural = _("stages of journeys")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.stage}"
