"""Parts of a long contribution: cutting it into quotations, joining them again, and the one reply made of all answers."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.receipts import Stage, add_journey_entry, publish_outcome
from participation.actions.submissions import add_part, move_submission, note_step
from participation.errors import Conflict, ParticipationError
from participation.logic import submissions as states
from participation.models import Person, Submission
from workgroups.actions.routing import (
    check_one_piece,
    check_takes,
    end,
    hold,
    in_every_language,
    leave_agenda,
    leave_cluster,
    tell,
)
from workgroups.logic import fragments as rules
from workgroups.models import Assignment, ClusterMember, Decision, Group, Operation, Opinion
from workgroups.queries.outcomes import assembled_texts, group_address

CUTTABLE = (states.ROUTED, states.IN_REVIEW)


@transaction.atomic
def cut(assignment: Assignment, cuts: Sequence[rules.Cut], *, by: Person, version: int) -> list[Submission]:
    """Cut a contribution into quoted parts, each with a group of its own; the group that has it answers for the whole.

    Raises ParticipationError when a part is no quotation, and Conflict when it changed or was cut meanwhile.
    """
    submission = assignment.submission
    groups = check_cuts(submission, cuts)
    check_one_piece(submission)
    if ClusterMember.objects.current().filter(submission=submission).exists():
        raise ParticipationError(_("It is in a cluster. Take it out first."), "in_cluster")
    before = submission.state
    if before not in CUTTABLE:
        message = _("Only what waits or is in review can be cut. Take it off the agenda first.")
        raise ParticipationError(message, "not_cuttable")
    hold(groups)
    data = {"parts": len(cuts)}
    if before == states.ROUTED:
        move_submission(submission, states.IN_REVIEW, by=by, kind="cut", version=version, data=data)
    else:
        note_step(submission, by=by, kind="cut", version=version, data=data)
    parts = [add_part(submission, one.text, by=by) for one in cuts]
    add_journey_entry(submission, divided_stage(assignment.group, len(parts)))
    lying = Assignment.objects.bulk_create(
        Assignment(submission=part, group=groups[one.group], origin=Assignment.Origin.PERSON, by=by)
        for part, one in zip(parts, cuts, strict=True)
    )
    tell(lying)
    operation = Operation.objects.create(
        kind=Operation.Kind.CUT,
        process_id=submission.process_id,
        submission=submission,
        by=by,
        before={"state": before, "parts": [str(part.pk) for part in parts]},
    )
    operation.to_groups.set(groups)
    add_audit_entry("cut_submission", submission, by=by, groups=[groups[one.group].code for one in cuts])
    return parts


def check_cuts(submission: Submission, cuts: Sequence[rules.Cut]) -> dict[int, Group]:
    """Raise ParticipationError unless these are two or more quotations, each for a group that takes it; returns the groups."""
    if not 2 <= len(cuts) <= rules.MOST_PARTS:
        message = _("Make between two and %(n)s parts.") % {"n": rules.MOST_PARTS}
        raise ParticipationError(message, "number_of_parts")
    if submission.whole_id:
        raise ParticipationError(_("A part is not cut again."), "is_part")
    groups = Group.objects.in_bulk({one.group for one in cuts})
    for one in cuts:
        if not rules.is_quoted(one.text, submission.text):
            message = _("A part must be quoted as it stands in the contribution.")
            raise ParticipationError(message, "not_quoted")
        group = groups.get(one.group)
        if group is None:
            raise ParticipationError(_("Choose a working group."), "unknown_group")
        check_takes(group, submission)
    return groups


def divided_stage(group: Group, parts: int) -> Stage:
    """Return the stage that tells an author of the parts."""
    words = in_every_language(
        lambda: _("Divided into %(n)s parts, so that each is answered by the right working group.") % {"n": parts}
    )
    return Stage("routed", words, group.code, group.name, group_address(group))


@transaction.atomic
def join(operation: Operation, *, by: Person) -> None:
    """Make one contribution of the parts again, as it was before; refused once an answer to a part is public."""
    whole = operation.submission
    if whole is None:
        return
    parts = list(Submission.objects.filter(pk__in=operation.before["parts"]).order_by("pk"))
    answered = Decision.objects.filter(submission__in=parts, published_on__isnull=False)
    if whole.state != states.IN_REVIEW or answered.exists():
        raise ParticipationError(_("An answer to a part is public already, so the parts stay apart."), "answered")
    note_step(whole, by=by, kind="joined", version=whole.version)
    if operation.before["state"] == states.ROUTED:
        move_submission(whole, states.ROUTED, by=by, kind="joined")
    for part in parts:
        if part.state != states.WITHDRAWN:
            retire(part, by=by)
    lies = Assignment.objects.current().select_related("group").get(submission=whole)
    words = in_every_language(lambda: _("The parts were joined again. The working group answers them together."))
    add_journey_entry(whole, Stage("routed", words, lies.group.code, lies.group.name, group_address(lies.group)))


def retire(part: Submission, *, by: Person | None) -> None:
    """Take a part from wherever it lies: out of its cluster, off the agenda, away from its group."""
    leave_cluster(part)
    leave_agenda([part])
    Opinion.objects.awaited().filter(submission=part).update(is_asked=False)
    lies = Assignment.objects.current().filter(submission=part).first()
    if lies:
        end(lies, "joined", by=by, reason="")
    move_submission(part, states.WITHDRAWN, by=by, kind="joined")


@transaction.atomic
def assemble(part: Submission, *, by: Person) -> bool:
    """Publish the one reply to a whole contribution once every part of it is answered; tells whether it was the last.

    The first UPDATE lets one of two people who publish the last two parts wait for the other, so one reply is made.
    """
    if part.whole_id is None:
        return False
    Submission.objects.filter(pk=part.whole_id).update(version=F("version") + 1)
    whole = Submission.objects.get(pk=part.whole_id)
    parts = list(Submission.objects.filter(whole=whole).exclude(state=states.WITHDRAWN).order_by("pk"))
    if any(one.state != states.PUBLISHED for one in parts) or whole.state not in (states.IN_REVIEW, states.PUBLISHED):
        return False
    answers = {
        one.submission_id: one
        for one in Decision.objects.filter(submission__in=parts, is_current=True).select_related("group")
    }
    order = first_operation(whole, parts)
    group = Assignment.objects.current().select_related("group__process").get(submission=whole).group
    try:
        move_submission(whole, states.DECIDED, by=by, kind="assembled", data={"parts": len(parts)})
    except Conflict:
        return False
    texts = assembled_texts([(one, answers[one.pk]) for one in order if one.pk in answers])
    publish_outcome(whole, Stage("decided", texts, group.code, group.name, group_address(group)), by=by)
    return True


def first_operation(whole: Submission, parts: Sequence[Submission]) -> list[Submission]:
    """Return the parts in the order in which the contribution was cut."""
    cuts = Operation.objects.standing().filter(submission=whole, kind=Operation.Kind.CUT).order_by("-pk")
    operation = cuts.first()
    places = {key: place for place, key in enumerate(operation.before["parts"])} if operation else {}
    return sorted(parts, key=lambda part: places.get(str(part.pk), 0))
