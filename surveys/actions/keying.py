"""Keying sheets: once each, a sample twice by two clerks; what both agree on is counted. The clerk is never the author."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.submissions import content_hash
from participation.errors import Conflict, NotOpen, ParticipationError
from participation.models.people import Person
from surveys.actions.responses import store
from surveys.logic.paper import codes
from surveys.logic.paper.fields import all_fields
from surveys.logic.paper.keying import Mark, cleaned_typing, differing, read_typing
from surveys.models.paper import PaperBatch, ScanPage, Sheet, SheetEntry, SheetNote
from surveys.models.responses import Response
from surveys.models.surveys import Identity
from surveys.queries.questionnaires import document_of

FIRST, SECOND = 1, 2


@dataclass(frozen=True)
class Keyed:
    """What became of a sheet that was keyed: its state, the fields that differ, what was marked."""

    sheet: Sheet
    differences: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def round_for(sheet: Sheet, person: Person) -> int:
    """Return which keying of a sheet this person can do now; raises Conflict when there is none."""
    if sheet.batch.closed_on:
        raise Conflict(_("This batch is closed."))
    if sheet.state == Sheet.State.OUT:
        return FIRST
    entries = list(SheetEntry.objects.filter(sheet=sheet))
    if sheet.state == Sheet.State.KEYED and sheet.in_sample and len(entries) == 1:
        if entries[0].by_id == person.pk:
            raise Conflict(_("You keyed this form first. Somebody else keys it a second time."), "same_clerk")
        return SECOND
    if sheet.state in (Sheet.State.VOID, Sheet.State.MISSING):
        raise Conflict(_("This form was set aside as void or missing. Take that back first."), "set_aside")
    raise Conflict(_("This form has been keyed already."), "already_keyed")


@transaction.atomic
def key_sheet(sheet: Sheet, typed: Mapping[str, str], *, by: Person, from_scan: bool = False) -> Keyed:
    """Keep what a clerk typed from a sheet, and count it once nothing is open; raises Conflict if it was keyed before."""
    number = round_for(sheet, by)
    document = document_of(sheet.batch.version)
    kept = cleaned_typing(document, typed)
    open_now = Sheet.objects.filter(pk=sheet.pk, state=Sheet.State.OUT if number == FIRST else Sheet.State.KEYED)
    if open_now.update(state=Sheet.State.KEYED) != 1:
        raise Conflict(_("This form has been keyed already."), "already_keyed")
    try:
        with transaction.atomic():
            SheetEntry.objects.create(sheet=sheet, round=number, by=by, typed=kept, from_scan=from_scan)
    except IntegrityError:
        raise Conflict(_("This form has been keyed already."), "already_keyed") from None
    sheet.refresh_from_db()
    if number == SECOND:
        compare(sheet)
    add_audit_entry("key_sheet", sheet, by=by, batch=sheet.batch_id, number=sheet.number, round=number)
    return settle(sheet, by=by)


def compare(sheet: Sheet) -> None:
    """Note in how many fields the two keyings of a sheet differ."""
    first, second = SheetEntry.objects.filter(sheet=sheet).order_by("round")
    fields = all_fields(document_of(sheet.batch.version)).values()
    sheet.compared, sheet.differing = len(fields), len(differing(first.typed, second.typed, fields))
    sheet.save(update_fields=["compared", "differing"])


def settle(sheet: Sheet, *, by: Person, agreed: bool = False) -> Keyed:
    """Count a sheet unless a second keying, a difference or a question about the hand is open."""
    entries = list(SheetEntry.objects.filter(sheet=sheet).order_by("round"))
    document = document_of(sheet.batch.version)
    reading = read_typing(document, entries[0].typed)
    if sheet.in_sample and len(entries) < SECOND:
        return Keyed(sheet, marks=reading.marks)
    if not agreed and len(entries) == SECOND:
        differences = differing(entries[0].typed, entries[1].typed, all_fields(document).values())
        if differences:
            return Keyed(sheet, differences, reading.marks)
    if reading.waits:
        ask_hands(sheet, reading.marks)
        return Keyed(sheet, marks=reading.marks)
    return accept_sheet(sheet, entries[0].typed, by=by)


def ask_hands(sheet: Sheet, marks: list[Mark]) -> None:
    """Put the questions about a hand to the coordinator, each once."""
    asked = set(SheetNote.objects.filter(sheet=sheet, kind="hand", is_open=True).values_list("field", flat=True))
    SheetNote.objects.bulk_create(
        SheetNote(batch=sheet.batch, sheet=sheet, field=mark.field, kind="hand", written=mark.written, is_open=True)
        for mark in marks
        if mark.kind == "hand" and mark.field not in asked
    )


@transaction.atomic
def accept_sheet(sheet: Sheet, typed: Mapping[str, str], *, by: Person) -> Keyed:
    """Record the response of a sheet exactly once; what breaks a rule stays out of it and is kept as written."""
    batch, survey = sheet.batch, sheet.batch.survey
    if not survey.takes_responses(timezone.now()):
        raise NotOpen(_("This survey does not take answers now."))
    if Sheet.objects.filter(pk=sheet.pk, state=Sheet.State.KEYED).update(state=Sheet.State.ACCEPTED) != 1:
        raise Conflict(_("This form has been keyed already."), "already_keyed")
    document = document_of(batch.version)
    reading = read_typing(document, typed)
    key = codes.response_key(settings.RECEIPT_SECRET, sheet.key or uuid.uuid4())
    response = Response(
        survey=survey,
        version=batch.version,
        key=key,
        content_hash=content_hash(version=batch.version.number, answers=reading.answers),
        language=batch.language,
        channel="paper",
        batch=batch.batch,
        identity=Identity.OPEN,
        answers=reading.answers,
        is_sample=survey.is_sample,
    )
    store(response)
    SheetNote.objects.bulk_create(
        SheetNote(batch=batch, sheet=sheet, field=mark.field, kind=mark.kind, written=mark.written)
        for mark in reading.marks
    )
    drop_pages(sheet)
    add_audit_entry("accept_sheet", sheet, by=by, batch=batch.pk, number=sheet.number, marks=len(reading.marks))
    sheet.refresh_from_db()
    return Keyed(sheet, marks=reading.marks)


def drop_pages(sheet: Sheet) -> None:
    """Empty what was read from the scans of a counted sheet; the pictures go when the batch is closed."""
    ScanPage.objects.filter(sheet=sheet).update(reading={})


@transaction.atomic
def agree(sheet: Sheet, chosen: Mapping[str, str], *, by: Person) -> Keyed:
    """Take for each differing field what a person read on the paper, and count the sheet."""
    entries = list(SheetEntry.objects.filter(sheet=sheet).order_by("round"))
    if sheet.state != Sheet.State.KEYED or len(entries) < SECOND:
        raise Conflict(_("There is nothing to compare on this form."), "nothing_to_compare")
    document = document_of(sheet.batch.version)
    open_fields = differing(entries[0].typed, entries[1].typed, all_fields(document).values())
    if any(name not in chosen for name in open_fields):
        raise ParticipationError(_("Choose what the paper says for every field."), "not_chosen")
    first = entries[0]
    first.typed = cleaned_typing(document, {**first.typed, **{name: chosen[name] for name in open_fields}})
    first.save(update_fields=["typed"])
    add_audit_entry("agree_sheet", sheet, by=by, fields=len(open_fields))
    return settle(sheet, by=by, agreed=True)


@transaction.atomic
def answer_hand(note: SheetNote, words: str, *, by: Person) -> Keyed:
    """Put what the coordinator reads in place of a question about a hand, and count the sheet if nothing else is open."""
    if SheetNote.objects.filter(pk=note.pk, is_open=True).update(is_open=False) != 1 or note.sheet is None:
        raise Conflict(_("This question has been answered already."))
    document = document_of(note.batch.version)
    for entry in SheetEntry.objects.filter(sheet=note.sheet):
        entry.typed = cleaned_typing(document, {**entry.typed, note.field: words or "?"})
        entry.save(update_fields=["typed"])
    note.delete()
    add_audit_entry("answer_hand", note.sheet, by=by)
    return settle(note.sheet, by=by, agreed=True)


def find_sheet(batches: object, code: str, number: str = "", batch: PaperBatch | None = None) -> Sheet:
    """Return the sheet with this code, or of this batch with this number; raises ParticipationError when there is none."""
    rows = Sheet.objects.select_related("batch__survey__process", "batch__version", "batch__batch")
    hashed = codes.code_hash(settings.RECEIPT_SECRET, code)
    sheet = rows.filter(batch__in=batches, code_hash=hashed).first() if hashed else None  # type: ignore[misc]
    if sheet is None and batch is not None and number.isdecimal():
        sheet = rows.filter(batch=batch, number=int(number[:6])).first()
    if sheet is None:
        raise ParticipationError(_("No form has this code."), "unknown_sheet")
    return sheet
