"""Opinions: other groups say what they think of a contribution; the one it lies with answers for all."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OpinionQuerySet(models.QuerySet["Opinion"]):
    """Which opinions."""

    def standing(self) -> OpinionQuerySet:
        """Leave out those that are no longer asked for."""
        return self.filter(is_asked=True)

    def awaited(self) -> OpinionQuerySet:
        """Keep those that were asked for and not given."""
        return self.standing().filter(given_on__isnull=True)


class Opinion(models.Model):
    """What a group is asked for and says of a contribution that another group answers; residents never see it."""

    class Stance(models.TextChoices):
        """What the group thinks."""

        SUPPORTS = "supports", _("supports it")
        PARTLY = "partly", _("supports it in part")
        AGAINST = "against", _("is against it")
        NEUTRAL = "neutral", _("takes no side")

    submission = models.ForeignKey(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    group = models.ForeignKey("workgroups.Group", models.PROTECT, related_name="+", verbose_name=_("working group"))
    is_asked = models.BooleanField(_("asked for"), default=True)
    question = models.TextField(_("what is asked"), blank=True)
    asked_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    stance = models.CharField(_("stance"), max_length=8, choices=Stance, blank=True)
    text = models.TextField(_("opinion"), blank=True)
    given_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )
    given_on = models.DateField(_("given on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion of a group")
        verbose_name_plural = _("opinions of groups")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "group"], name="opinion_once"),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, stance="") | (Q(given_on__isnull=False) & ~Q(stance="")),
                name="opinion_given_has_stance",
            ),
        ]
        indexes = [models.Index(fields=["group", "is_asked"], name="opinion_by_group")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.group_id}"
