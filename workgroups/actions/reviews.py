"""What a working group does with a contribution: takes it up, decides, publishes the answer; tells of new ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.notifications import notify
from participation.actions.receipts import Stage, add_journey_entry, publish_outcome
from participation.actions.submissions import move_submission
from participation.errors import Conflict, ParticipationError
from participation.logic import submissions as states
from participation.logic.text import clean
from participation.models import Person, Submission
from workgroups.actions.fragments import assemble
from workgroups.actions.promises import note_promise
from workgroups.actions.routing import check_one_piece
from workgroups.logic import reviews as rules
from workgroups.models import Absence, Assignment, ClusterMember, Decision, Group, Membership
from workgroups.queries.clusters import own_sentence_of
from workgroups.queries.outcomes import answer_texts, due_texts, group_address, lack_words
from workgroups.queries.reviews import state_now

NEW_ITEMS = "workgroups.new_items"
BRING_BACK = "workgroups.bring_back"
TELLS = (Membership.Role.CHAIR, Membership.Role.DEPUTY)
DECIDABLE = (states.ROUTED, states.IN_REVIEW, states.ON_AGENDA, states.DECIDED, states.PUBLISHED)


def changed(submission: Submission) -> Conflict:
    """Return the conflict that tells what has become of a contribution meanwhile."""
    return Conflict(_("Somebody else was first. The contribution has changed."), current=state_now(submission))


def check_unchanged(submission: Submission, from_states: Iterable[str], version: int) -> None:
    """Raise Conflict unless the contribution is as it was seen; the UPDATE that follows checks it again."""
    if submission.state not in tuple(from_states) or submission.version != version:
        raise changed(submission)


@transaction.atomic
def accept(assignment: Assignment, *, by: Person, version: int) -> Submission:
    """Take a waiting contribution up; raises Conflict with the state now when it no longer waits there."""
    submission = assignment.submission
    check_unchanged(submission, (states.ROUTED,), version)
    try:
        move_submission(
            submission,
            states.IN_REVIEW,
            by=by,
            kind="accepted",
            version=version,
            data={"group": assignment.group.code},
        )
    except Conflict as conflict:
        raise changed(submission) from conflict
    add_audit_entry("accept_submission", submission, by=by, group=assignment.group.code)
    return submission


def check_ruling(ruling: rules.Ruling) -> None:
    """Raise ParticipationError with a message a field if this cannot be a decision."""
    faults: dict[str, list[dict[str, str]]] = {}
    if ruling.outcome not in rules.OUTCOMES:
        faults["outcome"] = [{"code": "unknown", "message": _("Choose an outcome.")}]
    for name in ("reason", "next_step"):
        if any(len(text) > rules.TEXT_LIMIT for text in getattr(ruling, name).values()):
            message = _("This is too long: at most %(limit)s characters fit.") % {"limit": rules.TEXT_LIMIT}
            faults[name] = [{"code": "too_long", "message": message}]
    if faults:
        raise ParticipationError(_("Check the marked fields."), fields=faults)


@transaction.atomic
def decide(submission: Submission, ruling: rules.Ruling, *, by: Person, version: int) -> Decision:
    """Record what the group decides; a correction is a new number and the earlier one stays readable.

    One conditional UPDATE on the version that was seen lets one of two people through; the other gets Conflict
    with the state now. Nothing is public before publish. In a cluster the decision is one for all of it: each author
    reads it with a sentence of their own.
    """
    check_ruling(ruling)
    member = ClusterMember.objects.current().select_related("cluster").filter(submission=submission).first()
    if member is None:
        return decide_one(submission, ruling, by=by, version=version)
    decided = decide_one(submission, ruling, by=by, version=version, member=member)
    others = ClusterMember.objects.current().filter(cluster=member.cluster_id).exclude(pk=member.pk)
    for other in others.select_related("submission", "cluster").order_by("submission_id"):
        decide_one(other.submission, ruling, by=by, version=other.submission.version, member=other)
    return decided


def decide_one(
    submission: Submission, ruling: rules.Ruling, *, by: Person, version: int, member: ClusterMember | None = None
) -> Decision:
    """Record the decision on one contribution, alone or as a member of its cluster."""
    check_one_piece(submission)
    assignment = Assignment.objects.current().select_related("group").filter(submission=submission).first()
    if assignment is None:
        raise changed(submission)
    check_unchanged(submission, DECIDABLE, version)
    data = {"group": assignment.group.code, "outcome": ruling.outcome}
    if member and submission.state in (states.ROUTED, states.IN_REVIEW, states.ON_AGENDA):
        ClusterMember.objects.filter(pk=member.pk).update(state_before=submission.state)
    try:
        move_submission(submission, states.DECIDED, by=by, kind="decided", version=version, data=data)
    except Conflict as conflict:
        raise changed(submission) from conflict
    earlier = Decision.objects.filter(submission=submission)
    last = earlier.aggregate(last=Max("number"))["last"] or 0
    earlier.filter(is_current=True).update(is_current=False)
    decision = Decision.objects.create(
        submission=submission,
        number=last + 1,
        group=assignment.group,
        outcome=ruling.outcome,
        reason=rules.without_blanks({code: clean(text) for code, text in ruling.reason.items()}),
        next_step=rules.without_blanks({code: clean(text) for code, text in ruling.next_step.items()}),
        due=ruling.due,
        decided_by=by,
        cluster=member.cluster if member else None,
        quote=own_sentence_of(submission, member.cluster) if member else "",
    )
    add_audit_entry("decide", submission, by=by, number=decision.number, **data)
    return decision


def check_publishable(decision: Decision) -> None:
    """Raise ParticipationError that says what the decision lacks before residents may read it."""
    lacks = rules.lacks_of(decision.outcome, decision.reason, decision.next_step)
    if not lacks:
        return
    faults: dict[str, list[dict[str, str]]] = {}
    for lack in lacks:
        faults.setdefault(lack.field, []).append({"code": lack.code, "message": lack_words(lack)})
    raise ParticipationError(lack_words(lacks[0]), "not_ready", fields=faults)


def stage_of(decision: Decision, key: str, texts: Mapping[str, str]) -> Stage:
    """Return a stage of the journey in the name of the group that decided."""
    group = decision.group
    return Stage(key, texts, group.code, group.name, group_address(group))


@transaction.atomic
def publish(decision: Decision, *, by: Person) -> Decision:
    """Make a decision readable for its author and everybody; raises Conflict when it already is or is no longer current.

    The conditional UPDATE on the decision lets exactly one through, so there is one journey entry and one message.
    """
    check_publishable(decision)
    waiting = Decision.objects.filter(pk=decision.pk, is_current=True, published_on__isnull=True)
    if waiting.update(published_on=timezone.localdate(), published_by=by) != 1:
        decision.refresh_from_db()
        code = "already_published" if decision.published_on else "changed"
        message = (
            _("This decision is already published.") if decision.published_on else _("The decision was corrected.")
        )
        raise Conflict(message, code, current=state_now(decision.submission))
    decision.refresh_from_db(fields=["published_on", "published_by"])
    publish_outcome(decision.submission, stage_of(decision, "decided", answer_texts(decision)), by=by)
    if promised := due_texts(decision):
        add_journey_entry(decision.submission, stage_of(decision, "planned", promised))
    note_promise(decision)
    if decision.submission.whole_id:
        assemble(decision.submission, by=by)
    add_audit_entry("publish_decision", decision, by=by, group=decision.group.code)
    return decision


@dataclass(frozen=True)
class Published:
    """What a batch did: the decisions published now, and those that were public before."""

    now: list[Decision]
    before: list[Decision]


@transaction.atomic
def publish_many(decisions: Iterable[Decision], *, by: Person) -> Published:
    """Publish all of these decisions, each exactly once, or none: then the error says which lack what.

    Decisions that are already public are left alone and reported, so the same batch can be sent again.
    """
    rows = sorted(decisions, key=lambda decision: decision.pk)
    faults: dict[str, list[dict[str, str]]] = {}
    now: list[Decision] = []
    before: list[Decision] = []
    for decision in rows:
        try:
            with transaction.atomic():
                now.append(publish(decision, by=by))
        except ParticipationError as error:
            if error.code == "already_published":
                before.append(decision)
            else:
                faults[str(decision.pk)] = [{"code": error.code, "message": error.message}]
    if faults:
        raise ParticipationError(_("Nothing was published: some decisions are not ready."), "not_ready", fields=faults)
    return Published(now, before)


def tell_reviewers(group_id: int, day: str) -> int:
    """Promise chair and deputy of a group one message a day that something waits; returns how many are new."""
    group = Group.objects.filter(pk=group_id).first()
    if group is None:
        return 0
    memberships = Membership.objects.in_force().filter(group=group, role__in=TELLS).select_related("person")
    away = set(Absence.objects.on_day().filter(group=group).values_list("person_id", flat=True))
    people = {one.person_id: one.person for one in memberships if one.person_id not in away}
    return notify(NEW_ITEMS, f"group:{group.pk}:{day}", people=people.values(), context={"group": group.pk})


@transaction.atomic
def bring_back(submission: Submission) -> bool:
    """Bring a contribution back into review because its author was not answered; safe to repeat.

    The published answer stays readable until another one is published.
    """
    if submission.state != states.PUBLISHED:
        return False
    try:
        move_submission(submission, states.IN_REVIEW, by=None, kind="not_answered", version=submission.version)
    except Conflict:
        return False
    return True
