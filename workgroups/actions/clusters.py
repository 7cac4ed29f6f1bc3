"""Clusters: putting what says the same together, taking one out, taking all apart again; nothing is deleted."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.submissions import move_submission, note_step
from participation.errors import Conflict, ParticipationError
from participation.logic import submissions as states
from participation.logic.text import clean
from participation.models import Person, Submission
from workgroups.actions.reviews import changed
from workgroups.actions.routing import check_one_piece, check_takes, hold, relocate
from workgroups.models import Assignment, Cluster, ClusterMember, Decision, Group, Operation

OPEN = (states.ROUTED, states.IN_REVIEW, states.ON_AGENDA)
MOST = 200

Seen = Sequence[tuple[Submission, int]]


@transaction.atomic
def form_cluster(name: str, group: Group, seen: Seen, *, by: Person) -> Cluster:
    """Put contributions that say the same together, each as it was seen; they lie with one group from now on.

    Raises Conflict, and changes nothing, when one of them changed meanwhile or is in a cluster already.
    """
    if len({submission.pk for submission, _version in seen}) < 2:
        raise ParticipationError(_("Choose at least two contributions."), "too_few")
    cluster = Cluster.objects.create(process_id=group.process_id, group=group, name=clean(name)[:120])
    put_in(cluster, seen, by=by)
    return cluster


@transaction.atomic
def put_in(cluster: Cluster, seen: Seen, *, by: Person) -> Operation:
    """Put more contributions into a cluster: all of them, or Conflict and none."""
    if len(seen) > MOST:
        raise ParticipationError(_("At most %(n)s contributions fit.") % {"n": MOST}, "too_many")
    if not Cluster.objects.standing().filter(pk=cluster.pk).exists():
        raise Conflict(_("This cluster was taken apart meanwhile."), "ended")
    hold([cluster.group_id])
    for submission, version in sorted(seen, key=lambda pair: pair[0].pk):
        join(cluster, submission, version, by=by)
    keys = [str(submission.pk) for submission, _version in seen]
    operation = Operation.objects.create(
        kind=Operation.Kind.CLUSTER, process_id=cluster.process_id, cluster=cluster, by=by, before={"members": keys}
    )
    operation.to_groups.set([cluster.group_id])
    add_audit_entry("form_cluster", cluster, by=by, group=cluster.group.code, members=keys)
    return operation


def join(cluster: Cluster, submission: Submission, version: int, *, by: Person) -> ClusterMember:
    """Put one contribution into a cluster, moving it to the cluster's group if it lies with another."""
    check_takes(cluster.group, submission)
    check_one_piece(submission)
    assignment = Assignment.objects.current().select_related("group").filter(submission=submission).first()
    if assignment is None or submission.state not in OPEN:
        raise changed(submission)
    if assignment.group_id != cluster.group_id and submission.state == states.ON_AGENDA:
        message = _("%(reference)s is on the agenda of another group.") % {"reference": submission.reference}
        raise ParticipationError(message, "on_agenda")
    try:
        note_step(submission, by=by, kind="clustered", version=version, data={"cluster": cluster.name})
    except Conflict as conflict:
        raise changed(submission) from conflict
    try:
        with transaction.atomic():
            member = ClusterMember.objects.create(
                cluster=cluster, submission=submission, state_before=submission.state, group_before=assignment.group
            )
    except IntegrityError as error:
        raise Conflict(
            _("%(reference)s is in a cluster already.") % {"reference": submission.reference}, "in_cluster"
        ) from error
    if assignment.group_id != cluster.group_id:
        relocate(assignment, cluster.group, by=by, kind="moved", reason=cluster.name, ended_as="clustered")
    return member


@transaction.atomic
def exclude(member: ClusterMember, *, by: Person) -> Submission:
    """Take one contribution out of its cluster; it goes back to where it was. Raises Conflict when it left already."""
    decision = Decision.objects.filter(
        submission=member.submission_id, cluster=member.cluster_id, is_current=True
    ).first()
    hold(homes([member]))
    submission = release(member, by=by)
    operation = Operation.objects.create(
        kind=Operation.Kind.EXCLUDE,
        process_id=member.cluster.process_id,
        cluster=member.cluster,
        submission=submission,
        before={"decision": decision.pk if decision else None},
        by=by,
    )
    operation.from_groups.set([member.cluster.group_id])
    add_audit_entry("leave_cluster", member.cluster, by=by, submission=str(submission.pk))
    return submission


@transaction.atomic
def take_apart(cluster: Cluster, *, by: Person) -> Cluster:
    """Undo a cluster in one step: each contribution is where it was, what is published stays published.

    Raises Conflict when somebody took it apart before.
    """
    standing = Cluster.objects.standing().filter(pk=cluster.pk)
    if standing.update(ended_on=timezone.localdate()) != 1:
        raise Conflict(_("This cluster was taken apart meanwhile."), "ended")
    cluster.refresh_from_db(fields=["ended_on"])
    members = members_of(cluster)
    hold(homes(members))
    for member in members:
        release(member, by=by)
    Operation.objects.standing().filter(cluster=cluster).update(
        is_undone=True, undone_on=timezone.localdate(), undone_by=by
    )
    add_audit_entry("take_cluster_apart", cluster, by=by, group=cluster.group.code)
    return cluster


def members_of(cluster: Cluster) -> Sequence[ClusterMember]:
    """Return who is in a cluster now, in an order that is the same for everybody who locks them."""
    rows = ClusterMember.objects.current().filter(cluster=cluster)
    return list(rows.select_related("submission", "group_before", "cluster__group").order_by("submission_id"))


def homes(members: Iterable[ClusterMember]) -> set[int]:
    """Return the groups that contributions go back to when they leave their cluster."""
    return {member.group_before_id for member in members if member.group_before.ended_on is None}


def release(member: ClusterMember, *, by: Person) -> Submission:
    """Let one contribution leave its cluster and undo what the cluster did to it, as far as nobody has read it."""
    if ClusterMember.objects.current().filter(pk=member.pk).update(is_current=False) != 1:
        raise Conflict(_("It left the cluster already."), "left")
    submission = Submission.objects.get(pk=member.submission_id)
    if submission.state == states.WITHDRAWN:
        return submission
    note_step(submission, by=by, kind="unclustered", version=submission.version, data={"cluster": member.cluster.name})
    take_back_decision(submission, member, by=by)
    lies = Assignment.objects.current().select_related("group", "submission").filter(submission=submission).first()
    home = member.group_before
    moved = lies and lies.group_id == member.cluster.group_id != home.pk
    if lies and moved and submission.state in OPEN and home.ended_on is None:
        relocate(lies, home, by=by, kind="moved", reason=member.cluster.name, ended_as="unclustered")
        submission.refresh_from_db(fields=["state", "version"])
    return submission


def take_back_decision(submission: Submission, member: ClusterMember, *, by: Person) -> None:
    """Put the cluster's decision aside if residents cannot read it yet; it stays readable among the earlier ones."""
    mine = Decision.objects.filter(
        submission=submission, cluster=member.cluster_id, is_current=True, published_on__isnull=True
    )
    if submission.state != states.DECIDED or not mine.exists():
        return
    if Decision.objects.filter(submission=submission, published_on__isnull=False).exists():
        return
    mine.update(is_current=False)
    move_submission(submission, states.IN_REVIEW, by=by, kind="undecided")
    if member.state_before == states.ROUTED:
        move_submission(submission, states.ROUTED, by=by, kind="undecided")


@transaction.atomic
def undo_cluster(operation: Operation, *, by: Person) -> None:
    """Let the contributions of one step leave the cluster again; the last ones take it apart."""
    cluster = operation.cluster
    if cluster is None:
        return
    keys = set(operation.before["members"])
    leaving = [one for one in members_of(cluster) if str(one.submission_id) in keys]
    hold(homes(leaving))
    for member in leaving:
        release(member, by=by)
    if not ClusterMember.objects.current().filter(cluster=cluster).exists():
        Cluster.objects.standing().filter(pk=cluster.pk).update(ended_on=timezone.localdate())


@transaction.atomic
def undo_exclude(operation: Operation, *, by: Person) -> None:
    """Put a contribution back into the cluster that it left."""
    submission, cluster = operation.submission, operation.cluster
    if submission is not None and cluster is not None:
        if not Cluster.objects.standing().filter(pk=cluster.pk).exists():
            raise Conflict(_("This cluster was taken apart meanwhile."), "ended")
        if submission.state in (states.DECIDED, states.PUBLISHED):  # the decision stood, and stands
            back_as_decided(cluster, submission, by=by)
            return
        join(cluster, submission, submission.version, by=by)
        give_decision_again(operation, submission.pk, by=by)


def back_as_decided(cluster: Cluster, submission: Submission, *, by: Person) -> None:
    """Count a contribution as a member again that left with its decision."""
    note_step(submission, by=by, kind="clustered", version=submission.version, data={"cluster": cluster.name})
    earlier = ClusterMember.objects.filter(cluster=cluster, submission=submission).order_by("-pk").first()
    if earlier is not None:
        ClusterMember.objects.filter(pk=earlier.pk).update(is_current=True)


def give_decision_again(operation: Operation, submission_id: UUID, *, by: Person) -> None:
    """Let the cluster's decision hold again that was put aside when the contribution left."""
    submission = Submission.objects.get(pk=submission_id)
    again = Decision.objects.filter(pk=operation.before.get("decision"), is_current=False)
    if not again.exists() or Decision.objects.filter(submission=submission, is_current=True).exists():
        return
    if submission.state == states.ROUTED:
        move_submission(submission, states.IN_REVIEW, by=by, kind="redecided")
    move_submission(submission, states.DECIDED, by=by, kind="redecided")
    again.update(is_current=True)


def let_strays_leave(process_id: int) -> None:
    """Let contributions leave their cluster that lie with another group than it since groups were reorganised."""
    members = ClusterMember.objects.current().filter(cluster__process=process_id, submission__state__in=OPEN)
    for member in members.select_related("cluster").order_by("pk"):
        lies = Assignment.objects.current().filter(submission=member.submission_id)
        if not lies.filter(group=member.cluster.group_id).exists():
            ClusterMember.objects.filter(pk=member.pk).update(is_current=False)
