"""Correcting and withdrawing a response with its receipt, as long as the survey takes responses."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.privacy import forget_receipt
from participation.actions.submissions import content_hash
from participation.errors import Conflict, NotOpen, ParticipationError
from participation.logic.receipts import code_hash
from surveys import events
from surveys.actions.counting import note_replaced
from surveys.actions.uploads import claim_uploads
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of, errors_in_words, validator_of

NO_CODE = "0" * 64


def check_open(survey: Survey) -> None:
    """Raise NotOpen unless the survey takes responses now."""
    if not survey.takes_responses(timezone.now()):
        raise NotOpen(_("This survey does not take answers now."))


def response_behind(survey: Survey, typed: str) -> Response | None:
    """Return the response whose receipt was typed; one look-up whatever was typed, nothing after closing."""
    hashed = code_hash(settings.RECEIPT_SECRET, typed[:80]) or NO_CODE
    rows = Response.objects.filter(survey=survey, receipt__code_hash=hashed)
    return rows.select_related("version", "receipt").first()


@transaction.atomic
def correct_response(response: Response, answers: Any, *, based_on: str) -> bool:
    """Replace the answers of a response that still has the content they were based on; tells whether they changed.

    The receipt stays. The same answers again change nothing; when somebody else corrected meanwhile, Conflict
    "changed". Raises ParticipationError with words a question, or NotOpen. Announces response_corrected.
    """
    check_open(response.survey)
    outcome = validator_of(response.version).check(answers)
    if not outcome.valid:
        fields = errors_in_words(document_of(response.version), outcome.errors)
        raise ParticipationError(_("Check the marked answers."), fields=fields)
    hashed = content_hash(version=response.version.number, answers=outcome.answers)
    if hashed == response.content_hash:
        return False
    before = response.answers
    note_replaced(response)
    rows = Response.objects.filter(pk=response.pk, content_hash=based_on)
    if not rows.update(answers=outcome.answers, content_hash=hashed, corrections=F("corrections") + 1):
        raise Conflict(_("These answers were corrected meanwhile in another window. Open them again."))
    response.refresh_from_db(fields=["answers", "content_hash", "corrections"])
    claim_uploads(response, before)
    events.response_corrected.send(sender=Response, response=response)
    return True


@transaction.atomic
def withdraw_response(response: Response) -> None:
    """Erase a response, what was made of its open answers, and its receipt; only that there was one is counted."""
    survey = response.survey
    check_open(survey)
    if response.receipt is None:
        raise Conflict(_("These answers were taken back already."))
    Survey.objects.filter(pk=survey.pk).update(withdrawn=F("withdrawn") + 1)
    forget_receipt(response.receipt, by=None)
    events.response_withdrawn.send(sender=Response, survey=survey)
