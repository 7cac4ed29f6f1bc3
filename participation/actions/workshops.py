"""Planning, opening and closing a workshop; its ideas, which go to the working groups when it closes."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import events
from participation.actions.audit import add_audit_entry
from participation.actions.ideas import Received, receive_idea
from participation.actions.jobs import add_job
from participation.actions.walls import close_wall, hang_note, touch
from participation.errors import Conflict, ParticipationError
from participation.logic.submissions import WITHDRAWN
from participation.logic.table_notes import TableLine
from participation.models.people import Person
from participation.models.submissions import Submission
from participation.models.themes import Theme
from participation.models.walls import WorkshopNote, WorkshopSlip
from participation.models.workshops import Workshop
from participation.queries.walls import grouping_of
from participation.queries.workshops import AFTERWARDS

REPORT = "participation.report_workshop"
CLOSE_FORGOTTEN = "participation.close_workshops"


@transaction.atomic
def plan_workshop(workshop: Workshop, facilitators: Iterable[Person], *, by: Person) -> Workshop:
    """Save a new or changed plan with its facilitators."""
    is_new = workshop.pk is None
    workshop.save()
    workshop.facilitators.set(facilitators)
    add_audit_entry("plan_workshop" if is_new else "change_workshop", workshop, by=by)
    if not is_new:
        touch(workshop)
    return workshop


def open_workshop(workshop: Workshop, *, by: Person) -> Workshop:
    """Let the tables write; one that was closed can be opened again. Raises Conflict when it is open."""
    return move_workshop(workshop, (Workshop.State.COMING, Workshop.State.CLOSED), Workshop.State.OPEN, by=by)


def close_workshop(workshop: Workshop, *, by: Person | None) -> Workshop:
    """Stop taking ideas and hand them on to the working groups. Raises Conflict when it is not open."""
    return move_workshop(workshop, (Workshop.State.OPEN,), Workshop.State.CLOSED, by=by)


@transaction.atomic
def move_workshop(workshop: Workshop, sources: tuple[str, ...], target: str, *, by: Person | None) -> Workshop:
    """Move a workshop from one of these states; exactly one of two people gets through, the other gets Conflict."""
    if not Workshop.objects.filter(pk=workshop.pk, state__in=sources).update(state=target, timer_ends=None):
        raise Conflict(_("Somebody changed the workshop meanwhile."))
    workshop.refresh_from_db(fields=["state", "timer_ends"])
    touch(workshop)
    if target == Workshop.State.CLOSED:
        hand_on(workshop)
        close_wall(workshop)
        add_job(REPORT, workshop.pk)
    add_audit_entry("open_workshop" if target == Workshop.State.OPEN else "close_workshop", workshop, by=by)
    return workshop


def hand_on(workshop: Workshop) -> int:
    """Announce the ideas of a workshop as any other contribution is announced; returns how many, each once."""
    fresh = WorkshopNote.objects.filter(workshop=workshop, handed_on=False)
    notes = list(fresh.exclude(submission__state=WITHDRAWN).select_related("submission"))
    submissions = [note.submission for note in notes]
    names = grouping_of(submissions)
    for submission in submissions:
        if submission.pk in names:
            submission.provenance["cluster"] = names[submission.pk]
    Submission.objects.bulk_update(submissions, ["provenance"], batch_size=200)
    WorkshopNote.objects.filter(pk__in=[note.pk for note in notes]).update(handed_on=True)
    for submission in submissions:
        events.submission_received.send(sender=Submission, submission=submission)
    return len(notes)


def close_forgotten_workshops(*, now: datetime.datetime | None = None) -> int:
    """Close workshops that nobody closed half a day after their end, so that no idea waits for ever."""
    before = (now or timezone.now()) - AFTERWARDS
    rows = Workshop.objects.filter(state=Workshop.State.OPEN, starts__lt=before)
    late = [one for one in rows if (one.ends or one.starts) < before]
    for workshop in late:
        close_workshop(workshop, by=None)
    return len(late)


@transaction.atomic
def enter_table_idea(workshop: Workshop, *, by: Person, **words: Any) -> Received:
    """Write down what a table says; the audit entry names the facilitator, nothing else does."""
    received = receive_table_idea(workshop, **words)
    if received.is_new:
        add_audit_entry("enter_submission", received.submission, by=by, channel="workshop")
    return received


def enter_table_line(workshop: Workshop, line: TableLine, *, key: str, language: str, by: Person) -> Received:
    """Write down one keyed line with its marks; raises ParticipationError for a mark that means nothing here."""
    theme = Theme.objects.filter(process=workshop.process_id, slug=line.theme).first() if line.theme else None
    slip = None
    if line.slip is not None:
        slip = WorkshopSlip.objects.filter(workshop=workshop, number=line.slip, key__isnull=False).first()
    wrong = ""
    if line.theme and theme is None:
        wrong = _("There is no theme %(mark)s.") % {"mark": f"#{line.theme}"}
    elif line.slip is not None and slip is None:
        wrong = _("There is no slip number %(mark)s.") % {"mark": line.slip}
    elif line.table is not None and not 1 <= line.table <= max(workshop.tables, 1):
        wrong = _("There is no table %(mark)s.") % {"mark": line.table}
    elif line.prompt is not None and not 1 <= line.prompt <= max(len(workshop.prompts), 1):
        wrong = _("There is no question %(mark)s.") % {"mark": line.prompt}
    if wrong:
        raise ParticipationError(wrong, "unknown_mark")
    more = {"group": line.group} if line.group else {}
    return enter_table_idea(
        workshop,
        by=by,
        key=key,
        text=line.text,
        language=language,
        table=line.table,
        prompt=line.prompt,
        theme=theme,
        receipt_key=str(slip.key) if slip else "",
        shown=True,
        more=more,
    )


@transaction.atomic
def receive_table_idea(  # noqa: PLR0913 -- what a note consists of, each by name
    workshop: Workshop,
    *,
    key: str,
    text: str,
    language: str,
    table: int | None = None,
    prompt: int | None = None,
    theme: Theme | None = None,
    receipt_key: str = "",
    shown: bool = False,
    more: dict[str, Any] | None = None,
) -> Received:
    """Store an idea with where it was written and what was asked, and hang it on the wall; raises NotOpen outside.

    An open workshop takes ideas whatever the phase of its process: people were invited to it. The idea has its receipt
    at once and goes to the working groups when the workshop closes. What arrived before gives its receipt again.
    """
    if prompt is None and len(workshop.prompts) == 1:
        prompt = 1
    asked = workshop.prompts[prompt - 1] if prompt and prompt <= len(workshop.prompts) else {}
    received = receive_idea(
        workshop.process,
        key=key,
        text=text,
        language=language,
        theme=theme,
        channel="workshop",
        provenance={"workshop": workshop.code, "table": table, "prompt": prompt, "asked": asked, **(more or {})},
        invited=True,
        receipt_key=receipt_key,
        announce=False,
    )
    if received.is_new:
        hang_note(workshop, received.submission, table=table, prompt=prompt, shown=shown or not workshop.moderated)
    return received
