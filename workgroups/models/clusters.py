"""Clusters: contributions that say the same and get one decision; each keeps its own author, receipt and answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ClusterQuerySet(models.QuerySet["Cluster"]):
    """Which clusters."""

    def standing(self) -> ClusterQuerySet:
        """Leave out those that were taken apart."""
        return self.filter(ended_on__isnull=True)


class Cluster(models.Model):
    """Contributions that one decision answers; taken apart again in one step, and nothing is deleted."""

    process = models.ForeignKey("participation.Process", models.PROTECT, related_name="+", verbose_name=_("process"))
    group = models.ForeignKey("workgroups.Group", models.PROTECT, related_name="+", verbose_name=_("working group"))
    name = models.CharField(_("name"), max_length=120)
    begun_on = models.DateField(_("begun on"), default=timezone.localdate)
    ended_on = models.DateField(_("taken apart on"), null=True, blank=True)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["group", "ended_on"], name="cluster_by_group")]

    def __str__(self) -> str:
        return self.name


class ClusterMemberQuerySet(models.QuerySet["ClusterMember"]):
    """Which members."""

    def current(self) -> ClusterMemberQuerySet:
        """Keep those that are in their cluster now."""
        return self.filter(is_current=True)


class ClusterMember(models.Model):
    """A contribution in a cluster, with where it was before; what left stays as history."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+", verbose_name=_("cluster"))
    submission = models.ForeignKey(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    is_current = models.BooleanField(_("in it now"), default=True)
    state_before = models.CharField(_("state before"), max_length=10)
    group_before = models.ForeignKey(
        "workgroups.Group", models.PROTECT, related_name="+", verbose_name=_("working group before")
    )

    objects = ClusterMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution in a cluster")
        verbose_name_plural = _("contributions in clusters")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(is_current=True), name="cluster_member_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cluster_id} {self.submission_id}"
