"""Published decisions: what has been decided, newest first, for residents and for summaries; queues by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from participation.logic.summaries import DecisionLine
from participation.models import Follow, Process
from participation.models.people import Anonymous, Person
from workgroups.logic import reviews as rules
from workgroups.models import Assignment, Decision, Group
from workgroups.permissions import can_publish_decision
from workgroups.queries.outcomes import answer_texts
from workgroups.queries.reviews import reviews_visible_to

BATCH_LIMIT = 200


def published_decisions() -> QuerySet[Decision]:
    """Return of every contribution the newest decision that residents can read; an unpublished correction hides none."""
    newer = Decision.objects.filter(
        submission=OuterRef("submission_id"), published_on__isnull=False, number__gt=OuterRef("number")
    )
    return (
        Decision.objects.filter(published_on__isnull=False)
        .exclude(Exists(newer))
        .exclude(submission__state="withdrawn")
        .select_related("group", "submission")
        .order_by("-published_on", "-pk")
    )


def decision_lines(process: Process) -> Iterator[DecisionLine]:
    """Return the published decisions of a process as summaries list them, by group."""
    for decision in published_decisions().filter(group__process=process).order_by("group__code", "decided_on", "pk"):
        yield DecisionLine(
            reference=str(decision.submission_id),
            scope=decision.group.code,
            scope_name=decision.group.name,
            title=title_of(decision),
            outcome=decision.outcome,
            reason=decision.reason,
            next_step=decision.next_step,
            due=decision.due,
            decided_on=decision.decided_on,
        )


def title_of(decision: Decision) -> str:
    """Return what the decision is on: the title, else the beginning of the text, cut between words."""
    submission = decision.submission
    if submission.title:
        return submission.title
    words = " ".join(submission.text.split())
    return words if len(words) <= 90 else words[:90].rsplit(" ", 1)[0] + " …"


def latest_decisions(processes: Iterable[Process], limit: int = 3) -> dict[int, list[Decision]]:
    """Return by process id the decisions that were published last."""
    keys = [process.pk for process in processes]
    found: dict[int, list[Decision]] = {key: [] for key in keys}
    for decision in published_decisions().filter(group__process__in=keys)[: limit * 20 * max(1, len(keys))]:
        if len(found[decision.group.process_id]) < limit:
            found[decision.group.process_id].append(decision)
    return found


@dataclass(frozen=True)
class Queue:
    """How a group keeps up: what waits, since when, what is decided and what residents can read."""

    group: Group
    waiting: int
    in_review: int
    decided: int
    published: int
    oldest: date | None


def queues_of(process: Process) -> Sequence[Queue]:
    """Return the queues of a process's working groups, in the order of their codes."""
    states = {tab: Count("pk", filter=Q(submission__state__in=states)) for tab, states in rules.TABS.items()}
    rows = (
        Assignment.objects.current()
        .filter(group__process=process)
        .order_by()
        .values("group_id")
        .annotate(
            **states, oldest=Min("submission__received_on", filter=Q(submission__state__in=["routed", "in_review"]))
        )
    )
    counted: dict[int, dict[str, Any]] = {row["group_id"]: dict(row) for row in rows}
    queues = []
    for group in Group.objects.for_process(process).filter(is_heading=False):
        row = counted.get(group.pk, {})
        numbers = [row.get(tab, 0) for tab in rules.TABS]
        queues.append(Queue(group, *numbers, oldest=row.get("oldest")))
    return queues


@dataclass(frozen=True)
class Preview:
    """A decision as residents will read it, what it still lacks, and how many wait for it by e-mail."""

    decision: Decision
    texts: Mapping[str, str]
    lacks: Sequence[rules.Lack]
    languages_missing: Sequence[str]
    followers: int


def previews_of(decisions: Iterable[Decision]) -> list[Preview]:
    """Return what residents will read of these decisions; one query however many there are."""
    rows = list(decisions)
    keys = [row.submission_id for row in rows]
    followers = dict(
        Follow.objects.filter(submission__in=keys).order_by().values_list("submission_id").annotate(n=Count("pk"))
    )
    return [
        Preview(
            decision=row,
            texts=answer_texts(row),
            lacks=rules.lacks_of(row.outcome, row.reason, row.next_step),
            languages_missing=[code for code in ("fi", "sv", "en") if code not in row.reason],
            followers=followers.get(row.submission_id, 0),
        )
        for row in rows
    ]


def publishable_by(person: Person | Anonymous, ids: Iterable[int]) -> list[Decision]:
    """Return those of these decisions that this person may publish; the others are left out, as if there were none."""
    found = Decision.objects.filter(pk__in=list(ids)[:BATCH_LIMIT], is_current=True)
    found = found.filter(submission__in=reviews_visible_to(person))
    rows = found.select_related("group", "submission__theme", "submission__area").order_by("decided_on", "pk")
    return [row for row in rows if can_publish_decision(person, row)]
