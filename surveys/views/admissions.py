"""The door of a survey that is answered by code or by people who are signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from participation.errors import ParticipationError
from surveys.actions import admissions
from surveys.actions.tokens import public_of
from surveys.errors import NotAdmitted
from surveys.forms.answering import Progress, Sitting
from surveys.models.surveys import Identity, Survey


def is_let_in(request: HttpRequest, survey: Survey, sitting: Sitting) -> bool:
    """Tell whether this visitor may fill in the survey; a closed one refuses later, with the words kept.

    Who corrects an answer shows the receipt instead.
    """
    if not survey.needs_admission or sitting.receipt or not survey.takes_responses(timezone.now()):
        return True
    return bool(admission_of(request, survey, sitting))


def admission_of(request: HttpRequest, survey: Survey, sitting: Sitting) -> str:
    """Return the admission that the visitor has; nothing for an open survey."""
    if survey.identity == Identity.CODE or survey.is_blind:
        return admissions.unsealed(survey, sitting.admission)
    if survey.identity == Identity.SIGNED_IN and request.user.is_authenticated:
        return admissions.admission_for_person(survey, request.user)
    return ""


def enter(request: HttpRequest, survey: Survey, sitting: Sitting) -> ParticipationError | None:
    """Try the code that was typed, and keep the admission that it gives in the sitting; returns the refusal."""
    if request.POST.get("go") != "enter" or survey.identity not in (Identity.CODE, *Survey.BLIND):
        return None
    if survey.is_blind:
        return refusal_of_token(survey, sitting)
    try:
        admissions.check_pace(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
        admission = admissions.admission_for_code(survey, request.POST.get("access_code", ""), key=sitting.key)
    except NotAdmitted as refusal:
        return refusal
    sitting.admission = admissions.sealed(survey, admission)
    return None


def refusal_of_token(survey: Survey, sitting: Sitting) -> ParticipationError | None:
    """Return why a token does not let in: there is none, it is not one of this survey, or it was used."""
    admission = admissions.unsealed(survey, sitting.admission)
    if not admission:
        return admissions.missing_for(survey)
    if admissions.is_used(survey, admission):
        sitting.admission = ""
        return admissions.refusal_of(survey)
    return None


def door_context(survey: Survey, refusal: ParticipationError | None) -> dict[str, Any]:
    """Return what the door shows: how to get in, and why it stayed shut."""
    address = f"{reverse('account_login')}?next={survey.get_absolute_url()}"
    contact = survey.process.contact_email or settings.CITY_CONTACT_EMAIL
    context = {"refusal": refusal, "sign_in_address": address, "contact": contact}
    return context | {"public_key": public_of(survey)} if survey.is_blind else context


def just_entered(request: HttpRequest, progress: Progress) -> bool:
    """Tell whether the visitor has come through the door just now and has filled in nothing yet."""
    return request.POST.get("go") == "enter" and not progress.sitting.answers
