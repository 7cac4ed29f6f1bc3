"""Decisions of working groups on submissions, internal until published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """What a group decided on a submission; a correction is a new number, the old one stays readable."""

    class Outcome(models.TextChoices):
        """The field's standard outcomes."""

        ADOPTED = "adopted", _("adopted")
        PARTLY = "partly_adopted", _("partly adopted")
        NOT_ADOPTED = "not_adopted", _("not adopted")
        ALREADY_DONE = "already_done", _("already done")
        OUT_OF_SCOPE = "out_of_scope", _("out of scope")

    submission = models.ForeignKey(
        "participation.Submission", models.PROTECT, related_name="+", verbose_name=_("contribution")
    )
    number = models.PositiveSmallIntegerField(_("version of the decision"), default=1)
    is_current = models.BooleanField(_("current"), default=True)
    group = models.ForeignKey("workgroups.Group", models.PROTECT, related_name="+", verbose_name=_("working group"))
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    reason = models.JSONField(_("reason by language"))
    next_step = models.JSONField(_("next step by language"), default=dict)
    due = models.DateField(_("due"), null=True, blank=True)
    cluster = models.ForeignKey(
        "workgroups.Cluster",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided together with"),
    )
    quote = models.TextField(
        _("sentence of the author"), blank=True, help_text=_("Begins the answer when one decision answers many.")
    )
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    decided_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("published by")
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="decision_number_once"),
            models.UniqueConstraint(fields=["submission"], condition=Q(is_current=True), name="decision_current_once"),
        ]
        indexes = [models.Index(fields=["group", "published_on"], name="decision_by_group")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.outcome}"
