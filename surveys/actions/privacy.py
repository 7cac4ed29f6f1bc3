"""Erasing what residents sent in surveys, while something still leads to it: until the survey closes."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from participation.actions.audit import add_residents_entry
from participation.models.people import Person
from surveys.actions.counting import note_replaced
from surveys.actions.drafts import drop_drafts
from surveys.actions.retention import drop_files
from surveys.gateways.attachments import delete_attachments
from surveys.logic.paper.codes import response_key
from surveys.models.drafts import SurveyDraft
from surveys.models.files import AnswerFile
from surveys.models.paper import ScanPage, Sheet, SheetEntry, SheetNote
from surveys.models.responses import Response


@transaction.atomic
def forget_responses(receipt: Any) -> int:
    """Erase the responses that hang on a receipt; returns how many. After closing nothing hangs on one any more.

    Files of answers that were ordered before hold them too and go with them: whoever needs one orders it again.
    """
    responses = list(Response.objects.filter(receipt=receipt).select_related("survey"))
    for response in responses:
        add_residents_entry("forget_response", response.survey.process_id, survey=response.survey_id)
        note_replaced(response)
        if response.key:
            drop_drafts(response.survey, response.key)
            forget_sheet(response)
        drop_files(AnswerFile.objects.filter(survey=response.survey))
        response.delete()
    return len(responses)


def forget_sheet(response: Response) -> None:
    """Erase what was keyed and scanned from the paper of a response, as long as its sheet can be found."""
    if response.channel != "paper":
        return
    keyed = Sheet.objects.filter(batch__survey=response.survey, key__isnull=False)
    for key, sheet in keyed.values_list("key", "pk"):
        if key and response_key(settings.RECEIPT_SECRET, key) == response.key:
            drop_sheet(sheet)


def drop_sheet(sheet: int) -> None:
    """Erase what was keyed and scanned from one sheet; the pictures go when the transaction holds."""
    SheetEntry.objects.filter(sheet=sheet).delete()
    SheetNote.objects.filter(sheet=sheet).delete()
    pages = ScanPage.objects.filter(sheet=sheet)
    names = [name for name in pages.values_list("picture", flat=True) if name]
    pages.delete()
    transaction.on_commit(lambda: delete_attachments(names))


class ResponsesPrivacy:
    """What surveys keep about people: answers by receipt while a survey is open, nothing about staff."""

    key = "surveys.responses"
    order = 20

    def export_person(self, person: Any) -> Mapping[str, Any]:  # noqa: ARG002 -- the contract
        """Return nothing: no response belongs to an account."""
        return {}

    def forget_person(self, person: Person) -> int:
        """Close the working copies of a staff member: what was ordered, read and built keeps no name."""
        files = AnswerFile.objects.filter(by=person).update(by=None)
        entries = SheetEntry.objects.filter(by=person).update(by=None)
        return files + entries

    def export_receipt(self, receipt: Any) -> Mapping[str, Any]:
        """Return the responses that hang on this receipt, with the notice that was shown and what is unfinished."""
        rows = Response.objects.filter(receipt=receipt).select_related("survey", "version")
        return {"responses": [told(response) for response in rows]}

    def forget_submission(self, submission: Any) -> None:
        """Do nothing: a contribution never leads to the response it came from."""

    def forget_receipt(self, receipt: Any) -> int:
        """Erase the responses that hang on this receipt."""
        return forget_responses(receipt)


def told(response: Response) -> dict[str, Any]:
    """Return everything kept about one response."""
    drafts = SurveyDraft.objects.filter(survey=response.survey, key=response.key) if response.key else ()
    return {
        "survey": response.survey.slug,
        "title": response.survey.title,
        "version": response.version.number,
        "privacy_notice": response.notice,
        "language": response.language,
        "channel": response.channel,
        "received_on": response.received_on.isoformat(),
        "corrections": response.corrections,
        "answers": response.answers,
        "unfinished": [{"saved_on": draft.saved_on.isoformat(), "answers": draft.answers} for draft in drafts],
    }
