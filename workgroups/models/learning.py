"""What was learned from the contributions of a process: versions with their figures, and whether suggestions may act."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LearnedQuerySet(models.QuerySet["Learned"]):
    """Which versions."""

    def newest(self, process_id: int, kind: str) -> Learned | None:
        """Return the version in use."""
        return self.filter(process=process_id, kind=kind).order_by("-number").first()


class Learned(models.Model):
    """One version of something learned; its arrays lie in a file that is used only while its hash is this one."""

    class Kind(models.TextChoices):
        """What it tells."""

        ROUTING = "routing", _("which group")
        SIMILAR = "similar", _("which contributions are alike")

    process = models.ForeignKey("participation.Process", models.CASCADE, related_name="+", verbose_name=_("process"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    number = models.PositiveIntegerField(_("version"))
    texts = models.PositiveIntegerField(_("learned from"), help_text=_("Number of contributions."))
    data_hash = models.CharField(_("hash of what it was learned from"), max_length=64)
    file_hash = models.CharField(_("hash of the file"), max_length=64)
    figures = models.JSONField(_("figures"), default=dict, help_text=_("Accuracy, macro-F1 and what thresholds do."))
    learned_at = models.DateTimeField(_("learned at"), default=timezone.now)

    objects = LearnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("learned version")
        verbose_name_plural = _("learned versions")
        ordering = ["process", "kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["process", "kind", "number"], name="learned_number_once")]

    def __str__(self) -> str:
        return f"{self.process_id} {self.kind} {self.number}"


class LearningSetting(models.Model):
    """Whether suggestions of a process assign by themselves, and from which certainty on."""

    process = models.OneToOneField("participation.Process", models.CASCADE, related_name="+", verbose_name=_("process"))
    assigns = models.BooleanField(_("assigns by itself"), default=False)
    threshold = models.FloatField(_("from this certainty on"), default=1.0)

    class Meta:
        verbose_name = _("setting of learned suggestions")
        verbose_name_plural = _("settings of learned suggestions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(threshold__gte=0.5, threshold__lte=1.0), name="learning_threshold_fits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.process_id} {self.threshold}"
