"""The way back: every operation that changed what belongs together has one inverse, done once."""

import datetime
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.submissions import move_submission
from participation.errors import Conflict, ParticipationError
from participation.logic import submissions as states
from participation.models import Person, Submission
from workgroups.actions import clusters, fragments
from workgroups.actions.groups import check_code
from workgroups.actions.reorganisation import OPEN, check_parent, rebuild_heirs, step_of, steps_of
from workgroups.actions.routing import decline, relocate
from workgroups.logic import lineage as rules
from workgroups.models import AgendaItem, Assignment, Cluster, Group, Meeting, Membership, Operation, Opinion, Rule

Kind = Operation.Kind


@transaction.atomic
def undo(operation: Operation, *, by: Person) -> Operation:
    """Undo an operation: what it joined is apart, what it ended works again, and what came meanwhile lies somewhere.

    One conditional UPDATE lets one of two people through. Operations on the same groups are undone newest first.
    """
    check_newest(operation)
    rows = Operation.objects.standing().filter(pk=operation.pk)
    if rows.update(is_undone=True, undone_on=timezone.localdate(), undone_by=by) != 1:
        raise Conflict(_("Somebody undid this meanwhile."), "undone")
    operation.refresh_from_db()
    INVERSES[operation.kind](operation, by=by)
    add_audit_entry("undo_operation", operation, by=by, kind=operation.kind)
    return operation


def check_newest(operation: Operation) -> None:
    """Raise ParticipationError when a newer standing operation touched the same groups."""
    if operation.kind not in rules.GROUP_KINDS:
        return
    if rules.newer_on_same(step_of(operation), steps_of(operation.process_id)):
        message = _("These groups were reorganised again since. Undo the newer change first.")
        raise ParticipationError(message, "not_newest")


def undo_merge(operation: Operation, *, by: Person) -> None:
    """Let the ended groups work again and give back what still lies where it was moved; the way back of a split too."""
    before = operation.before
    olds = {group.pk: group for group in operation.from_groups.all()}
    Group.objects.filter(pk__in=olds).update(ended_on=None)
    for group in olds.values():
        group.refresh_from_db()
    for pk, group_id in before["rules"]:
        Rule.objects.filter(pk=pk, group__in=operation.to_groups.all()).update(group=group_id)
    for pk, group_id, _to in before["clusters"]:
        Cluster.objects.filter(pk=pk).update(group=group_id)
    for pk, group_id in before["opinions"]:
        Opinion.objects.filter(pk=pk, given_on__isnull=True).update(group=group_id, is_asked=True)
    for pk, parent_id in before["children"]:
        Group.objects.filter(pk=pk).update(parent=parent_id)
    Meeting.objects.filter(pk__in=before["meetings"], state=Meeting.State.CANCELLED).update(state=Meeting.State.PLANNED)
    give_back(operation, olds, by=by)
    back_on_agenda(operation, by=by)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(pk__in=before["members"]).update(ends_on=yesterday)
    close_new(operation, by=by)
    clusters.let_strays_leave(operation.process_id)
    rebuild_heirs(operation.process_id)


def give_back(operation: Operation, olds: Mapping[int, Group], *, by: Person) -> None:
    """Give back what was moved and still lies there unanswered."""
    for key, old, new, _state in operation.before["items"]:
        lies = Assignment.objects.current().filter(submission=key, group=new, submission__state__in=OPEN)
        found = lies.select_related("submission", "group").first()
        if found and old in olds:
            relocate(found, olds[old], by=by, kind="reorganised", reason="", ended_as="unmerged")


def back_on_agenda(operation: Operation, *, by: Person) -> None:
    """Let matters wait again for the meetings that take place after all."""
    for pk, key in operation.before["matters"]:
        item = AgendaItem.objects.filter(pk=pk, state=AgendaItem.State.POSTPONED).select_related("meeting").first()
        submission = Submission.objects.filter(pk=key, state=states.IN_REVIEW).first()
        taken = AgendaItem.objects.filter(submission=key, state=AgendaItem.State.OPEN).exists()
        if item and submission and not taken and item.meeting.state == Meeting.State.PLANNED:
            move_submission(
                submission, states.ON_AGENDA, by=by, kind="on_agenda", data={"meeting": item.meeting.number}
            )
            AgendaItem.objects.filter(pk=pk).update(state=AgendaItem.State.OPEN)


def close_new(operation: Operation, *, by: Person) -> None:
    """End the groups that the operation made; what came to them meanwhile goes to the coordinator's tray."""
    working = Group.objects.filter(pk__in=operation.before["new"], ended_on__isnull=True)
    made = list(working)
    working.update(ended_on=timezone.localdate())
    home = operation.from_groups.earliest("pk")
    late = Assignment.objects.current().filter(group__in=made, submission__state__in=OPEN)
    for one in late.select_related("submission", "group").order_by("submission_id"):
        if one.submission.state == states.DECIDED or fragments_of(one):
            relocate(one, home, by=by, kind="reorganised", reason="", ended_as="unmerged")
        else:
            decline(one, by=by, reason=_("The group was undone."))
    Cluster.objects.standing().filter(group__in=made).update(group=home)
    Opinion.objects.awaited().filter(group__in=made).update(is_asked=False)
    Rule.objects.filter(group__in=made).update(group=home)


def fragments_of(assignment: Assignment) -> bool:
    """Tell whether a contribution is cut into parts, so that only its group can change."""
    parts = Submission.objects.filter(whole=assignment.submission_id)
    return parts.exclude(state=states.WITHDRAWN).exists()


def undo_rename(operation: Operation, *, by: Person) -> None:  # noqa: ARG001 -- the inverses are called alike
    """Give a group its earlier number and name again."""
    group = operation.from_groups.get()
    check_code(group.process_id, operation.before["code"], group)
    Group.objects.filter(pk=group.pk).update(code=operation.before["code"], name=operation.before["name"])


def undo_move(operation: Operation, *, by: Person) -> None:  # noqa: ARG001 -- the inverses are called alike
    """Hang a group where it was."""
    group = operation.from_groups.get()
    parent = Group.objects.filter(pk=operation.before["parent"]).first()
    check_parent(group, parent)
    Group.objects.filter(pk=group.pk).update(parent=parent)


INVERSES: Mapping[str, Callable[..., None]] = {
    Kind.CUT: fragments.join,
    Kind.CLUSTER: clusters.undo_cluster,
    Kind.EXCLUDE: clusters.undo_exclude,
    Kind.MERGE: undo_merge,
    Kind.SPLIT: undo_merge,
    Kind.RENAME: undo_rename,
    Kind.MOVE: undo_move,
}
