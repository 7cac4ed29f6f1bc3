"""Answering without a network: all pages in one document, sending it whole, and the service worker that keeps both."""

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from participation.errors import ParticipationError
from participation.views.helpers import resident_page
from surveys.actions.guarding import moment_for
from surveys.forms.answering import WHOLE, Progress, Sitting
from surveys.forms.cards import all_cards_of
from surveys.logic.questionnaire.browser import for_browser
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of, validator_of
from surveys.views.sending import asks_proof, record, record_sent
from surveys.views.surveys import closed_context, frame_of, private, receipt_context, seen_version


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def survey_all(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
    if request.method == "POST":
        return send_whole(request, survey)
    if survey.current is None or not survey.takes_responses(timezone.now()):
        return private(render(request, "surveys/surveys/closed.html", closed_context(survey)))
    progress = Progress(validator_of(survey.current), Sitting(step=WHOLE))
    context = frame_of(request, survey, survey.current, progress) | receipt_context(survey, survey.current)
    document = document_of(survey.current)
    context |= {"pages": [(page, all_cards_of(page)) for page in document.pages], "whole": True}
    context |= {
        "browser": {"known": {}, "questions": for_browser(document.pages)},
        "is_first": False,
        "is_start": False,
        "moment": "" if survey.needs_admission else moment_for(survey, "", 0),
        "asks_proof": asks_proof(survey),
    }
    return private(render(request, "surveys/surveys/whole.html", context))


def send_whole(request: HttpRequest, survey: Survey, *, from_device: bool = False) -> HttpResponse:
    """Record all pages sent at once; the answer names the key, so that nothing else passes for a receipt of it.

    What comes from a registered device is not looked at.
    """
    version = seen_version(request, survey)
    if version is None:
        return said({"code": "not_open"}, 409)
    validator = validator_of(version)
    sitting = Sitting.from_post(dict(request.POST.lists()), validator)
    answers = {name: value for name, value in sitting.answers.items() if name in validator.names}
    try:
        if from_device:
            recorded = record(request, survey, version, sitting, answers)
        else:
            recorded = record_sent(request, survey, version, sitting, answers, by_script=True)
    except ParticipationError as refusal:
        return said({"code": refusal.code, "message": refusal.message, "errors": refusal.fields}, refusal.status)
    day = recorded.response.received_on.isoformat()
    receipt = {"receipt": recorded.code, "received_on": day, "key": str(sitting.key)}
    return said(receipt, 201 if recorded.is_new else 200)


def said(words: dict[str, Any], status: int) -> HttpResponse:
    """Answer a script; nothing of it is kept anywhere."""
    return JsonResponse(words, status=status, headers={"Cache-Control": "no-store"})


@resident_page
@require_safe
def survey_worker(request: HttpRequest) -> HttpResponse:
    version = getattr(staticfiles_storage, "manifest_hash", "") or "0"
    script = render_to_string("surveys/worker.js", {"version": version})
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
