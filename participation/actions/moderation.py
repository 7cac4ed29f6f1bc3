"""Coordinators look at ideas and comments: show, remove for a published rule, show again; and at reports of residents."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.notifications import notify
from participation.actions.public_ideas import step
from participation.actions.support import seal_ended
from participation.errors import Conflict, ParticipationError
from participation.logic import moderation as rules
from participation.logic.masking import mask
from participation.logic.text import clean
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.public_ideas import Comment, Complaint, PublicIdea
from participation.queries.moderation import waiting_in
from participation.queries.people import coordinators_of

TO_LOOK_AT = "participation.to_look_at"
LOOK_JOB = "participation.remind_to_look"
Thing = PublicIdea | Comment


@transaction.atomic
def show(thing: Thing, *, masked: bool = False, by: Person) -> None:
    """Let the public read an idea or a comment, also one that was removed; reports of it count as looked at.

    What is public already stays, and only its reports are put aside. A comment can be shown with its personal data
    masked, as ideas are. Raises Conflict when it changed meanwhile, and for what its author took back.
    """
    if thing.state == rules.TAKEN_BACK:
        raise Conflict(_("Its author took it back."), current={"state": thing.state, "version": thing.version})
    if masked and isinstance(thing, Comment):
        check_unchanged(thing)
        thing.text = mask(thing.text, thing.language).text
        thing.save(update_fields=["text"])
    if thing.state == rules.SHOWN:
        check_unchanged(thing)
    else:
        step(thing, rules.SHOWN, rule="", note="", note_language="", judged_on=timezone.localdate(), judged_by=by)
    put_aside(thing)
    add_audit_entry("show_in_public", thing, by=by, masked=masked)


@transaction.atomic
def remove(thing: Thing, rule: str, *, note: str = "", by: Person) -> None:
    """Take an idea or a comment out of the public for a rule that it breaks; everybody can read that and why."""
    note = clean(note)[: rules.NOTE_LIMIT]
    if rule not in rules.RULES or (rule == rules.OTHER and not note):
        message = _("Choose the rule; for another reason write it down.")
        raise ParticipationError(message, fields={"rule": [{"code": "required", "message": message}]})
    step(
        thing,
        rules.REMOVED,
        rule=rule,
        note=note,
        note_language=(get_language() or "fi") if note else "",
        judged_on=timezone.localdate(),
        judged_by=by,
    )
    put_aside(thing)
    add_audit_entry("remove_from_public", thing, by=by, rule=rule)


def check_unchanged(thing: Thing) -> None:
    """Raise Conflict when somebody changed a thing since it was seen."""
    now = type(thing)._default_manager.get(pk=thing.pk)  # noqa: SLF001
    if now.version != thing.version:
        raise Conflict(_("Somebody else was first."), current={"state": now.state, "version": now.version})


def put_aside(thing: Thing) -> None:
    """Count the reports of a thing as looked at."""
    rows = Complaint.objects.filter(is_open=True)
    rows = rows.filter(comment=thing) if isinstance(thing, Comment) else rows.filter(idea=thing, comment__isnull=True)
    rows.update(is_open=False)


def judge_many(
    things: Sequence[Thing], rule: str, *, note: str = "", masked: bool = False, by: Person
) -> tuple[int, int]:
    """Show many things, or with a rule remove them; returns how many were judged and how many had changed meanwhile."""
    done = changed = 0
    for thing in things:
        try:
            if rule:
                remove(thing, rule, note=note, by=by)
            else:
                show(thing, masked=masked, by=by)
        except Conflict:
            changed += 1
        else:
            done += 1
    return done, changed


def remind_to_look(day: datetime.date) -> int:
    """Tell the coordinators, once a day, that ideas, comments or reports wait to be looked at; returns how many."""
    told = 0
    for process in Process.objects.filter(ideas_public=True, state=Process.State.OPEN).order_by("pk"):
        if waiting_in(process):
            told += notify(
                TO_LOOK_AT,
                f"{process.pk}:{day.isoformat()}",
                people=coordinators_of(process),
                context={"process": process.pk},
            )
    return told


def look_after(day: datetime.date) -> None:
    """Do what is due every day: remind of what waits, and seal support where a process has ended."""
    seal_ended()
    remind_to_look(day)
