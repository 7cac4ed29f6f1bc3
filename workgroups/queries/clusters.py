"""Clusters as people see them: what is in one, what each author will read, who supports it, what lies elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from participation.logic.language import lemmas_of
from participation.logic.masking import mask
from participation.models import Process, Submission
from workgroups.logic import fragments as logic
from workgroups.logic import reviews as rules
from workgroups.models import Assignment, Cluster, ClusterMember, Decision, Group
from workgroups.queries.outcomes import answer_texts

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person

READ = 400  # letters of a sentence that are quoted at most


def clusters_visible_to(person: Person | Anonymous) -> QuerySet[Cluster]:
    """Return the standing clusters of the groups that this person may open at the desk."""
    rows = Cluster.objects.standing().filter(group__in=Group.objects.visible_at_desk(person).values("pk"))
    return rows.select_related("group__process")


def own_sentence_of(submission: Submission, cluster: Cluster) -> str:
    """Return the sentence in which an author says what the cluster is about, personal data masked."""
    about = lemmas_of(cluster.name, submission.language)
    others = ClusterMember.objects.current().filter(cluster=cluster).exclude(submission=submission)
    shared: list[str] = []
    for text in others.values_list("submission__text", flat=True)[:5]:
        shared += rules.telling_lemmas(lemmas_of(text[:2000], submission.language))
    sentences = logic.sentences_of(submission.text)
    bases = [lemmas_of(one.text, submission.language) for one in sentences]
    found = logic.own_sentence(submission.text, about, shared, bases)
    words = mask(found, submission.language).text
    return words if len(words) <= READ else words[:READ].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True)
class MemberLine:
    """A contribution in a cluster: its words, the sentence that the reply begins with, the decision on it."""

    member: ClusterMember
    sentence: str
    decision: Decision | None

    @property
    def submission(self) -> Submission:
        """The contribution."""
        return self.member.submission


def lines_of(cluster: Cluster) -> list[MemberLine]:
    """Return what is in a cluster, the oldest first."""
    rows = ClusterMember.objects.current().filter(cluster=cluster)
    rows = rows.select_related("submission__theme", "submission__area", "submission__process", "group_before")
    members = list(rows.order_by("submission__received_on", "pk"))
    keys = [one.submission_id for one in members]
    found = Decision.objects.filter(submission__in=keys, is_current=True).select_related("group__process")
    decisions = {one.submission_id: one for one in found}
    return [
        MemberLine(
            one,
            decisions[one.submission_id].quote
            if one.submission_id in decisions
            else own_sentence_of(one.submission, cluster),
            decisions.get(one.submission_id),
        )
        for one in members
    ]


def replies_of(lines: Iterable[MemberLine]) -> list[tuple[MemberLine, Mapping[str, str]]]:
    """Return for every author in a cluster the reply that will be read, by language; nothing before a decision."""
    return [(one, answer_texts(one.decision)) for one in lines if one.decision]


def sizes_of(clusters: Collection[int]) -> dict[int, int]:
    """Return how many contributions are in these clusters now."""
    rows = ClusterMember.objects.current().filter(cluster__in=clusters).order_by().values_list("cluster_id")
    return dict(rows.annotate(n=Count("pk")))


def standing_of(process: Process, person: Person | Anonymous) -> Sequence[tuple[Cluster, int]]:
    """Return the clusters of a process that this person may open, with their sizes; clusters of one are left out."""
    rows = list(clusters_visible_to(person).filter(process=process).order_by("group__code", "name"))
    sizes = sizes_of([one.pk for one in rows])
    return [(one, sizes[one.pk]) for one in rows if sizes.get(one.pk)]


def joinable(process_id: int, groups: Iterable[int] | None) -> QuerySet[Submission]:
    """Return the open contributions that may come into a cluster: those of these groups, or of the whole process."""
    lying = Q(pk__in=ClusterMember.objects.current().values("submission_id"))
    rows = Submission.objects.filter(process=process_id, state__in=("routed", "in_review", "on_agenda")).exclude(lying)
    if groups is not None:
        from_groups = Assignment.objects.current().filter(group__in=list(groups)).values("submission_id")
        rows = rows.filter(pk__in=from_groups)
    return rows.exclude(
        pk__in=Submission.objects.filter(whole__isnull=False).exclude(state="withdrawn").values("whole")
    )
