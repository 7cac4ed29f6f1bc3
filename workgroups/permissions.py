"""Who may do what with working groups and the contributions that lie with them: one typed function a verb."""

from participation.models import Process
from participation.models.people import Anonymous, Person
from participation.permissions import coordinates_something, has_role, is_admin, is_coordinator
from workgroups.models import Assignment, Decision, Group, Meeting, Membership, Promise

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


def can_view_group(person: Visitor, group: Group) -> bool:
    """Everybody sees the groups of open and closed processes; others only their own people do."""
    return group.process.state in (Process.State.OPEN, Process.State.CLOSED) or can_view_group_desk(person, group)


def can_view_group_desk(person: Visitor, group: Group) -> bool:
    """Members of the group in term, and coordinators of the process."""
    return group.pk in joined_groups(person) or coordinates(person, group.process_id)


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
