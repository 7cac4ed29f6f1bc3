"""The minutes of a meeting: approved by the chair, published with its decisions, corrected by a new version."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.receipts import Stage, add_journey_entries
from participation.errors import Conflict, ParticipationError
from participation.logic.text import clean
from participation.models import Person
from workgroups import events
from workgroups.actions.agenda import end_meeting
from workgroups.actions.reviews import publish_many
from workgroups.models import AgendaItem, Meeting, Minutes
from workgroups.queries.minutes import LANGUAGES, minutes_address, to_publish, words_by_language


@transaction.atomic
def approve_minutes(meeting: Meeting, *, by: Person, after: int = 0, correction: str = "") -> Minutes:
    """Publish the minutes as they stand now, and with them every decision of the meeting that is not yet public.

    So nobody reads in the minutes what an author was not told. A later approval is a correction: it says what was
    corrected and becomes a new version, the earlier one stays readable. `after` is the version that was seen.
    """
    if meeting.state == Meeting.State.PLANNED:
        end_meeting(meeting, by=by)
    check_approvable(meeting, after=after, correction=clean(correction))
    publish_many(to_publish(meeting), by=by)
    Minutes.objects.filter(meeting=meeting, is_current=True).update(is_current=False)
    try:
        with transaction.atomic():
            minutes = Minutes.objects.create(
                meeting=meeting,
                version=after + 1,
                notes=meeting.notes,
                words=words_by_language(meeting),
                correction=clean(correction),
                approved_by=by,
            )
    except IntegrityError as error:
        raise corrected_meanwhile() from error
    today = timezone.localdate()
    Meeting.objects.filter(pk=meeting.pk).update(published_on=Coalesce("published_on", today))
    meeting.refresh_from_db(fields=["published_on", "state"])
    tell_journeys(meeting)
    add_audit_entry("approve_minutes", meeting.group, by=by, number=meeting.number, version=minutes.version)
    events.minutes_published.send(sender=Minutes, meeting=meeting, minutes=minutes)
    return minutes


def check_approvable(meeting: Meeting, *, after: int, correction: str) -> None:
    """Raise unless the meeting was held, has something to tell, and nobody else approved it since."""
    if meeting.state != Meeting.State.HELD:
        raise ParticipationError(_("A cancelled meeting has no minutes."), "cancelled")
    if not meeting.notes and not AgendaItem.objects.filter(meeting=meeting).exists():
        raise ParticipationError(_("Write first what was discussed."), "no_notes")
    last = Minutes.objects.filter(meeting=meeting, is_current=True).values_list("version", flat=True).first() or 0
    if last != after:
        raise corrected_meanwhile()
    if last and not correction:
        message = _("Tell in a few words what was corrected.")
        raise ParticipationError(message, fields={"correction": [{"code": "required", "message": message}]})


def corrected_meanwhile() -> Conflict:
    """Return the conflict of minutes that somebody else approved since they were read."""
    return Conflict(_("Somebody approved these minutes meanwhile. Read them first."))


def tell_journeys(meeting: Meeting) -> None:
    """Add the stage "discussed" to every contribution that the meeting handled, once for each."""
    rows = AgendaItem.objects.filter(
        meeting=meeting, submission__isnull=False, is_told=False, state=AgendaItem.State.HANDLED
    )
    items = list(rows.select_related("submission"))
    AgendaItem.objects.filter(pk__in=[item.pk for item in items]).update(is_told=True)
    group = meeting.group
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = _("Discussed in the meeting of working group %(code)s.") % {"code": group.code}
    on = timezone.localdate(meeting.starts) if meeting.starts else timezone.localdate()
    stage = Stage("discussed", words, group.code, group.name, minutes_address(meeting), on=on)
    add_journey_entries((item.submission, stage) for item in items if item.submission)
