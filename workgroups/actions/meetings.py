"""Planning meetings of working groups, inviting their members, and writing down who was there and what was said."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.notifications import notify
from participation.errors import Conflict, ParticipationError
from participation.logic.text import clean
from participation.models import Person
from workgroups.models import Attendance, Meeting, Membership

INVITATION = "workgroups.meeting_invitation"
ANNOUNCED = ("starts", "when_note", "place", "link", "state")  # a change of these is a new version to announce


@transaction.atomic
def plan_meeting(meeting: Meeting, *, by: Person | None) -> Meeting:
    """Store an unsaved meeting under the group's next number; raises Conflict when another came between."""
    check_time(meeting)
    last = Meeting.objects.filter(group=meeting.group).aggregate(last=Max("number"))["last"] or 0
    meeting.number = last + 1
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("Somebody added a meeting at the same moment. Try again.")) from error
    add_audit_entry("plan_meeting", meeting.group, by=by, number=meeting.number)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: Person) -> Meeting:
    """Store changed time, place and state of a meeting; members can be told of the new version."""
    check_time(meeting)
    before = Meeting.objects.filter(pk=meeting.pk).values(*ANNOUNCED).get()
    if any(before[name] != getattr(meeting, name) for name in ANNOUNCED):
        meeting.revision += 1
    meeting.save(update_fields=[*ANNOUNCED, "revision"])
    add_audit_entry("change_meeting", meeting.group, by=by, number=meeting.number)
    return meeting


def check_time(meeting: Meeting) -> None:
    """Raise ParticipationError unless the time is known, exactly or in words."""
    if meeting.starts is None and not any(meeting.when_note.values()):
        message = _("Give the day, or tell in words when the meeting is.")
        raise ParticipationError(message, fields={"starts": [{"code": "required", "message": message}]})


@transaction.atomic
def invite_members(meeting: Meeting, *, by: Person) -> int:
    """Promise everybody in the group one message about this version of time and place; returns how many are new.

    Sent again, it reaches only those who joined the group meanwhile. A cancelled meeting is announced as such.
    """
    memberships = Membership.objects.in_force().filter(group=meeting.group_id).select_related("person")
    people = {membership.person_id: membership.person for membership in memberships}
    told = notify(
        INVITATION,
        f"meeting:{meeting.pk}:{meeting.revision}",
        people=people.values(),
        context={"meeting": meeting.pk, "revision": meeting.revision},
    )
    Meeting.objects.filter(pk=meeting.pk).update(invited_revision=meeting.revision)
    meeting.invited_revision = meeting.revision
    add_audit_entry("invite_members", meeting.group, by=by, number=meeting.number, told=told)
    return told


@transaction.atomic
def write_notes(meeting: Meeting, notes: Mapping[str, str], *, seen: Mapping[str, str], by: Person) -> Meeting:
    """Store what was discussed, by language; residents read it once the chair has approved the minutes.

    Raises Conflict, with the notes as they are now, when they are no longer those that were seen.
    """
    meeting.notes = {language: text for language, raw in notes.items() if (text := clean(raw))}
    if not Meeting.objects.filter(pk=meeting.pk, notes=seen).update(notes=meeting.notes):
        meeting.refresh_from_db(fields=["notes"])
        words = _("Somebody else has changed the notes meanwhile. Read theirs below before you save.")
        raise Conflict(words, current=meeting.notes)
    add_audit_entry("write_notes", meeting.group, by=by, number=meeting.number)
    return meeting


@transaction.atomic
def note_attendance(meeting: Meeting, people: Iterable[Person], *, by: Person) -> int:
    """Store who was there, each in the role held in the group today; returns how many."""
    roles = {}
    order = list(Membership.Role.values)
    memberships = Membership.objects.in_force().filter(group=meeting.group_id, person__in=list(people))
    for membership in sorted(memberships, key=lambda one: order.index(one.role), reverse=True):
        roles[membership.person_id] = membership.role
    Attendance.objects.filter(meeting=meeting).exclude(person__in=roles).delete()
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, person_id=person_id, role=role) for person_id, role in sorted(roles.items())],
        update_conflicts=True,
        unique_fields=["meeting", "person"],
        update_fields=["role"],
    )
    add_audit_entry("note_attendance", meeting.group, by=by, number=meeting.number, present=len(roles))
    return len(roles)
