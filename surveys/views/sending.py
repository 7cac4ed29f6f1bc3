"""Recording what a page or a script sent, after one look at what came along: the address, the hidden field, the moment."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from participation.views.helpers import visitor_address
from surveys.actions import guarding
from surveys.actions.drafts import drop_drafts
from surveys.actions.responses import Recorded, record_response
from surveys.errors import ProofNeeded
from surveys.forms.answering import Sitting
from surveys.models.questionnaires import SurveyVersion
from surveys.models.surveys import Survey
from surveys.views.admissions import admission_of
from surveys.views.tallies import note_sent


def record_sent(
    request: HttpRequest,
    survey: Survey,
    version: SurveyVersion,
    sitting: Sitting,
    answers: Mapping[str, Any],
    *,
    by_script: bool = False,
) -> Recorded:
    """Record answers with the marks that a look at them gave.

    A script that should bring a proof first is told so by ProofNeeded; one that cannot sends "none" and is served.
    """
    traces = guarding.Traces(
        visitor_address(request), hidden=sitting.hidden, moment=sitting.moment, proof=sitting.proof
    )
    look = guarding.look_at(survey, version, sitting.key, answers, traces)
    if by_script and look.wants_proof:
        raise ProofNeeded
    return record(request, survey, version, sitting, answers, look)


def record(
    request: HttpRequest,
    survey: Survey,
    version: SurveyVersion,
    sitting: Sitting,
    answers: Mapping[str, Any],
    look: guarding.Look = guarding.NOTHING,
) -> Recorded:
    """Record answers with these marks; what comes from a registered device comes here without a look."""
    recorded = record_response(
        survey,
        version,
        key=sitting.key,
        answers=answers,
        language=get_language() or "fi",
        channel=sitting.channel,
        admission=admission_of(request, survey, sitting),
        marks=look.marks,
    )
    drop_drafts(survey, sitting.key)
    if recorded.is_new:
        note_sent(survey)
        guarding.note_recorded(survey, look)
    return recorded


def moment_on(survey: Survey, sitting: Sitting, answers: int) -> str:
    """Return the signed moment for the next page: the first one is kept; nothing where answers are not looked at."""
    if survey.needs_admission or sitting.receipt:
        return ""
    return guarding.kept_moment(survey, sitting.key, sitting.moment, answers)


def asks_proof(survey: Survey) -> bool:
    """Tell whether the page lets the browser begin to compute its proof."""
    return not survey.needs_admission and survey.is_guarded(timezone.now())
