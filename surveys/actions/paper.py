"""Batches of paper forms: printed, reconciled, closed; closing destroys what could join a sheet and a response."""

import random
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.documents import noted_in_document, pdf_document
from participation.errors import Conflict, ParticipationError
from participation.models.people import Person
from participation.models.submissions import Batch
from surveys.gateways.attachments import delete_attachments
from surveys.logic.paper import codes
from surveys.models.paper import PaperBatch, Scan, ScanPage, Sheet, SheetEntry, SheetNote
from surveys.models.surveys import Survey
from surveys.queries import paper_forms
from surveys.queries.paper import reconciliation_of

FORM, COVER = "surveys/paper/form.typ", "surveys/paper/cover.typ"
MOST = 500  # copies in one batch: a file that is made while somebody waits
LEFT = (Sheet.State.OUT, Sheet.State.VOID, Sheet.State.MISSING)


@transaction.atomic
def make_batch(batch: PaperBatch, name: str, *, double: int, by: Person | None) -> PaperBatch:
    """Save an unsaved batch with its sheets; so many of a hundred are drawn by lot to be keyed twice.

    Raises ParticipationError for a survey without questionnaire, a wrong number or a name used before.
    """
    survey = batch.survey
    if survey.current is None or survey.state not in (Survey.State.DRAFT, Survey.State.OPEN):
        raise Conflict(_("Paper forms are made while a survey has a questionnaire and is not closed."))
    if not 1 <= batch.size <= MOST:
        raise fault("size", _("Make between 1 and %(most)s forms at a time.") % {"most": MOST})
    batch.version = survey.current
    try:
        with transaction.atomic():
            batch.batch = Batch.objects.create(process=survey.process, name=name[:120], channel="paper")
    except IntegrityError:
        raise fault("name", _("A batch with this name exists already.")) from None
    blank = paper_forms.form_of(batch, [paper_forms.blank_copy()])
    batch.layout = paper_forms.layout_of(noted_in_document(FORM, blank, "mark"))
    batch.save(force_insert=True)
    twice = drawn(batch.size, double)
    keys = [uuid.uuid4() for _number in range(batch.size)]
    Sheet.objects.bulk_create(
        [
            Sheet(batch=batch, number=n, key=key, code_hash=hash_of(key), in_sample=n in twice)
            for n, key in enumerate(keys, 1)
        ],
        batch_size=200,
    )
    add_audit_entry("print_sheets", batch, by=by, survey=survey.slug, size=batch.size)
    return batch


def fault(field: str, words: str) -> ParticipationError:
    """Return the error for one field of a form."""
    return ParticipationError(words, fields={field: [{"code": "invalid", "message": words}]})


def drawn(size: int, double: int) -> set[int]:
    """Return the numbers that are keyed twice, at least one unless none is wanted."""
    wanted = min(size, -(-size * double // 100))
    return set(random.SystemRandom().sample(range(1, size + 1), wanted))


def hash_of(key: uuid.UUID) -> str | None:
    """Return the keyed hash of the code that is printed for a key."""
    return codes.code_hash(settings.RECEIPT_SECRET, codes.sheet_code(settings.RECEIPT_SECRET, key))


def print_batch(batch: PaperBatch, *, by: Person | None) -> bytes:
    """Return the forms that are not back yet as PDF/UA; a form that was keyed is never printed again."""
    sheets = list(Sheet.objects.filter(batch=batch, state=Sheet.State.OUT, key__isnull=False))
    if not sheets or batch.closed_on:
        raise Conflict(_("There is nothing left to print in this batch."))
    content = pdf_document(FORM, paper_forms.form_of(batch, paper_forms.copies_of(sheets)))
    add_audit_entry("download_sheets", batch, by=by, size=len(sheets))
    return content


def cover_sheet(batch: PaperBatch) -> bytes:
    """Return the sheet that lies on top of the forms, as PDF/UA."""
    return pdf_document(COVER, paper_forms.cover_of(batch))


@transaction.atomic
def set_aside(batch: PaperBatch, numbers: list[int], state: str, *, by: Person | None) -> int:
    """Note that sheets are void, missing or out after all; returns how many. Raises Conflict if one was keyed."""
    if state not in LEFT:
        raise ParticipationError(_("Choose one of these."), "state")
    if batch.closed_on:
        raise Conflict(_("This batch is closed."))
    rows = Sheet.objects.filter(batch=batch, number__in=numbers, state__in=LEFT)
    changed = rows.update(state=state)
    if changed != len(set(numbers)):
        raise Conflict(_("One of these forms has been keyed already, or is not of this batch. Nothing was changed."))
    add_audit_entry("set_aside_sheets", batch, by=by, state=state, size=changed)
    return changed


@transaction.atomic
def close_batch(batch: PaperBatch, *, by: Person | None) -> PaperBatch:
    """Close a batch whose sheets are all accounted for, and destroy what joins sheets and responses."""
    counts = reconciliation_of(batch)
    if not counts.balanced or counts.waiting:
        raise Conflict(
            _("The numbers do not match yet: every form must be counted, void or missing, and none may wait.")
        )
    if PaperBatch.objects.filter(pk=batch.pk, closed_on=None).update(closed_on=timezone.localdate()) != 1:
        raise Conflict(_("This batch is closed."))
    batch.refresh_from_db()
    forget_sheets(Sheet.objects.filter(batch=batch))
    add_audit_entry(
        "close_paper_batch", batch, by=by, accepted=counts.accepted, void=counts.void, missing=counts.missing
    )
    return batch


def forget_sheets(sheets: object) -> None:
    """Drop keys, codes, what was keyed and scans of sheets; the numbers of the batch stay. Inside a transaction."""
    ids = list(sheets.values_list("pk", flat=True))  # type: ignore[attr-defined]
    SheetEntry.objects.filter(sheet__in=ids).delete()
    SheetNote.objects.filter(sheet__in=ids).update(sheet=None, is_open=False)
    pages = ScanPage.objects.filter(sheet__in=ids)
    names = [name for name in pages.values_list("picture", flat=True) if name]
    files = list(pages.values_list("scan", flat=True).distinct())
    pages.delete()
    empty = Scan.objects.filter(pk__in=files).exclude(pk__in=ScanPage.objects.values("scan"))
    names += [name for name in empty.values_list("name", flat=True) if name]
    empty.delete()
    Sheet.objects.filter(pk__in=ids).update(key=None, code_hash=None)
    transaction.on_commit(lambda: delete_attachments(names))


def forget_paper(survey: Survey) -> None:
    """Drop what joins sheets and responses when the survey closes, whether or not its batches were closed."""
    forget_sheets(Sheet.objects.filter(batch__survey=survey))
    rest = Scan.objects.filter(survey=survey)
    names = [*rest.values_list("name", flat=True)]
    names += [name for name in ScanPage.objects.filter(scan__in=rest).values_list("picture", flat=True) if name]
    rest.delete()
    transaction.on_commit(lambda: delete_attachments(names))
