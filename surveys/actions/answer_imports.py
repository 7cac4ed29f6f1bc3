"""Bringing in answers from a file in the browser: kept, matched, checked as a whole, written by a job, removable as a whole."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.actions.privacy import forget_receipt, forget_submission
from participation.errors import Conflict, ParticipationError
from participation.models.people import Person
from participation.models.submissions import Batch, Submission
from surveys.actions.answer_files import archive_anew
from surveys.actions.counting import note_replaced
from surveys.actions.imports import NAMESPACE
from surveys.actions.responses import record_response
from surveys.gateways.attachments import delete_attachments, write_attachment
from surveys.logic.import_rows import ReadLine
from surveys.logic.interchange.findings import UnreadableFormError
from surveys.logic.responses import submission_channel
from surveys.models.imports import AnswerImport
from surveys.models.responses import Response
from surveys.models.results import PublishedResults
from surveys.models.surveys import Survey
from surveys.queries.answer_imports import fault_lines, reading_of, refusal_words

IMPORT, UNDO, PURGE = "surveys.import_answers", "surveys.undo_answer_import", "surveys.purge_answer_import"
KEPT = datetime.timedelta(days=7)
CHUNK = 100
MOST_PROBLEMS = 200
State = AnswerImport.State


@transaction.atomic
def keep_answers(survey: Survey, title: str, data: bytes, *, by: Person) -> AnswerImport:
    """Keep a file of answers with what its columns seem to mean; raises ParticipationError where it cannot be read."""
    if survey.current is None:
        raise ParticipationError(_("Publish a questionnaire first."), "no_version")
    stem = PurePath(title.replace("\\", "/")).stem[:60] or "answers"
    one = AnswerImport(survey=survey, title=title[:120], by=by)
    one.mapping = {"batch": f"{stem} {hashlib.sha256(data).hexdigest()[:8]}", "language": survey.languages[0]}
    try:
        reading = reading_of(one, data)
    except UnreadableFormError as error:
        raise ParticipationError(refusal_words(error), "invalid_table") from error
    one.mapping |= reading.as_json()
    one.total = len(reading.lines)
    one.name = write_attachment(data)
    one.save(force_insert=True)
    add_job(PURGE, one.pk, available_at=timezone.now() + KEPT)
    return one


@transaction.atomic
def match_columns(one: AnswerImport, mapping: Mapping[str, Any], *, by: Person) -> AnswerImport:
    """Keep what was chosen for the columns; raises Conflict once the file is being brought in."""
    waiting = AnswerImport.objects.filter(pk=one.pk, state__in=[State.DRAFT, State.REFUSED])
    if waiting.update(mapping=dict(mapping), state=State.DRAFT, problems=[], by=by) != 1:
        raise Conflict(_("This file is being brought in already."), current={"state": one.state})
    one.refresh_from_db()
    return one


@transaction.atomic
def start_import(one: AnswerImport, *, by: Person) -> AnswerImport:
    """Promise to bring a file in under a batch of its own, by which it can be removed as a whole."""
    survey, name = one.survey, str(one.setting("batch")).strip()[:120]
    if not survey.takes_files(timezone.now()):
        message = _("This survey takes no answers now. If it was closed a moment ago, try again later.")
        raise ParticipationError(message, "not_open")
    if not any(one.setting("columns", [])):
        raise ParticipationError(_("Say of at least one column what it means."), "no_column")
    taken = Batch.objects.filter(process=survey.process, name=name)
    if not name or taken.exists():
        message = _(
            "There is a batch of this name already. Was this file brought in before? Choose another name if not."
        )
        raise ParticipationError(message, "batch_taken", fields={"batch": [{"code": "taken", "message": message}]})
    channel = submission_channel(str(one.setting("channel", "import")))
    batch = Batch.objects.create(process=survey.process, name=name, channel=channel)
    waiting = AnswerImport.objects.filter(pk=one.pk, state__in=[State.DRAFT, State.REFUSED])
    mapping = {**one.mapping, "late": survey.takes_late_files}
    moved = waiting.update(
        state=State.WAITING, mapping=mapping, batch=batch, started_at=timezone.now(), done=0, added=0, problems=[]
    )
    if moved != 1:
        raise Conflict(_("This file is being brought in already."), current={"state": one.state})
    add_job(IMPORT, one.pk)
    add_audit_entry("start_answer_import", survey, by=by, batch=name, rows=one.total)
    one.refresh_from_db()
    return one


def bring_in(one: AnswerImport) -> None:
    """Check every row, then write them some at a time; a worker that is killed is taken over without a double."""
    if one.state != State.WAITING or one.batch is None:
        return
    language = one.by.language if one.by else "fi"
    with override(language):
        try:
            reading = reading_of(one)
            lines = list(reading.read())
        except UnreadableFormError as error:
            refuse(one, [{"row": 0, "column": "", "words": refusal_words(error)}])
            return
        problems = fault_lines(reading, [fault for line in lines for fault in line.faults][:MOST_PROBLEMS])
        if reading.plan.on_fault == "stop" and any(line.faults or not line.is_kept for line in lines):
            refuse(one, problems)
            return
        kept = [line for line in lines if line.is_kept]
        try:
            for start in range(0, len(kept), CHUNK):
                write_lines(one, kept[start : start + CHUNK], done=start)
        except ParticipationError as error:
            give_up(one, error.message)
            return
        finish_import(one, lines, problems)


@transaction.atomic
def write_lines(one: AnswerImport, lines: Sequence[ReadLine], *, done: int) -> None:
    """Record some rows and tell how far it is."""
    survey, version = one.survey, one.survey.current
    for line in lines:
        record_response(
            survey,
            version,  # type: ignore[arg-type]  # checked when the file was kept
            key=uuid.uuid5(NAMESPACE, f"{survey.pk}:{one.batch_id}:{line.number}"),
            answers=line.answers,
            language=line.language,
            channel=line.channel,
            batch=one.batch,
            received_on=datetime.date.fromisoformat(line.day) if line.day else None,
            late=bool(one.setting("late")),
        )
    AnswerImport.objects.filter(pk=one.pk).update(done=done + len(lines))


@transaction.atomic
def finish_import(one: AnswerImport, lines: Sequence[ReadLine], problems: list[Any]) -> None:
    """Note what came of it, and forget the file."""
    kept = [line for line in lines if line.is_kept]
    waiting = AnswerImport.objects.filter(pk=one.pk, state=State.WAITING)
    sums = {"added": len(kept), "left_out": len(lines) - len(kept), "emptied": sum(len(line.faults) for line in kept)}
    if waiting.update(state=State.DONE, done=len(kept), problems=problems, name="", **sums) != 1:
        return
    add_audit_entry("import_responses", one.survey, by=one.by, batch=one.setting("batch"), rows=len(lines), **sums)
    if one.setting("late"):
        archive_anew(one.survey)
    names = [one.name]
    transaction.on_commit(lambda: delete_attachments(names))


@transaction.atomic
def refuse(one: AnswerImport, problems: list[Any]) -> None:
    """Note why nothing was brought in; the columns can be matched again."""
    batch, one.batch = one.batch, None
    AnswerImport.objects.filter(pk=one.pk, state=State.WAITING).update(
        state=State.REFUSED, problems=problems, batch=None
    )
    if batch is not None:
        batch.delete()


@transaction.atomic
def give_up(one: AnswerImport, words: str) -> None:
    """Remove what was written so far, when the survey closed meanwhile."""
    waiting = AnswerImport.objects.filter(pk=one.pk, state=State.WAITING)
    if waiting.update(state=State.UNDOING, problems=[{"row": 0, "column": "", "words": words}]) == 1:
        add_job(UNDO, one.pk)


@transaction.atomic
def undo_import(one: AnswerImport, *, by: Person) -> AnswerImport:
    """Promise to remove everything that a file brought; raises Conflict once results with it were published."""
    published = PublishedResults.objects.filter(survey=one.survey, as_of__gte=one.started_at or timezone.now())
    if one.survey.results_public and published.exists():
        raise Conflict(_("Results with these answers were published: they cannot be removed any more."))
    if AnswerImport.objects.filter(pk=one.pk, state=State.DONE).update(state=State.UNDOING) != 1:
        raise Conflict(_("These answers are being removed, or were never brought in."), current={"state": one.state})
    add_job(UNDO, one.pk)
    add_audit_entry("undo_answer_import", one.survey, by=by, batch=one.setting("batch"), rows=one.added)
    one.refresh_from_db()
    return one


def take_back(one: AnswerImport) -> None:
    """Remove the responses of a batch some at a time, what was made of their words, and the name of the batch."""
    if one.state != State.UNDOING or one.batch is None:
        return
    while some := list(brought_by(one)[:CHUNK]):
        with transaction.atomic():
            for response in some:
                remove_response(response)
    with transaction.atomic():
        for submission in Submission.objects.filter(batch=one.batch).exclude(content_hash=""):
            forget_submission(submission)
        name = f"{one.batch.name[:100]} ({one.pk.hex[:8]})"
        Batch.objects.filter(pk=one.batch.pk).update(name=name)
        AnswerImport.objects.filter(pk=one.pk).update(state=State.UNDONE)


def brought_by(one: AnswerImport) -> Any:
    """Return the responses that a file brought."""
    return (
        Response.objects.filter(survey=one.survey, batch=one.batch).select_related("receipt", "survey").order_by("pk")
    )


def remove_response(response: Response) -> None:
    """Erase one response with its receipt; without one, the response alone."""
    if response.receipt is not None:
        forget_receipt(response.receipt, by=None)
    else:
        note_replaced(response)
        response.delete()


def purge_import(one: AnswerImport) -> None:
    """Delete a file that was never brought in, and what was told of one that was."""
    if one.is_moving:
        return
    names = [one.name] if one.name else []
    with transaction.atomic():
        if one.state in (State.DRAFT, State.REFUSED):
            one.delete()
        else:
            AnswerImport.objects.filter(pk=one.pk).update(problems=[], mapping={"batch": one.setting("batch")}, name="")
        transaction.on_commit(lambda: delete_attachments(names))


@transaction.atomic
def drop_import(one: AnswerImport) -> None:
    """Delete a file that is not to be brought in; raises Conflict once it is."""
    if not one.can_be_matched:
        raise Conflict(_("This file is being brought in already."), current={"state": one.state})
    purge_import(one)
