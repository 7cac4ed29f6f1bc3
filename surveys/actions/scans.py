"""The scan inbox: files checked and stored apart, read in the background, proposals that a person approves by keying."""

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.errors import Conflict, ParticipationError
from participation.models.people import Person
from surveys.gateways import scanning
from surveys.gateways.attachments import delete_attachments, open_attachment, write_attachment
from surveys.logic.attachments import CLEANERS, WEBP, Unsuitable, kind_of
from surveys.logic.paper import codes
from surveys.logic.paper.fields import ONE, TICK, all_fields
from surveys.logic.paper.ticks import as_json, read_boxes
from surveys.models.paper import Scan, ScanPage, Sheet
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of

READ, PURGE = "surveys.read_scan", "surveys.purge_scan"
MAX_BYTES = 60_000_000  # some hundred pages
KEPT = datetime.timedelta(days=30)
BOX = ("page", "field", "letter", "x", "y", "w", "h")
WORDS: dict[str, Callable[[], str]] = {
    "file_too_large": lambda: _("Choose a file of at most 60 MB."),
    "file_unknown": lambda: _("Choose a PDF, JPEG or PNG file."),
    "file_locked": lambda: _("This PDF has a password. Choose one without."),
    "file_pixels": lambda: _("This picture has too many pixels. Choose a smaller one."),
}


def refusal(code: str) -> ParticipationError:
    """Return the error for a file that is not taken."""
    words = WORDS.get(code, lambda: _("This file could not be read. Choose another one."))()
    return ParticipationError(words, code, fields={"file": [{"code": code, "message": words}]})


def receive_scan(survey: Survey, data: bytes, title: str, *, by: Person) -> Scan:
    """Check and store a scanned file and promise to read it; raises ParticipationError for what is none."""
    if not scanning.is_installed():
        raise ParticipationError(_("This installation cannot read scans. Key the forms in instead."), "no_scanning")
    if len(data) > MAX_BYTES:
        raise refusal("file_too_large")
    try:
        kind = kind_of(data)
        if kind == WEBP:
            raise refusal("file_unknown")
        data = CLEANERS[kind](data)
    except Unsuitable as unfit:
        raise refusal(str(unfit)) from unfit
    except (IndexError, ValueError, ArithmeticError) as error:
        raise refusal("file_broken") from error
    name = write_attachment(data)
    try:
        return keep_row(Scan(survey=survey, name=name, kind=kind, title=title[:120]), by=by)
    except BaseException:
        delete_attachments([name])
        raise


@transaction.atomic
def keep_row(scan: Scan, *, by: Person) -> Scan:
    """Insert the row of a file; promise to read it now and to delete it later."""
    scan.save(force_insert=True)
    add_job(READ, scan.pk)
    add_job(PURGE, scan.pk, available_at=timezone.now() + KEPT)
    add_audit_entry("receive_scan", scan.survey, by=by, file=str(scan.pk))
    return scan


def read_scan(scan: Scan) -> None:
    """Read every page of a waiting file and put the proposals in the inbox; safe to repeat."""
    if scan.state != Scan.State.WAITING:
        return
    pages, fault = [], ""
    file = open_attachment(scan.name)
    try:
        data = file.read() if file else b""
        for number, picture in enumerate(scanning.pages_of(data, scan.kind), 1):
            pages.append(read_page(scan, number, picture))
    except ValueError as error:
        fault = str(error)
    finally:
        if file:
            file.close()
    with transaction.atomic():
        state = Scan.State.READ if pages else Scan.State.FAILED
        if Scan.objects.filter(pk=scan.pk, state=Scan.State.WAITING).update(state=state, fault=fault[:40]) != 1:
            delete_attachments([page.picture for page in pages])
            return
        ScanPage.objects.bulk_create(pages)
        transaction.on_commit(lambda: delete_attachments([scan.name]))


def read_page(scan: Scan, number: int, picture: Any, known: str = "") -> ScanPage:
    """Return one page, unsaved: straightened and read when its sheet was found, otherwise as it came."""
    found: dict[str, tuple[Sheet, int]] = {}

    def lower_of(words: str) -> float | None:
        place = sheet_of(scan.survey, words)
        if place is None:
            return None
        found[words] = place
        sheet, page = place
        return float(sheet.batch.layout["lower"]) if page == sheet.batch.layout["last"] else scanning.LOWER

    laid = scanning.straightened(picture, lower_of, known)
    if laid is None:
        return ScanPage(scan=scan, number=number, picture=write_attachment(scanning.to_jpeg(picture)))
    straight, words = laid
    sheet, page = found[words]
    name = write_attachment(scanning.to_jpeg(straight))
    return ScanPage(
        scan=scan, number=number, sheet=sheet, page=page, picture=name, reading=reading_of(sheet, page, straight)
    )


def sheet_of(survey: Survey, words: str) -> tuple[Sheet, int] | None:
    """Return the sheet of this survey and the page that a square code names."""
    mark = codes.read_mark(words)
    hashed = codes.code_hash(settings.RECEIPT_SECRET, mark[0]) if mark else None
    rows = Sheet.objects.select_related("batch__version", "batch__survey")
    sheet = rows.filter(batch__survey=survey, code_hash=hashed).first() if hashed else None
    return (sheet, mark[1]) if sheet and mark and 1 <= mark[1] <= sheet.batch.layout["last"] else None


def reading_of(sheet: Sheet, page: int, straight: Any) -> dict[str, Any]:
    """Return the ticks of a straightened page by field."""
    boxes = [dict(zip(BOX, box, strict=True)) for box in sheet.batch.layout["boxes"] if box[0] == page and box[2]]
    dark = scanning.darkness(straight, boxes)
    fields = all_fields(document_of(sheet.batch.version))
    singles = [name for name, one in fields.items() if one.mode in (ONE, TICK)]
    return as_json(
        read_boxes((box["field"], box["letter"], share) for box, share in zip(boxes, dark, strict=True)), singles
    )


def name_page(page: ScanPage, code: str, number: int, *, by: Person) -> ScanPage:
    """Read a page again whose square code was not found, with the code that a person typed from the paper."""
    letters = codes.normalised(code)
    words = codes.page_mark(letters, number) if letters else ""
    if page.sheet_id or not words or sheet_of(page.scan.survey, words) is None:
        raise ParticipationError(_("No form of this survey has this code and page."), "unknown_sheet")
    file = open_attachment(page.picture)
    if file is None:
        raise Conflict(_("This page has been deleted."))
    with file:
        picture = next(scanning.pages_of(file.read(), "image/jpeg"))
    again = read_page(page.scan, page.number, picture, words)
    if again.sheet is None:
        delete_attachments([again.picture])
        raise ParticipationError(
            _("The corner squares of this page cannot be found. Key the form from the paper."), "no_corners"
        )
    with transaction.atomic():
        rows = ScanPage.objects.filter(pk=page.pk, sheet=None)
        if rows.update(sheet=again.sheet, page=again.page, picture=again.picture, reading=again.reading) != 1:
            raise Conflict(_("This page has been deleted."))
        add_audit_entry("name_scan_page", page.scan.survey, by=by, sheet=again.sheet.pk)
        transaction.on_commit(lambda: delete_attachments([page.picture]))
    again.pk = page.pk
    return again


@transaction.atomic
def drop_page(page: ScanPage, *, by: Person) -> None:
    """Delete a page that is none of ours, or that was scanned twice."""
    add_audit_entry("drop_scan_page", page.scan.survey, by=by)
    names = [page.picture]
    page.delete()
    transaction.on_commit(lambda: delete_attachments(names))


@transaction.atomic
def purge_scan(scan: Scan) -> None:
    """Delete a file with its pages; nothing scanned outlives its time."""
    names = [name for name in ScanPage.objects.filter(scan=scan).values_list("picture", flat=True) if name]
    names.append(scan.name)
    scan.delete()
    transaction.on_commit(lambda: delete_attachments(names))
