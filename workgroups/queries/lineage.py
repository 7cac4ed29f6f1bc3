"""Lineage as people see it: the parts and the cluster of a contribution, where a group comes from and goes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from participation.models import Process, Submission
from workgroups.models import Assignment, Cluster, ClusterMember, Decision, Group, Meeting, Operation, Opinion, Rule


@dataclass(frozen=True)
class PartLine:
    """One part of a contribution: its words, the group that has it, the decision on it."""

    submission: Submission
    group: Group | None
    decision: Decision | None


@dataclass(frozen=True)
class Family:
    """What a contribution belongs together with."""

    parts: Sequence[PartLine] = ()
    whole: Submission | None = None
    cluster: Cluster | None = None
    together: int = 0
    opinions: Sequence[Opinion] = ()
    operation: Operation | None = None
    steps: Sequence[Operation] = field(default_factory=list)


def family_of(submission: Submission) -> Family:
    """Return the parts, the whole, the cluster and the opinions of one contribution."""
    member = ClusterMember.objects.current().select_related("cluster").filter(submission=submission).first()
    cut = Operation.objects.standing().filter(submission=submission, kind=Operation.Kind.CUT).order_by("-pk").first()
    return Family(
        parts=parts_of(submission, cut) if cut else (),
        whole=Submission.objects.filter(pk=submission.whole_id).first() if submission.whole_id else None,
        cluster=member.cluster if member else None,
        together=ClusterMember.objects.current().filter(cluster=member.cluster_id).count() if member else 0,
        opinions=opinions_of(submission),
        operation=cut,
    )


@dataclass(frozen=True)
class Tie:
    """What a card of a list tells of lineage: its cluster and into how many parts it is cut."""

    cluster: Cluster | None = None
    parts: int = 0


def ties_of(rows: Iterable[Submission]) -> dict[UUID, Tie]:
    """Return by contribution what it belongs together with; two queries however many there are."""
    keys = [row.pk for row in rows]
    members = ClusterMember.objects.current().filter(submission__in=keys).select_related("cluster")
    clusters = {one.submission_id: one.cluster for one in members}
    cut = Submission.objects.filter(whole__in=keys).exclude(state="withdrawn").order_by().values_list("whole_id")
    parts = dict(cut.annotate(n=Count("pk")))
    return {key: Tie(clusters.get(key), parts.get(key, 0)) for key in keys}


def parts_of(submission: Submission, cut: Operation) -> list[PartLine]:
    """Return the parts in the order in which they were cut."""
    places = {key: place for place, key in enumerate(cut.before["parts"])}
    rows = list(Submission.objects.filter(whole=submission, pk__in=list(places)).exclude(state="withdrawn"))
    lying = Assignment.objects.current().filter(submission__in=rows).select_related("group__process")
    groups = {one.submission_id: one.group for one in lying}
    decided = Decision.objects.filter(submission__in=rows, is_current=True)
    decisions = {one.submission_id: one for one in decided}
    rows.sort(key=lambda row: places[str(row.pk)])
    return [PartLine(row, groups.get(row.pk), decisions.get(row.pk)) for row in rows]


def opinions_of(submission: Submission) -> list[Opinion]:
    """Return which groups were asked and what they said, those that are no longer asked left out."""
    rows = Opinion.objects.filter(submission=submission).filter(Q(is_asked=True) | Q(given_on__isnull=False))
    return list(rows.select_related("group__process", "given_by").order_by("group__code"))


@dataclass(frozen=True)
class Chapter:
    """One reorganisation in the life of a group, in the order of days."""

    operation: Operation
    before: Sequence[Group]
    after: Sequence[Group]

    @property
    def old_name(self) -> dict[str, str]:
        """The name before a renaming."""
        found: dict[str, str] = self.operation.before.get("name", {})
        return found

    @property
    def old_code(self) -> str:
        """The number before a renaming."""
        return str(self.operation.before.get("code", ""))


def chapters_of(group: Group) -> list[Chapter]:
    """Return where a group comes from and where its work went, the newest first."""
    rows = Operation.objects.standing().of_groups().filter(Q(from_groups=group) | Q(to_groups=group))
    return [chapter_of(row) for row in told(rows.distinct())]


def chapters_in(process: Process) -> list[Chapter]:
    """Return every reorganisation of a process, the newest first; those that were undone too."""
    return [chapter_of(row) for row in told(Operation.objects.of_groups().filter(process=process))]


def told(rows: QuerySet[Operation]) -> Sequence[Operation]:
    """Return operations with what a page tells of them."""
    return list(
        rows.select_related("by").prefetch_related("from_groups__process", "to_groups__process").order_by("-pk")
    )


def chapter_of(row: Operation) -> Chapter:
    """Return one operation with its groups."""
    return Chapter(row, list(row.from_groups.all()), list(row.to_groups.all()))


@dataclass(frozen=True)
class Plan:
    """What a reorganisation would move and what stays: counted before anything happens."""

    waiting: int
    in_review: int
    on_agenda: int
    decided: int
    answered: int
    meetings: Sequence[Meeting]
    rules: int
    opinions: int
    clusters: int

    @property
    def moved(self) -> int:
        """How many contributions move."""
        return self.waiting + self.in_review + self.on_agenda + self.decided


def plan_of(groups: Sequence[Group]) -> Plan:
    """Return what these groups have open, and what they answered."""
    lying = Assignment.objects.current().filter(group__in=groups).values_list("submission__state", flat=True)
    states = list(lying)
    planned = Meeting.objects.filter(group__in=groups, state=Meeting.State.PLANNED).select_related("group")
    return Plan(
        waiting=states.count("routed"),
        in_review=states.count("in_review"),
        on_agenda=states.count("on_agenda"),
        decided=states.count("decided"),
        answered=states.count("published"),
        meetings=list(planned.order_by("group__code", "number")),
        rules=Rule.objects.filter(group__in=groups).count(),
        opinions=Opinion.objects.awaited().filter(group__in=groups).count(),
        clusters=Cluster.objects.standing().filter(group__in=groups).count(),
    )


def open_items_of(group: Group, limit: int = 200) -> list[Submission]:
    """Return what a group has open, the oldest first: each goes somewhere when the group is split."""
    lying = Assignment.objects.current().filter(group=group).values("submission_id")
    rows = Submission.objects.filter(pk__in=lying, state__in=("routed", "in_review", "on_agenda", "decided"))
    return list(rows.order_by("received_on", "pk")[:limit])
