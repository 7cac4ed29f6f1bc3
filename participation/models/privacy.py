"""How long things are kept and what was erased; the privacy notices that people were shown, word by word."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RetentionRule(models.Model):
    """How long one kind of data is kept in one place of a process, and whether its coordinators were warned."""

    process = models.ForeignKey("participation.Process", models.CASCADE, related_name="+", verbose_name=_("process"))
    kind = models.CharField(_("kind"), max_length=60)
    scope = models.CharField(_("place"), max_length=80, blank=True, help_text=_("Empty: the whole process."))
    amount = models.PositiveSmallIntegerField(
        _("kept for"), null=True, blank=True, help_text=_("In days or months, as the kind says; empty: as usual.")
    )
    warned_on = models.DateField(_("warned on"), null=True, blank=True)
    warned_for = models.DateField(_("warned of"), null=True, blank=True)

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        constraints = [models.UniqueConstraint(fields=["process", "kind", "scope"], name="retention_rule_once")]

    def __str__(self) -> str:
        return f"{self.process_id} {self.kind} {self.scope}"


class DeletionRecord(models.Model):
    """Proof that something was erased: what kind, how many, when and by which rule. Never what it said or whose it was."""

    class Reason(models.TextChoices):
        """Why it was erased."""

        RETENTION = "retention", _("kept long enough")
        REQUEST = "request", _("asked for by the person")

    process = models.ForeignKey(
        "participation.Process", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("process")
    )
    kind = models.CharField(_("kind"), max_length=60)
    scope_name = models.JSONField(_("place by language"), default=dict)
    reason = models.CharField(_("why"), max_length=10, choices=Reason)
    amount = models.PositiveSmallIntegerField(_("kept for"), null=True, blank=True)
    in_days = models.BooleanField(_("counted in days"), default=False)
    counts = models.JSONField(_("how many of each"), default=dict)
    on = models.DateField(_("erased on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("record of a deletion")
        verbose_name_plural = _("records of deletions")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["process", "-on"], name="deletion_by_process")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"

    @property
    def total(self) -> int:
        """How many things went."""
        return sum(self.counts.values())


class NoticeVersion(models.Model):
    """The words of one privacy notice as they were shown from a day on; a change makes the next number."""

    scope = models.CharField(_("whose notice"), max_length=80)
    number = models.PositiveIntegerField(_("number"))
    made_of = models.PositiveIntegerField(
        _("made of version"), default=0, help_text=_("Of the questionnaire with which it was shown.")
    )
    parts = models.JSONField(_("titles and texts by language"))
    digest = models.CharField(_("hash of the words"), max_length=64)
    in_force_on = models.DateField(_("in force from"), default=timezone.localdate)

    class Meta:
        verbose_name = _("version of a privacy notice")
        verbose_name_plural = _("versions of privacy notices")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="notice_number_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"
