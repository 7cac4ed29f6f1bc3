"""Background work: load by reference, call one action."""

from django.utils import timezone

from participation.actions.jobs import add_job
from surveys.actions import (
    answer_files,
    answer_imports,
    coding,
    counting,
    drafts,
    kiosks,
    notices,
    receipt_mails,
    responses,
    results,
    scans,
    surveys,
    uploads,
)
from surveys.models.coding import CodeBook
from surveys.models.drafts import ReceiptMail, SurveyDraft
from surveys.models.files import AnswerFile
from surveys.models.imports import AnswerImport
from surveys.models.paper import Scan
from surveys.models.responses import Response
from surveys.models.surveys import Survey


def forward_open_answers(reference: str) -> None:
    """Make contributions of the open answers of one response."""
    related = ("survey__process", "version", "receipt", "batch")
    response = Response.objects.select_related(*related).filter(pk=reference.partition(":")[2]).first()
    if response:
        responses.forward_open_answers(response)
        counting.promise_counting(response.survey_id)


def close_survey(reference: str) -> None:
    """Close a survey whose time is over; look again later if its time was moved on."""
    survey = Survey.objects.filter(pk=reference).first()
    if survey and (later := surveys.close_if_due(survey, timezone.now())):
        add_job("surveys.close_survey", survey.pk, available_at=later)


def forget_keys(reference: str) -> None:
    """Drop keys and receipts of a closed survey; look again later while open answers wait to be forwarded."""
    survey = Survey.objects.filter(pk=reference).first()
    if survey and survey.state != Survey.State.OPEN:
        if surveys.forget_keys(survey):
            answer_files.archive_answers(survey)
        else:
            add_job("surveys.forget_keys", survey.pk, available_at=surveys.look_again_at())


def count_responses(reference: str) -> None:
    """Count new responses of a survey into the copy for results."""
    survey = Survey.objects.filter(pk=reference).first()
    if survey:
        counting.count_responses(survey)


def rebuild_results(reference: str) -> None:
    """Build the copy for results anew; look again later if somebody else is at it."""
    survey = Survey.objects.filter(pk=reference).first()
    if survey and not counting.rebuild_results(survey):
        counting.promise_rebuilding(survey.pk)


def publish_results(reference: str) -> None:
    """Publish the results of a survey if a new epoch is due."""
    survey = Survey.objects.filter(pk=reference).first()
    if survey:
        results.publish_results(survey)


def suggest_codes(reference: str) -> None:
    """Make themes and suggested codes of a question's open answers."""
    book = CodeBook.objects.select_related("survey__process").filter(pk=reference).first()
    if book:
        coding.suggest_codes(book)


def purge_draft(reference: str) -> None:
    """Delete an unfinished response that was left alone for thirty days."""
    draft = SurveyDraft.objects.filter(pk=reference).first()
    if draft:
        drafts.purge_draft(draft, timezone.localdate())


def mail_receipt(reference: str) -> None:
    """Mail a receipt, then forget the address."""
    wish = ReceiptMail.objects.filter(pk=reference).first()
    if wish:
        receipt_mails.send_receipt_mail(wish)


def purge_uploads(reference: str) -> None:  # noqa: ARG001 -- the contract: it looks at all of them
    """Delete files whose answers were never sent."""
    uploads.purge_uploads(timezone.now())


def read_scan(reference: str) -> None:
    """Read a scanned file into the inbox."""
    scan = Scan.objects.select_related("survey").filter(pk=reference).first()
    if scan:
        scans.read_scan(scan)


def purge_scan(reference: str) -> None:
    """Delete a scanned file that was kept long enough."""
    scan = Scan.objects.filter(pk=reference).first()
    if scan:
        scans.purge_scan(scan)


def watch_kiosk(reference: str) -> None:
    """Look whether a device fell silent."""
    kiosks.watch_kiosk(reference)


def make_file(reference: str) -> None:
    """Write a file of answers that was ordered."""
    one = AnswerFile.objects.select_related("survey").filter(pk=reference).first()
    if one:
        answer_files.make_file(one)


def purge_file(reference: str) -> None:
    """Delete a file of answers that was kept long enough."""
    one = AnswerFile.objects.filter(pk=reference).first()
    if one:
        answer_files.purge_file(one)


def import_answers(reference: str) -> None:
    """Bring in the answers of a file."""
    related = ("survey__process", "survey__current", "batch", "by")
    one = AnswerImport.objects.select_related(*related).filter(pk=reference).first()
    if one:
        answer_imports.bring_in(one)


def undo_answer_import(reference: str) -> None:
    """Remove the answers that a file brought."""
    one = AnswerImport.objects.select_related("survey", "batch").filter(pk=reference).first()
    if one:
        answer_imports.take_back(one)


def purge_answer_import(reference: str) -> None:
    """Delete a file of answers that was kept long enough."""
    one = AnswerImport.objects.filter(pk=reference).first()
    if one:
        answer_imports.purge_import(one)


def renew_notices(reference: str) -> None:
    """Keep the words of the privacy notices of open surveys, of one process where it is named."""
    notices.renew_notices(reference if reference.isdigit() else "")
