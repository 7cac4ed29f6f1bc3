"""The agenda of a meeting: taking contributions to it, its order, and recording what the meeting did with each matter."""

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.submissions import move_submission
from participation.errors import Conflict, ParticipationError
from participation.logic import submissions as states
from participation.logic.text import clean
from participation.models import Person, Submission
from workgroups.actions.reviews import accept, changed, check_unchanged, decide
from workgroups.actions.routing import check_one_piece
from workgroups.logic import agenda as rules
from workgroups.models import AgendaItem, Assignment, Attendance, Decision, Meeting
from workgroups.queries.groups import next_meetings_of

OPEN, HANDLED, POSTPONED = AgendaItem.State.OPEN, AgendaItem.State.HANDLED, AgendaItem.State.POSTPONED


def next_order(meeting: Meeting) -> int:
    """Return the place after the last matter of an agenda."""
    return (AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def take_to_agenda(assignment: Assignment, *, by: Person, version: int) -> AgendaItem:
    """Put a contribution on the agenda of its group's next meeting, taking it up first if it still waits.

    Raises ParticipationError when no meeting lies ahead, and Conflict with the state now when somebody was first.
    """
    submission, group = assignment.submission, assignment.group
    check_one_piece(submission)
    meeting = next_meetings_of([group]).get(group.pk)
    if meeting is None:
        raise ParticipationError(_("The group has no meeting ahead. Add one first."), "no_meeting")
    if submission.state == states.ROUTED:
        accept(assignment, by=by, version=version)
        version = submission.version
    check_unchanged(submission, (states.IN_REVIEW,), version)
    data = {"group": group.code, "meeting": meeting.number}
    try:
        move_submission(submission, states.ON_AGENDA, by=by, kind="on_agenda", version=version, data=data)
    except Conflict as conflict:
        raise changed(submission) from conflict
    AgendaItem.objects.filter(submission=submission, state=OPEN).delete()  # left behind when it was passed on
    item = AgendaItem.objects.create(meeting=meeting, submission=submission, order=next_order(meeting))
    add_audit_entry("take_to_agenda", submission, by=by, **data)
    return item


@transaction.atomic
def add_item(item: AgendaItem, *, by: Person) -> AgendaItem:
    """Put another matter, told in an unsaved item, at the end of an agenda."""
    item.title = {language: text for language, raw in item.title.items() if (text := clean(raw))}
    if not item.title:
        message = _("Give the matter a name.")
        raise ParticipationError(message, fields={"title_fi": [{"code": "required", "message": message}]})
    item.note = clean(item.note)
    item.order = next_order(item.meeting)
    item.save(force_insert=True)
    add_audit_entry("add_agenda_item", item.meeting.group, by=by, number=item.meeting.number)
    return item


@transaction.atomic
def move_item(item: AgendaItem, direction: str, *, by: Person) -> None:
    """Move a matter one place earlier or later."""
    rows = rules.moved(list(AgendaItem.objects.filter(meeting=item.meeting_id)), item, direction)
    for place, row in enumerate(rows, 1):
        row.order = place
    AgendaItem.objects.bulk_update(rows, ["order"])
    add_audit_entry("move_agenda_item", item.meeting.group, by=by, number=item.meeting.number)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Person) -> None:
    """Take an open matter off the agenda; its contribution is in review again. Raises Conflict when it was handled."""
    if AgendaItem.objects.filter(pk=item.pk, state=OPEN).delete()[0] == 0:
        raise Conflict(_("This matter was already handled."), "handled")
    give_back(item, by=by, kind="off_agenda")
    add_audit_entry("remove_agenda_item", item.meeting.group, by=by, number=item.meeting.number)


def give_back(item: AgendaItem, *, by: Person, kind: str) -> None:
    """Move the contribution of a matter back into review, if it still is on the agenda."""
    submission = item.submission
    if submission is None or submission.state != states.ON_AGENDA:
        return
    move_submission(
        submission,
        states.IN_REVIEW,
        by=by,
        kind=kind,
        version=submission.version,
        data={"group": item.meeting.group.code, "meeting": item.meeting.number},
    )


def check_votes(item: AgendaItem, record: rules.Record) -> None:
    """Raise ParticipationError when more people voted than could."""
    present = Attendance.objects.filter(meeting=item.meeting_id).count()
    if not rules.votes_fit(record.votes, present=present, disqualified=len(set(record.disqualified))):
        message = _("More people voted than were present and not disqualified.")
        raise ParticipationError(message, fields={"votes_for": [{"code": "too_many", "message": message}]})


@transaction.atomic
def record_item(item: AgendaItem, record: rules.Record, *, by: Person, version: int) -> AgendaItem:
    """Write down what the meeting did with a matter: what was said, decided, how the vote went, who was disqualified.

    One conditional UPDATE on the version that was seen lets one of two people through; the other gets Conflict. The
    decision itself goes the same way as any other and stays internal until it is published.
    """
    check_votes(item, record)
    votes = record.votes
    rows = AgendaItem.objects.filter(pk=item.pk, version=version).exclude(meeting__state=Meeting.State.CANCELLED)
    written = rows.update(
        discussion={language: text for language, raw in record.discussion.items() if (text := clean(raw))},
        state=HANDLED,
        votes_for=votes.given_for if votes else None,
        votes_against=votes.against if votes else None,
        abstained=votes.abstained if votes else None,
        recorded_by=by,
        version=F("version") + 1,
    )
    if written != 1:
        item.refresh_from_db()
        current = {"version": item.version, "state": item.state}
        raise Conflict(_("Somebody else recorded this matter meanwhile."), current=current)
    item.refresh_from_db()
    item.disqualified.set(record.disqualified)
    if record.ruling and item.submission:
        item.decision = decide(item.submission, record.ruling, by=by, version=record.seen_version)
        item.save(update_fields=["decision"])
    add_audit_entry("record_agenda_item", item.meeting.group, by=by, number=item.meeting.number, order=item.order)
    return item


@transaction.atomic
def end_meeting(meeting: Meeting, *, by: Person) -> Meeting:
    """Close a meeting: what it did not reach is moved on, and its contributions are in review again."""
    if meeting.is_ahead:
        raise ParticipationError(_("The meeting has not begun yet."), "not_begun")
    planned = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.PLANNED)
    if planned.update(state=Meeting.State.HELD) != 1:
        raise Conflict(_("The meeting was already ended."), "ended")
    meeting.state = Meeting.State.HELD
    for item in AgendaItem.objects.filter(meeting=meeting, state=OPEN).select_related("submission", "meeting__group"):
        settle(item, by=by)
    add_audit_entry("end_meeting", meeting.group, by=by, number=meeting.number)
    return meeting


def settle(item: AgendaItem, *, by: Person) -> None:
    """Close an open matter: as handled if its contribution was decided elsewhere meanwhile, else as moved on.

    What somebody recorded since it was loaded stays as it was recorded.
    """
    decision = decision_of(item.submission) if item.submission else None
    state = HANDLED if decision else POSTPONED
    still_open = AgendaItem.objects.filter(pk=item.pk, state=OPEN, version=item.version)
    if still_open.update(decision=decision, state=state, version=F("version") + 1) and state == POSTPONED:
        give_back(item, by=by, kind="postponed")


def decision_of(submission: Submission) -> Decision | None:
    """Return the decision that a contribution has now, if it is decided."""
    if submission.state not in (states.DECIDED, states.PUBLISHED):
        return None
    return Decision.objects.filter(submission=submission, is_current=True).first()
