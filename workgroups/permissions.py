"""Who may do what with working groups and the contributions that lie with them: one typed function a verb."""

from participation.models import Process
from participation.models.people import Anonymous, Person
from participation.permissions import coordinates_something, has_role, is_admin, is_coordinator
from workgroups.logic.lineage import GROUP_KINDS
from workgroups.models import (
    Assignment,
    Cluster,
    Decision,
    Group,
    Meeting,
    Membership,
    Operation,
    Opinion,
    Promise,
)

Visitor = Person | Anonymous


def reviewed_groups(person: Visitor) -> frozenset[int]:
    """Return the ids of the groups in which this person decides today, read once for each loaded person."""
    if not person.is_authenticated:
        return frozenset()
    kept = vars(person)
    if "_reviewed_groups" not in kept:
        kept["_reviewed_groups"] = frozenset(Group.objects.reviewed_by(person).values_list("pk", flat=True))
    return frozenset(kept["_reviewed_groups"])


def joined_groups(person: Visitor) -> frozenset[int]:
    """Return the ids of the groups to which this person belongs today, read once for each loaded person."""
    if not person.is_authenticated:
        return frozenset()
    if "_joined_groups" not in vars(person):
        vars(person)["_joined_groups"] = frozenset(Group.objects.joined_by(person).values_list("pk", flat=True))
    found: frozenset[int] = vars(person)["_joined_groups"]
    return found


def coordinates(person: Visitor, process_id: int) -> bool:
    """Coordinators of the process with this id, and administrators."""
    return is_admin(person) or has_role(person, "coordinator", process_id)


def can_accept_submission(person: Visitor, assignment: Assignment) -> bool:
    """Chair, deputy and secretary in term take up what lies with their group."""
    return assignment.is_current and assignment.group_id in reviewed_groups(person)


def can_decide_submission(person: Visitor, assignment: Assignment) -> bool:
    """Chair, deputy and secretary in term decide on what lies with their group."""
    return assignment.is_current and assignment.group_id in reviewed_groups(person)


def can_decline_submission(person: Visitor, assignment: Assignment) -> bool:
    """Chair, deputy and secretary in term give back what does not belong to their group."""
    return assignment.is_current and assignment.group_id in reviewed_groups(person)


def can_forward_submission(person: Visitor, assignment: Assignment) -> bool:
    """Those who decide in the group that has it, and coordinators of the process."""
    return assignment.is_current and (
        assignment.group_id in reviewed_groups(person) or coordinates(person, assignment.group.process_id)
    )


def can_publish_decision(person: Visitor, decision: Decision) -> bool:
    """Those who decide in the group whose decision it is, and coordinators of the process."""
    return decision.group_id in reviewed_groups(person) or coordinates(person, decision.group.process_id)


def can_route_submission(person: Visitor, process: Process) -> bool:
    """Coordinators give contributions to any group of their process."""
    return is_coordinator(person, process)


def can_edit_group(person: Visitor, group: Group) -> bool:
    """Coordinators of the process; chair, deputy and secretary for their own task and next meeting."""
    return group.pk in reviewed_groups(person) or coordinates(person, group.process_id)


def can_edit_meeting(person: Visitor, group: Group) -> bool:
    """Those who decide in the group plan its meetings and publish its notes; coordinators help."""
    return group.pk in reviewed_groups(person) or coordinates(person, group.process_id)


def can_take_to_agenda(person: Visitor, assignment: Assignment) -> bool:
    """Chair, deputy and secretary in term take what lies with their group to its next meeting."""
    return assignment.is_current and assignment.group_id in reviewed_groups(person)


def can_record_meeting(person: Visitor, meeting: Meeting) -> bool:
    """Chair, deputy and secretary in term write down what their group does with a matter."""
    return meeting.group_id in reviewed_groups(person) and meeting.state != Meeting.State.CANCELLED


def can_approve_minutes(person: Visitor, meeting: Meeting) -> bool:
    """The chair in term, or the deputy: the secretary prepares the minutes but does not approve them."""
    presiding = (Membership.Role.CHAIR, Membership.Role.DEPUTY)
    return (
        meeting.group_id in reviewed_groups(person)
        and Membership.objects.in_force().filter(group=meeting.group_id, person=person, role__in=presiding).exists()  # type: ignore[misc]
    )


def can_change_promise(person: Visitor, promise: Promise) -> bool:
    """Those who decide in the group that promised, whoever is reminded of it, and coordinators of the process."""
    return (
        promise.group_id in reviewed_groups(person)
        or (promise.owner_id is not None and promise.owner_id == person.pk)
        or coordinates(person, promise.group.process_id)
    )


def can_appoint(person: Visitor, group: Group) -> bool:
    """Coordinators say who belongs to a group and in which role."""
    return coordinates(person, group.process_id)


def can_edit_rules(person: Visitor, process: Process) -> bool:
    """Coordinators of the process."""
    return is_coordinator(person, process)


def has_group_desk(person: Visitor) -> bool:
    """Members of any group in term, and coordinators."""
    return coordinates_something(person) or bool(joined_groups(person))


def reviews_something(person: Visitor) -> bool:
    """Chair, deputy or secretary of any group in term, whose first page is the inbox."""
    return bool(reviewed_groups(person))


def can_set_learning(person: Visitor, process: Process) -> bool:
    """Coordinators of the process see how good learned suggestions are and let them assign by themselves."""
    return is_coordinator(person, process)


def can_ask_opinion(person: Visitor, assignment: Assignment) -> bool:
    """Those who decide in the group that answers ask others, and no longer ask them; coordinators of the process too."""
    return can_forward_submission(person, assignment)


def can_give_opinion(person: Visitor, opinion: Opinion) -> bool:
    """Chair, deputy and secretary in term speak for a group that is asked."""
    return opinion.is_asked and opinion.group_id in reviewed_groups(person)


def can_cut_submission(person: Visitor, assignment: Assignment) -> bool:
    """Those who decide in the group that has a contribution cut it into parts; coordinators of the process too."""
    return can_forward_submission(person, assignment)


def can_form_cluster(person: Visitor, group: Group) -> bool:
    """Those who decide in a working group, and coordinators of the process."""
    return not group.is_heading and group.ended_on is None and can_edit_group(person, group)


def can_edit_cluster(person: Visitor, cluster: Cluster) -> bool:
    """Those who decide in the group of a cluster, and coordinators of the process."""
    return cluster.group_id in reviewed_groups(person) or coordinates(person, cluster.process_id)


def can_decide_cluster(person: Visitor, cluster: Cluster) -> bool:
    """Chair, deputy and secretary in term decide for their group, on all of a cluster at once."""
    return cluster.group_id in reviewed_groups(person)


def can_reorganise(person: Visitor, process: Process) -> bool:
    """Coordinators of the process make, merge, split, rename and move its groups."""
    return is_coordinator(person, process)


def can_join_parts(person: Visitor, operation: Operation) -> bool:
    """Those who decide in the group that answers for the whole, and coordinators of the process."""
    lies = Assignment.objects.current().select_related("group").filter(submission=operation.submission_id).first()
    return not operation.is_undone and lies is not None and can_cut_submission(person, lies)


def can_undo_reorganisation(person: Visitor, operation: Operation) -> bool:
    """Coordinators of the process undo what was done to its groups."""
    return operation.kind in GROUP_KINDS and coordinates(person, operation.process_id)


def can_note_absence(person: Visitor, membership: Membership) -> bool:
    """Everybody for themselves, and coordinators of the process."""
    return membership.person_id == person.pk or coordinates(person, membership.group.process_id)
