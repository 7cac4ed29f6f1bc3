"""Who may do what on the ground floor: one typed function a verb, readable as policy."""

from django.utils import timezone

from participation.extension_points import summary_readers
from participation.models.people import Anonymous, Person
from participation.models.processes import Process
from participation.models.receipts import Receipt
from participation.models.submissions import Submission
from participation.models.summaries import Summary
from participation.models.workshops import Workshop

Visitor = Person | Anonymous


def has_role(person: Visitor, kind: str, process_id: int | None) -> bool:
    """Tell whether a role is in force for this person in this process."""
    return bool(person.is_authenticated) and (kind, process_id) in person.roles_now()


def is_admin(person: Visitor) -> bool:
    """Administrators of the installation."""
    return has_role(person, "admin", None)


def is_coordinator(person: Visitor, process: Process) -> bool:
    """Coordinators of this process, and administrators."""
    return is_admin(person) or has_role(person, "coordinator", process.pk)


def coordinates_something(person: Visitor) -> bool:
    """Those who have a coordinator's desk."""
    return is_admin(person) or (
        bool(person.is_authenticated) and any(kind == "coordinator" for kind, _process in person.roles_now())
    )


def must_use_second_step(person: Visitor) -> bool:
    """Those who see or change much: coordinators, administrators, and who may use the rescue tools."""
    return coordinates_something(person) or bool(person.is_authenticated and person.is_staff)


def enters_something(person: Visitor) -> bool:
    """Those who key in contributions of some process."""
    return coordinates_something(person) or only_enters(person)


def only_enters(person: Visitor) -> bool:
    """Clerks, whose first page is the entry form."""
    return (
        bool(person.is_authenticated)
        and not coordinates_something(person)
        and any(kind == "clerk" for kind, _process in person.roles_now())
    )


def runs_workshops(person: Visitor) -> bool:
    """Those who run workshops of some process."""
    return coordinates_something(person) or only_runs_workshops(person)


def only_runs_workshops(person: Visitor) -> bool:
    """Facilitators, whose first page is the list of workshops."""
    return (
        bool(person.is_authenticated)
        and not coordinates_something(person)
        and any(kind == "facilitator" for kind, _process in person.roles_now())
    )


def can_run_workshop(person: Visitor, workshop: Workshop) -> bool:
    """Open and close a workshop and write down what its tables say."""
    return (
        is_admin(person)
        or has_role(person, "coordinator", workshop.process_id)
        or has_role(person, "facilitator", workshop.process_id)
    )


def can_plan_workshop(person: Visitor, process: Process) -> bool:
    """Plan workshops of a process and change the plan."""
    return is_coordinator(person, process)


def can_coordinate_process(person: Visitor, process: Process) -> bool:
    """Overview, imports, summaries, routing from the tray."""
    return is_coordinator(person, process)


def can_moderate_ideas(person: Visitor, process: Process) -> bool:
    """Say what residents may do with ideas, show and remove ideas and comments."""
    return is_coordinator(person, process)


def can_invite_people(person: Visitor, process: Process) -> bool:
    """Invite staff to a process, and end their roles."""
    return is_coordinator(person, process)


def can_import_submissions(person: Visitor, process: Process) -> bool:
    """Bring in many contributions at once."""
    return is_coordinator(person, process)


def can_enter_submission(person: Visitor, process: Process) -> bool:
    """Key in a contribution from paper, a call, a mail or a workshop table."""
    return (
        is_coordinator(person, process)
        or has_role(person, "clerk", process.pk)
        or has_role(person, "facilitator", process.pk)
    )


def can_coordinate_submission(person: Visitor, submission: Submission) -> bool:
    """See everything about a contribution of an own process."""
    return is_admin(person) or has_role(person, "coordinator", submission.process_id)


def can_compile_summary(person: Visitor, process: Process) -> bool:
    """Compile and publish summaries."""
    return is_coordinator(person, process)


def can_view_summary(person: Visitor, summary: Summary) -> bool:
    """A published summary of a public process is everybody's once no embargo holds; else it is read at the desk."""
    free = summary.embargo_until is None or summary.embargo_until <= timezone.now()
    public = summary.process.state in (Process.State.OPEN, Process.State.CLOSED)
    return (summary.state == Summary.State.PUBLISHED and free and public) or can_read_summary_at_desk(person, summary)


def can_read_summary_at_desk(person: Visitor, summary: Summary) -> bool:
    """Coordinators read every version; members of working groups what is shared with their group or with all groups."""
    if is_coordinator(person, summary.process):
        return True
    if summary.state != Summary.State.GROUP:
        return False
    groups = [plugin.groups_of(person).get(summary.process_id) for plugin in summary_readers]
    codes = {code for own in groups for code in own or ()}
    return any(own is not None for own in groups) and (
        not summary.scope or ":" in summary.scope or summary.scope in codes
    )


def can_read_audit(person: Visitor) -> bool:
    """Read who did what."""
    return is_admin(person)


def can_manage_webhooks(person: Visitor) -> bool:
    """Say which other programs are told what happens, and see what they were told."""
    return is_admin(person)


def can_see_operations(person: Visitor) -> bool:
    """Jobs, dead letters, kept mail, the component page."""
    return is_admin(person) or coordinates_something(person)


def can_answer_privacy_request(person: Visitor, receipt: Receipt) -> bool:
    """Give out or erase what hangs on a receipt whose code a resident told: coordinators of its process."""
    return is_admin(person) or has_role(person, "coordinator", receipt.process_id)


def can_erase_people(person: Visitor) -> bool:
    """Give out and erase what is kept about staff."""
    return is_admin(person)
