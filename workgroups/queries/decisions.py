"""Published decisions: what has been decided, newest first, for residents and for summaries; queues by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.extension_points import Highlight, Panel, Wording
from participation.logic.masking import mask
from participation.logic.summaries import DecisionLine, Passage
from participation.logic.text import pick
from participation.models import Follow, Process
from participation.models.people import Anonymous, Person
from participation.queries.plain_language import WordedHint, hints_on_all
from workgroups.logic import reviews as rules
from workgroups.models import Assignment, Decision, Group
from workgroups.permissions import can_publish_decision
from workgroups.queries.meetings import day_words
from workgroups.queries.outcomes import answer_texts, lack_words, language_words
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
    """Return what the decision is on, personal data masked: the title, else the beginning of the text, cut between words.

    Of whom does not want to be quoted only the short name of the contribution is told.
    """
    submission = decision.submission
    if not submission.is_quotable:
        return submission.reference
    if submission.title:
        return mask(submission.title, submission.language).text
    words = " ".join(mask(submission.text, submission.language).text.split())
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
    for group in Group.objects.for_process(process).in_use():
        row = counted.get(group.pk, {})
        waiting, in_review, decided, answered = (row.get(tab, 0) for tab in rules.TABS)
        queues.append(Queue(group, waiting, in_review, decided, answered, row.get("oldest")))
    return queues


@dataclass(frozen=True)
class Preview:
    """A decision as residents will read it, what it still lacks, what could be plainer, how many wait by e-mail."""

    decision: Decision
    texts: Mapping[str, str]
    lacks: Sequence[str]
    languages_missing: Sequence[str]
    followers: int
    hints: Sequence[WordedHint] = ()


def previews_of(decisions: Iterable[Decision]) -> list[Preview]:
    """Return what residents will read of these decisions; one query however many there are."""
    rows = list(decisions)
    keys = [row.submission_id for row in rows]
    followers = dict(
        Follow.objects.reached()
        .filter(submission__in=keys)
        .order_by()
        .values_list("submission_id")
        .annotate(n=Count("pk"))
    )
    return [
        Preview(
            decision=row,
            texts=answer_texts(row),
            lacks=[lack_words(lack) for lack in rules.lacks_of(row.outcome, row.reason, row.next_step)],
            languages_missing=[language_words(code) for code in ("fi", "sv", "en") if code not in row.reason],
            followers=followers.get(row.submission_id, 0),
            hints=hints_on_all([*row.reason.items(), *row.next_step.items()]),
        )
        for row in rows
    ]


def publishable_by(person: Person | Anonymous, ids: Iterable[int]) -> list[Decision]:
    """Return those of these decisions that this person may publish; the others are left out, as if there were none."""
    found = Decision.objects.filter(pk__in=list(ids)[:BATCH_LIMIT], is_current=True)
    found = found.filter(submission__in=reviews_visible_to(person))
    rows = found.select_related("group__process", "submission__theme", "submission__area").order_by("decided_on", "pk")
    return [row for row in rows if can_publish_decision(person, row)]


class ReviewsPart:
    """What reviews add to pages of a process: the latest decisions, and how the groups keep up."""

    key = "reviews"
    order = 60

    def highlights(self, processes: Sequence[Process]) -> Mapping[int, Sequence[Highlight]]:
        """Return by process id what has been decided last."""
        return {
            process_id: [
                Highlight(
                    kind="decision",
                    title={decision.submission.language: title_of(decision)},
                    address=decision.group.get_absolute_url(),
                    detail=capfirst(str(decision.get_outcome_display())),
                )
                for decision in decisions
            ]
            for process_id, decisions in latest_decisions(processes).items()
            if decisions
        }

    def panel(self, process: Process) -> Panel | None:  # noqa: ARG002 -- the contract gives it
        """Return nothing: the groups' own part of the public page tells of decisions."""
        return None

    def overview(self, process: Process) -> Panel | None:
        """Return the table of queues for the coordinator."""
        return Panel("reviews", "workgroups/reviews/queues.html", {"queues": queues_of(process)}, self.order)


class DecisionsSource:
    """Published decisions for summaries; texts to quote come from the ground floor."""

    key = "decisions"
    order = 50

    def passages(self, process: Process) -> Iterable[Passage]:  # noqa: ARG002 -- the contract gives it
        """Return no texts: what residents said is the ground floor's to give."""
        return ()

    def decisions(self, process: Process) -> Iterable[DecisionLine]:
        """Return the published decisions by group."""
        return decision_lines(process)

    def address_of(self, reference: str) -> str:
        """Return the staff page of the contribution that was decided on."""
        return reverse("workgroups:review_page", args=[reference])


def news_wording(context: Mapping[str, Any]) -> Wording | None:
    """Return the message to chair and deputy of a group: how many wait now; nothing when none does."""
    group = Group.objects.filter(pk=int(context.get("group") or 0)).first()
    if group is None:
        return None
    waiting = Assignment.objects.current().filter(group=group, submission__state__in=rules.TABS["waiting"])
    told = waiting.aggregate(n=Count("pk"), oldest=Min("submission__received_on"))
    if not told["n"]:
        return None
    values = {"n": told["n"], "group": f"{group.code} {pick(group.name, get_language() or 'fi')[0]}"}
    return Wording(
        subject=ngettext("%(n)s contribution waits for review", "%(n)s contributions wait for review", told["n"])
        % values,
        paragraphs=[
            ngettext(
                "%(n)s contribution waits for working group %(group)s.",
                "%(n)s contributions wait for working group %(group)s.",
                told["n"],
            )
            % values,
            _("The oldest came on %(day)s.") % {"day": day_words(told["oldest"])},
            _("You get this message at most once a day."),
        ],
        address=reverse("workgroups:inbox"),
        button=_("Open the contributions"),
        item=values["group"],
    )
