"""Giving contributions to working groups: by the rules, by the coordinator, from group to group, and back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.receipts import Stage, add_journey_entries
from participation.actions.submissions import move_submission, move_submissions, note_step
from participation.errors import Conflict, ParticipationError
from participation.logic import submissions as states
from participation.models import Batch, Person, Submission
from workgroups import events
from workgroups.actions.learning import INDEX, promise
from workgroups.logic.routing import Choice, RuleFacts
from workgroups.models import AgendaItem, Assignment, ClusterMember, Group, Opinion
from workgroups.queries import routing as queries
from workgroups.queries.outcomes import group_address
from workgroups.queries.suggestions import Chooser

CHUNK = 500
ENDED = "ended"  # the code of a conflict with a reorganisation


def route(submission: Submission) -> Assignment | None:
    """Give a new contribution to the group that the first fitting rule names; without one it stays in the tray.

    Where the coordinator switched it on, a learned suggestion that is sure enough comes after the rules.

    Does nothing for a contribution that ever lay with a group, so it may run twice or late.
    """
    if submission.state != states.RECEIVED or Assignment.objects.filter(submission=submission).exists():
        return None
    promise(INDEX, submission.process_id)
    try:
        assignment = give(submission)
    except Conflict as conflict:
        if conflict.code != ENDED:
            return None
        assignment = give(submission)  # the rules lead to the group that continues by now
    if assignment:
        submission.refresh_from_db(fields=["state", "version"])
    return assignment


def give(submission: Submission) -> Assignment | None:
    """Place one contribution as the rules, or a sure suggestion, say now; nothing when they say nothing."""
    facts = queries.submission_facts(submission, queries.area_parents())
    choice = queries.choice_for(facts, queries.active_rules(submission.process_id), submission.process_id)
    choice = choice or Chooser([submission.process_id]).choice(submission)
    return place([(submission, choice)])[0] if choice else None


def route_batch(batch_id: int) -> int:
    """Route the new contributions of an imported batch; returns how many found a group.

    Goes in portions, each in its own transaction; what a portion cannot take together is routed one by one.
    """
    waiting = Submission.objects.filter(batch=batch_id, state=states.RECEIVED)
    fresh = waiting.exclude(pk__in=Assignment.objects.values("submission_id"))
    keys = list(fresh.order_by("pk").values_list("pk", flat=True))
    parents = queries.area_parents()
    rules: dict[int, list[RuleFacts]] = {}
    processes = list(Batch.objects.filter(pk=batch_id).values_list("process_id", flat=True))
    chooser = Chooser(processes)
    for process in processes:
        promise(INDEX, process)
    routed = 0
    for start in range(0, len(keys), CHUNK):
        chosen: list[tuple[Submission, Choice]] = []
        for submission in Submission.objects.filter(pk__in=keys[start : start + CHUNK]):
            if submission.process_id not in rules:
                rules[submission.process_id] = queries.active_rules(submission.process_id)
            facts = queries.submission_facts(submission, parents)
            choice = queries.choice_for(facts, rules[submission.process_id], submission.process_id)
            choice = choice or chooser.choice(submission)
            if choice:
                chosen.append((submission, choice))
        routed += place_together(chosen)
    return routed


def place_together(chosen: Sequence[tuple[Submission, Choice]]) -> int:
    """Place a portion in one transaction, or one by one when something moved meanwhile; returns how many were placed."""
    try:
        return len(place(chosen))
    except Conflict:
        return sum(route(Submission.objects.get(pk=submission.pk)) is not None for submission, _choice in chosen)


@transaction.atomic
def place(chosen: Sequence[tuple[Submission, Choice]]) -> list[Assignment]:
    """Give contributions in the tray to the groups that rules or suggestions chose: all of them, or Conflict and none."""
    hold(key for _submission, choice in chosen for key in (choice.group, *choice.also))
    groups = Group.objects.select_related("process").in_bulk({choice.group for _submission, choice in chosen})
    move_submissions(
        [submission for submission, _choice in chosen],
        states.RECEIVED,
        states.ROUTED,
        kind="routed",
        data={one.pk: {"group": groups[choice.group].code, **choice.explanation} for one, choice in chosen},
    )
    assignments = Assignment.objects.bulk_create(
        Assignment(
            submission=submission,
            group=groups[choice.group],
            origin=choice.origin,
            rule_id=choice.rule,
            explanation=dict(choice.explanation),
        )
        for submission, choice in chosen
    )
    tell(assignments)
    ask_by_rule(chosen)
    return assignments


def hold(keys: Iterable[int]) -> None:
    """Keep groups from being ended until the transaction is over; raises Conflict when one of them was ended already.

    Comes before anything is written to contributions, and in one order, so that nobody waits in a circle.
    """
    for key in sorted(set(keys)):
        if Group.objects.filter(pk=key, ended_on__isnull=True).update(ended_on=None) != 1:
            raise Conflict(_("Somebody reorganised these groups meanwhile."), ENDED)


def ask_by_rule(chosen: Sequence[tuple[Submission, Choice]]) -> None:
    """Ask the further groups that a rule names for their opinion, and announce it once for each group."""
    asked: dict[int, list[UUID]] = {}
    for submission, choice in chosen:
        for group_id in choice.also:
            if group_id != choice.group:
                asked.setdefault(group_id, []).append(submission.pk)
    if not asked:
        return
    Opinion.objects.bulk_create(
        Opinion(submission_id=key, group_id=group_id) for group_id, keys in asked.items() for key in keys
    )
    for group in Group.objects.filter(pk__in=asked).order_by("pk"):
        events.submission_assigned.send(sender=Assignment, group=group, submission_ids=asked[group.pk])


def end_assignment(submission: Submission) -> bool:
    """End where a withdrawn contribution is; false when it was nowhere or is not withdrawn. Safe to repeat."""
    if submission.state != states.WITHDRAWN:
        return False
    leave_cluster(submission)
    Opinion.objects.awaited().filter(submission=submission).update(is_asked=False)
    for part in Submission.objects.filter(whole=submission, state__in=states.OPEN_STATES):
        move_submission(part, states.WITHDRAWN, by=None, kind="withdrawn")
        end_assignment(part)
    current = Assignment.objects.current().filter(submission=submission)
    return bool(current.update(is_current=False, ended_as="withdrawn", ended_on=timezone.localdate()))


def tell(assignments: Sequence[Assignment]) -> None:
    """Add the stage to the journeys and announce submission_assigned, once for each group."""
    stage = cache(stage_of)
    add_journey_entries((one.submission, stage(one.group)) for one in assignments)
    by_group: dict[Group, list[UUID]] = {}
    for one in assignments:
        by_group.setdefault(one.group, []).append(one.submission_id)
    for group, keys in by_group.items():
        events.submission_assigned.send(sender=Assignment, group=group, submission_ids=keys)


def stage_of(group: Group) -> Stage:
    """Return the stage "routed" in all languages."""
    return Stage(
        "routed",
        in_every_language(lambda: _("Sent to working group %(code)s for review.") % {"code": group.code}),
        group.code,
        group.name,
        group_address(group),
    )


def in_every_language(words: Callable[[], str]) -> Mapping[str, str]:
    """Return the words in each language of the installation."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = words()
    return texts


@transaction.atomic
def assign(
    submission: Submission, group: Group, *, by: Person, reason: str = "", version: int | None = None
) -> Assignment:
    """Give a contribution to a group by hand, from the tray or from the group that has it now.

    The version that was seen, or the one loaded, must still hold; otherwise Conflict with the state now.
    """
    current = Assignment.objects.current().select_related("group").filter(submission=submission).first()
    if current and current.group_id == group.pk:
        return current
    check_takes(group, submission)
    check_one_piece(submission)
    return hand_over(submission, current, group, by=by, reason=reason, version=version, ended_as="moved")


@transaction.atomic
def forward(
    assignment: Assignment, to_group: Group, *, by: Person, reason: str, version: int | None = None
) -> Assignment:
    """Pass a contribution on to another group, with the reason; raises Conflict when it no longer lies here."""
    check_reason(reason)
    check_takes(to_group, assignment.submission)
    check_one_piece(assignment.submission)
    if to_group.pk == assignment.group_id:
        raise ParticipationError(_("It lies with this group already. Choose another one."), "same_group")
    return hand_over(
        assignment.submission, assignment, to_group, by=by, reason=reason, version=version, ended_as="forwarded"
    )


def hand_over(
    submission: Submission,
    current: Assignment | None,
    group: Group,
    *,
    by: Person,
    reason: str,
    version: int | None,
    ended_as: str,
) -> Assignment:
    """End where a contribution lies and let it lie with a group, keeping the history."""
    hold([group.pk])
    move_submission(
        submission,
        states.ROUTED,
        by=by,
        kind="forwarded" if ended_as == "forwarded" else "routed",
        version=submission.version if version is None else version,
        data={"group": group.code, "reason": reason},
    )
    if current:
        end(current, ended_as, by=by, reason=reason)
    leave_cluster(submission)
    stop_asking(submission, group)
    assignment = Assignment.objects.create(
        submission=submission, group=group, origin=Assignment.Origin.PERSON, by=by, reason=reason
    )
    add_audit_entry("assign_submission", submission, by=by, group=group.code, reason=reason)
    tell([assignment])
    return assignment


@transaction.atomic
def decline(assignment: Assignment, *, by: Person, reason: str, version: int | None = None) -> Submission:
    """Give a contribution back to the coordinator's tray, with the reason; raises Conflict when it moved on."""
    check_reason(reason)
    submission = assignment.submission
    check_one_piece(submission)
    move_submission(
        submission,
        states.RECEIVED,
        by=by,
        kind="declined",
        version=submission.version if version is None else version,
        data={"group": assignment.group.code, "reason": reason},
    )
    end(assignment, "declined", by=by, reason=reason)
    leave_cluster(submission)
    add_audit_entry("decline_submission", submission, by=by, group=assignment.group.code, reason=reason)
    return submission


@transaction.atomic
def relocate(assignment: Assignment, group: Group, *, by: Person, kind: str, reason: str, ended_as: str) -> Assignment:
    """Let a contribution lie with another group as far as it is: in review stays in review; off an agenda it goes.

    For what a group does not choose itself: clusters, reorganisations and their undoing.
    """
    submission = assignment.submission
    check_takes(group, submission)
    data = {"group": group.code, "reason": reason}
    if submission.state == states.ON_AGENDA:
        leave_agenda([submission])
        move_submission(submission, states.IN_REVIEW, by=by, kind=kind, version=submission.version, data=data)
    else:
        note_step(submission, by=by, kind=kind, version=submission.version, data=data)
    end(assignment, ended_as, by=by, reason=reason)
    stop_asking(submission, group)
    moved = Assignment.objects.create(
        submission=submission, group=group, origin=Assignment.Origin.PERSON, by=by, reason=reason
    )
    tell([moved])
    return moved


def leave_agenda(submissions: Iterable[Submission]) -> None:
    """Note open matters of these contributions as moved on: the meeting no longer waits for them."""
    waiting = AgendaItem.objects.filter(submission__in=[one.pk for one in submissions], state=AgendaItem.State.OPEN)
    waiting.update(state=AgendaItem.State.POSTPONED, version=F("version") + 1)


def leave_cluster(submission: Submission) -> None:
    """Let a contribution that goes its own way leave its cluster."""
    ClusterMember.objects.current().filter(submission=submission).update(is_current=False)


def stop_asking(submission: Submission, group: Group) -> None:
    """No longer wait for the opinion of the group that answers now."""
    Opinion.objects.awaited().filter(submission=submission, group=group).update(is_asked=False)


def check_one_piece(submission: Submission) -> None:
    """Raise ParticipationError when a contribution is cut: its parts are routed and answered, not the whole."""
    if Submission.objects.filter(whole=submission).exclude(state=states.WITHDRAWN).exists():
        raise ParticipationError(_("This contribution is cut into parts. Open a part."), "is_cut")


def end(assignment: Assignment, ended_as: str, *, by: Person | None, reason: str) -> None:
    """End an assignment by one conditional UPDATE; raises Conflict when somebody else already did."""
    changed = Assignment.objects.filter(pk=assignment.pk, is_current=True).update(
        is_current=False, ended_as=ended_as, ended_on=timezone.localdate(), ended_by=by, ended_reason=reason
    )
    if changed != 1:
        raise Conflict(_("Somebody else was first. The contribution has changed."))


def check_reason(reason: str) -> None:
    """Raise ParticipationError unless a reason is given."""
    if not reason.strip():
        message = _("Write the reason: the next reader needs it.")
        raise ParticipationError(message, fields={"reason": [{"code": "required", "message": message}]})


def check_takes(group: Group, submission: Submission) -> None:
    """Raise ParticipationError unless the group is of the same process and takes contributions."""
    if group.process_id != submission.process_id or group.is_heading or group.ended_on:
        message = _("Choose a working group of the same process that is not only a heading.")
        raise ParticipationError(message, fields={"group": [{"code": "unknown", "message": message}]})


def assign_many(
    seen: Iterable[tuple[Submission, int]], group: Group, *, by: Person
) -> tuple[list[Assignment], list[Submission]]:
    """Give many contributions to one group; returns (assignments, those that changed meanwhile and stay)."""
    done: list[Assignment] = []
    left: list[Submission] = []
    for submission, version in seen:
        try:
            done.append(assign(submission, group, by=by, version=version))
        except Conflict:
            left.append(submission)
    return done, left
