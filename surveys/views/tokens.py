"""Where a browser has its blinded token signed: the one request in which a person shows who they are."""

import json

from django.contrib.auth import logout
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.errors import ParticipationError
from participation.views.helpers import resident_page
from surveys.actions import tokens
from surveys.actions.admissions import check_pace
from surveys.errors import NotAdmitted
from surveys.logic.blind import LONGEST
from surveys.models.surveys import Survey


@resident_page
@require_POST
def survey_token(request: HttpRequest, slug: str) -> JsonResponse:
    survey = get_object_or_404(Survey.objects.public().filter(identity__in=Survey.BLIND), slug=slug)
    try:
        check_pace(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
        answer, status = {"signature": signed(request, survey)}, 200
    except ParticipationError as refusal:
        answer, status = {"code": refusal.code, "message": refusal.message}, getattr(refusal, "status", 400)
    return JsonResponse(answer, status=status, headers={"Cache-Control": "no-store"})


def signed(request: HttpRequest, survey: Survey) -> str:
    """Sign what the browser sent; who was signed in is signed out, so that the answer comes from nobody."""
    try:
        sent = json.loads(request.body[:4000])
        blinded, typed = str(sent["blinded"])[:LONGEST], str(sent.get("code", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ParticipationError(_("This is not a blinded token."), "invalid_token") from None
    if survey.takes_codes:
        return tokens.sign_for_code(survey, typed, blinded)
    if not request.user.is_authenticated:
        raise NotAdmitted(_("Sign in to answer this survey."), "sign_in_required", status=403)
    signature = tokens.sign_for_person(survey, request.user, blinded)
    logout(request)
    return signature
