"""Planning meetings of working groups and telling what was discussed."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.logic.text import clean
from participation.models import Person
from workgroups.models import Meeting


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
    """Store changed time, place and state of a meeting."""
    check_time(meeting)
    meeting.save(update_fields=["starts", "when_note", "place", "state"])
    add_audit_entry("change_meeting", meeting.group, by=by, number=meeting.number)
    return meeting


def check_time(meeting: Meeting) -> None:
    """Raise ParticipationError unless the time is known, exactly or in words."""
    if meeting.starts is None and not any(meeting.when_note.values()):
        message = _("Give the day, or tell in words when the meeting is.")
        raise ParticipationError(message, fields={"starts": [{"code": "required", "message": message}]})


@transaction.atomic
def write_notes(meeting: Meeting, notes: Mapping[str, str], *, by: Person) -> Meeting:
    """Store what was discussed, by language; published notes stay published."""
    meeting.notes = {language: text for language, raw in notes.items() if (text := clean(raw))}
    if meeting.published_on and not meeting.notes:
        raise ParticipationError(_("These notes are public: they cannot be emptied."), "published")
    meeting.save(update_fields=["notes"])
    add_audit_entry("write_notes", meeting.group, by=by, number=meeting.number)
    return meeting


@transaction.atomic
def publish_notes(meeting: Meeting, *, by: Person) -> Meeting:
    """Make the notes readable for everybody, once; raises ParticipationError when there are none."""
    if not meeting.notes:
        raise ParticipationError(_("Write first what was discussed."), "no_notes")
    published = Meeting.objects.filter(pk=meeting.pk, published_on__isnull=True).update(
        published_on=timezone.localdate(), state=Meeting.State.HELD
    )
    meeting.refresh_from_db(fields=["published_on", "state"])
    if published:
        add_audit_entry("publish_notes", meeting.group, by=by, number=meeting.number)
    return meeting
