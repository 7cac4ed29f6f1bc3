"""Lineage: what was cut, clustered, merged, split, renamed or moved; each operation once, and once undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workgroups.logic import lineage as rules

if TYPE_CHECKING:
    from workgroups.models.groups import Group


class OperationQuerySet(models.QuerySet["Operation"]):
    """Which operations."""

    def standing(self) -> OperationQuerySet:
        """Leave out those that were undone."""
        return self.filter(is_undone=False)

    def of_groups(self) -> OperationQuerySet:
        """Keep those that changed groups."""
        return self.filter(kind__in=rules.GROUP_KINDS)


class Operation(models.Model):
    """One step that changed what belongs together, with all that its inverse needs."""

    class Kind(models.TextChoices):
        """What was done."""

        CUT = rules.CUT, _("cut into parts")
        CLUSTER = rules.CLUSTER, _("put into a cluster")
        EXCLUDE = rules.EXCLUDE, _("taken out of a cluster")
        MERGE = rules.MERGE, _("groups merged")
        SPLIT = rules.SPLIT, _("group split")
        RENAME = rules.RENAME, _("group renamed")
        MOVE = rules.MOVE, _("group moved in the tree")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    process = models.ForeignKey("participation.Process", models.PROTECT, related_name="+", verbose_name=_("process"))
    submission = models.ForeignKey(
        "participation.Submission",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contribution"),
    )
    cluster = models.ForeignKey(
        "workgroups.Cluster", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cluster")
    )
    from_groups: models.ManyToManyField[Group, models.Model] = models.ManyToManyField(
        "workgroups.Group", blank=True, related_name="+", verbose_name=_("from groups")
    )
    to_groups: models.ManyToManyField[Group, models.Model] = models.ManyToManyField(
        "workgroups.Group", blank=True, related_name="+", verbose_name=_("to groups")
    )
    before = models.JSONField(_("what was before"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    on = models.DateField(_("on"), default=timezone.localdate)
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    is_undone = models.BooleanField(_("undone"), default=False)
    undone_on = models.DateField(_("undone on"), null=True, blank=True)
    undone_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of lineage")
        verbose_name_plural = _("steps of lineage")
        ordering = ["pk"]
        indexes = [models.Index(fields=["submission"], name="operation_by_submission")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
