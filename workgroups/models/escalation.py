"""Contributions that nobody took up in time: which step of asking was taken, once each."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Escalation(models.Model):
    """Somebody was asked because a contribution waited too long with its group."""

    class Step(models.TextChoices):
        """Who is asked, one after the other."""

        REMINDER = "reminder", _("the chair is reminded")
        DEPUTY = "deputy", _("the deputy is asked")
        COORDINATOR = "coordinator", _("the coordinator is asked")

    assignment = models.ForeignKey(
        "workgroups.Assignment", models.CASCADE, related_name="+", verbose_name=_("assignment")
    )
    step = models.CharField(_("step"), max_length=11, choices=Step)
    on = models.DateField(_("on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("step because of waiting")
        verbose_name_plural = _("steps because of waiting")
        constraints = [models.UniqueConstraint(fields=["assignment", "step"], name="escalation_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.step}"
