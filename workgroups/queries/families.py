"""What the ground floor asks about contributions: which are handled together, and which are like one being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from participation.models import Submission
from workgroups.models import ClusterMember
from workgroups.queries import similar


class ClusterFamilies:
    """A family is a cluster as it is now; what was taken apart is no family any more."""

    key = "workgroups.clusters"
    order = 10

    def families(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[UUID]]:
        """Return for each contribution in a cluster all that are in it, itself among them, by two queries."""
        current = ClusterMember.objects.current().filter(cluster__ended_on__isnull=True)
        mine = dict(current.filter(submission__in=keys).values_list("submission_id", "cluster_id"))
        members: dict[int, list[UUID]] = {}
        if mine:
            rows = current.filter(cluster__in=set(mine.values())).order_by("submission_id")
            for cluster, key in rows.values_list("cluster_id", "submission_id"):
                members.setdefault(cluster, []).append(key)
        return {key: members[cluster] for key, cluster in mine.items()}


class IndexedAlike:
    """Finds contributions like a draft in the index of their process; nothing while there is none."""

    key = "workgroups.similar"
    order = 10

    def alike(self, draft: Submission, among: QuerySet[Submission], limit: int) -> Sequence[tuple[UUID, Sequence[str]]]:
        """Return the likest of the given contributions with the words that both have, the likest first."""
        found = similar.similar_to(draft, among, limit) or ()
        return [(one.submission.pk, one.words) for one in found]
