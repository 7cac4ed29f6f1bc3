"""What reviewers see: the list of their contributions with counts, one contribution with its group and history."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.models import AnswerOpinion, Area, Process, Submission, Theme
from participation.permissions import coordinates_something
from participation.queries.search import found_by_words
from participation.queries.support import with_supporters
from workgroups.logic import reviews as rules
from workgroups.models import Assignment, Decision, Escalation, Group, Meeting, Membership, Opinion
from workgroups.permissions import joined_groups

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person

SHOWN_STATES = ("received", "routed", "in_review", "on_agenda", "decided", "published")
FEW = 1000  # contributions that are named one by one


@dataclass(frozen=True)
class Filters:
    """What a list of contributions is narrowed to; an empty value does not narrow."""

    states: tuple[str, ...] = SHOWN_STATES
    group: str = ""
    theme: str = ""
    area: str = ""
    channel: str = ""
    language: str = ""
    words: str = ""
    age: str = ""
    order: str = ""  # the oldest first, unless the most supported are asked for

    @property
    def narrows(self) -> bool:
        """Tell whether anything beside the state is set."""
        return any((self.group, self.theme, self.area, self.channel, self.language, self.words, self.age))


def reviews_visible_to(person: Person | Anonymous) -> QuerySet[Submission]:
    """Return the contributions that lie with the person's groups now, and all of the processes they coordinate."""
    if not person.is_authenticated:
        return Submission.objects.none()
    rows, groups = Submission.objects.filter(state__in=SHOWN_STATES), joined_groups(person)
    if not coordinates_something(person):
        return rows.filter(before(group__in=groups))
    coordinated = Process.objects.coordinated_by(person).values("pk")
    if not groups or not Group.objects.filter(pk__in=groups).exclude(process__in=coordinated).exists():
        return rows.filter(process__in=coordinated)
    return rows.filter(Q(process__in=coordinated) | before(group__in=groups))


def before(**group: object) -> Q:
    """Return the condition that a contribution lies with such a group now, or that its opinion is asked for.

    The few that groups are asked about are looked up first: without any, the database reads a list in its order.
    """
    lying = Q(Exists(Assignment.objects.current().filter(submission=OuterRef("pk"), **group)))
    asked = Opinion.objects.standing().filter(**group).order_by().values("submission_id")
    few = list(asked.values_list("submission_id", flat=True)[: FEW + 1])
    if not few:
        return lying
    return lying | Q(pk__in=few if len(few) <= FEW else asked)


def narrowed(rows: QuerySet[Submission], filters: Filters) -> QuerySet[Submission]:
    """Return the contributions that fit every filter except the state."""
    if filters.group:
        rows = rows.filter(before(group__code=filters.group))
    if filters.theme:
        rows = rows.filter(theme__slug=filters.theme)
    if filters.area:
        rows = rows.filter(area__slug=filters.area)
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    if filters.language:
        rows = rows.filter(language=filters.language)
    rows = of_age(rows, filters.age)
    return found_by_words(rows, filters.words) if filters.words else rows


def in_order(rows: QuerySet[Submission], order: str) -> QuerySet[Submission]:
    """Order a list: the oldest first; by support only for somebody who chose it. Supporters are told either way."""
    counted = with_supporters(rows).select_related("theme", "area", "process")
    columns = ("received_on", "pk")
    return counted.order_by(F("supporters").desc(), *columns) if order == "support" else counted.order_by(*columns)


def of_age(rows: QuerySet[Submission], age: str) -> QuerySet[Submission]:
    """Return the contributions of an age, or those about which somebody was asked because they wait too long."""
    today = timezone.localdate()
    if age == "late":
        asked = Escalation.objects.filter(assignment__is_current=True, assignment__submission=OuterRef("pk"))
        return rows.filter(Exists(asked), state="routed")
    if age == "new":
        return rows.filter(received_on__gte=today - datetime.timedelta(days=7))
    if age in ("week", "month"):
        return rows.filter(received_on__lt=today - datetime.timedelta(days=7 if age == "week" else 30))
    return rows


def counts_by_state(rows: QuerySet[Submission]) -> dict[str, int]:
    """Return how many contributions are in each state."""
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Card:
    """One contribution as a reviewer's list shows it: with the group it lies with and the decision on it, if any."""

    submission: Submission
    assignment: Assignment | None
    decision: Decision | None
    asked: str = ""  # the last step because it waits too long
    is_unanswered: bool = False  # its author said that the answer did not answer


def cards_of(submissions: Iterable[Submission]) -> list[Card]:
    """Return the cards of these contributions, in their order; the number of queries does not grow with them."""
    rows = list(submissions)
    keys = [row.pk for row in rows]
    assignments = {
        one.submission_id: one
        for one in Assignment.objects.current().filter(submission__in=keys).select_related("group", "by")
    }
    decisions = {
        one.submission_id: one
        for one in Decision.objects.filter(submission__in=keys, is_current=True).select_related("group")
    }
    for row in rows:
        if row.pk in assignments:
            assignments[row.pk].submission = row
        if row.pk in decisions:
            decisions[row.pk].submission = row
    waiting = [assignments[row.pk].pk for row in rows if row.pk in assignments and row.state == "routed"]
    steps = dict(Escalation.objects.filter(assignment__in=waiting).order_by("pk").values_list("assignment_id", "step"))
    unanswered = back_again(row.pk for row in rows if row.state in rules.TABS["in_review"])
    return [
        Card(
            row,
            lies := assignments.get(row.pk),
            decisions.get(row.pk),
            steps.get(lies.pk, "") if lies else "",
            row.pk in unanswered,
        )
        for row in rows
    ]


def back_again(keys: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these contributions came back because their author was not answered."""
    wanted = list(keys)
    rows = AnswerOpinion.objects.filter(submission__in=wanted, is_answered=False)
    return set(rows.values_list("submission_id", flat=True)) if wanted else set()


def review_of(person: Person | Anonymous, submission_id: uuid.UUID) -> Card | None:
    """Return one contribution that this person may see, or nothing."""
    rows = with_supporters(reviews_visible_to(person)).select_related("process", "theme", "area")
    row = rows.filter(pk=submission_id).first()
    return cards_of([row])[0] if row else None


def state_now(submission: Submission) -> dict[str, object]:
    """Return what has become of a contribution, for somebody who saw it otherwise: state, group, decision, by whom."""
    fresh = Submission.objects.only("state", "version").get(pk=submission.pk)
    card = cards_of([fresh])[0]
    decision = card.decision
    return {
        "state": fresh.state,
        "version": fresh.version,
        "group": card.assignment.group.code if card.assignment else None,
        "outcome": decision.outcome if decision else None,
        "decided_by": decider_role(decision) if decision else None,
    }


def decider_role(decision: Decision) -> str:
    """Return in which role somebody decided: the person's role in the group, in the language in use."""
    role = Membership.objects.filter(group=decision.group_id, person=decision.decided_by_id).order_by("pk").first()
    return str(role.get_role_display()) if role else str(_("participation coordinator"))


def decision_versions(submission: Submission) -> list[Decision]:
    """Return every decision on a contribution, the newest first."""
    decisions = Decision.objects.filter(submission=submission).select_related("group", "decided_by")
    return list(decisions.order_by("-number"))


def waiting_count(person: Person | Anonymous) -> int:
    """Return how many contributions wait for the groups in which this person decides; for coordinators, for any group."""
    if not person.is_authenticated:
        return 0
    kept = vars(person)
    if "_waiting_count" not in kept:
        kept["_waiting_count"] = count_waiting(person)
    return int(kept["_waiting_count"])


def count_waiting(person: Person) -> int:
    """Count what waits for a person; the menu and the page ask once a request."""
    lying = Assignment.objects.current().filter(submission__state__in=rules.TABS["waiting"])
    if coordinates_something(person):
        lying = lying.filter(group__process__in=Process.objects.coordinated_by(person).values("pk"))
    else:
        lying = lying.filter(group__in=Group.objects.reviewed_by(person))
    return lying.count()


def next_meeting_of(groups: Iterable[Group]) -> Meeting | None:
    """Return the first planned meeting with a known day that any of these groups has still ahead."""
    ahead = Meeting.objects.filter(group__in=list(groups), state=Meeting.State.PLANNED, starts__gte=timezone.now())
    return ahead.order_by("starts").first()


@dataclass(frozen=True)
class Choices:
    """What the filters of a list offer to this person."""

    groups: list[Group]
    themes: list[Theme]
    areas: list[Area]
    languages: list[str]


def choices_for(person: Person | Anonymous) -> Choices:
    """Return the groups, themes and areas by which this person can narrow the list."""
    processes = Process.objects.coordinated_by(person)
    groups = list(
        Group.objects.filter(Q(pk__in=Group.objects.joined_by(person).values("pk")) | Q(process__in=processes)).filter(
            is_heading=False
        )
    )
    ids = {group.process_id for group in groups} | set(processes.values_list("pk", flat=True))
    return Choices(groups, list(Theme.objects.filter(process__in=ids)), list(Area.objects.all()), ["fi", "sv", "en"])
