"""Answering a survey, page by page, without account, session or cookie."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from participation.errors import Conflict
from participation.logic.pictures import qr_svg
from participation.logic.text import html_language
from participation.views.helpers import resident_page
from surveys.actions.responses import Recorded, record_response
from surveys.forms.answering import CHECK, Progress, Sitting
from surveys.forms.cards import cards_of
from surveys.logic.questionnaire.conditions import condition_to_json
from surveys.logic.questionnaire.validation import minutes_of
from surveys.models.questionnaires import SurveyVersion
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import answer_in_words, document_of, validator_of, version_of


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def survey_page(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
    if request.method == "POST":
        return turn_page(request, survey)
    if survey.current is None or not survey.takes_responses(timezone.now()):
        return private(render(request, "surveys/surveys/closed.html", closed_context(survey)))
    progress = Progress(validator_of(survey.current), Sitting(channel=request.GET.get("c", "")[:20]))
    return page(request, survey, survey.current, progress)


@resident_page
def short_address(request: HttpRequest, slug: str) -> HttpResponse:
    address = reverse("surveys:survey_page", args=[slug])
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)


def turn_page(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Do what the pressed button says: stay (another language), back, next, a page by its name, or send."""
    number = request.POST.get("version", "")
    version = version_of(survey, int(number) if number.isdecimal() and len(number) < 9 else None) or survey.current
    if version is None:
        return private(render(request, "surveys/surveys/closed.html", closed_context(survey)))
    validator = validator_of(version)
    sitting = Sitting.from_post(dict(request.POST.lists()), validator)
    progress = Progress(validator, sitting)
    go = request.POST.get("go", "next")
    if go == "send":
        return send(request, survey, version, progress)
    if go.startswith("page:"):
        progress.go(go.removeprefix("page:"))
    elif go == "back":
        progress.turn(-1)
    elif go != "stay":
        return go_on(request, survey, version, progress)
    return page(request, survey, version, progress)


def go_on(request: HttpRequest, survey: Survey, version: SurveyVersion, progress: Progress) -> HttpResponse:
    """Turn forwards if the page is in order; questions that have just appeared are shown first."""
    if progress.page and progress.faults.keys() - progress.appeared():
        return page(request, survey, version, progress, with_errors=True)
    appeared = progress.appeared()
    if not appeared:
        progress.turn(1)
    return page(request, survey, version, progress, appeared=appeared)


def send(request: HttpRequest, survey: Survey, version: SurveyVersion, progress: Progress) -> HttpResponse:
    """Record the answers, or show what is still missing; a refusal keeps everything on the page."""
    if not progress.outcome.valid:
        progress.to_first_fault()
        return page(request, survey, version, progress, with_errors=True)
    sitting = progress.sitting
    try:
        recorded = record_response(
            survey,
            version,
            key=sitting.key,
            answers=progress.outcome.answers,
            language=get_language() or "fi",
            channel=sitting.channel,
        )
    except Conflict as refusal:
        progress.go(CHECK)
        return page(request, survey, version, progress, refusal=refusal)
    return receipt(request, survey, version, recorded)


def receipt(request: HttpRequest, survey: Survey, version: SurveyVersion, recorded: Recorded) -> HttpResponse:
    """Show the receipt; sending again shows the same one."""
    address = f"{settings.BASE_URL}/r/"
    context = {
        "survey": survey,
        "version": version,
        "code": recorded.code,
        "receipt_address": address,
        "qr": SafeString(qr_svg(address)),
        "contact": survey.process.contact_email or settings.CITY_CONTACT_EMAIL,
        "forwards": any(question.open_answer for question in document_of(version).questions),
    }
    answer = render(request, "surveys/surveys/receipt.html", context, status=201 if recorded.is_new else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def page(request: HttpRequest, survey: Survey, version: SurveyVersion, progress: Progress, **more: Any) -> HttpResponse:
    """Show the page that is on, or the last look before sending."""
    with_errors = bool(more.get("with_errors"))
    refusal = more.get("refusal")
    context = frame_of(request, survey, version, progress) | {"refusal": refusal, "appeared": more.get("appeared")}
    if progress.step == CHECK:
        context["parts"] = parts_of(progress)
        return private(render(request, "surveys/surveys/check.html", context, status=409 if refusal else 200))
    cards = cards_of(progress, with_errors=with_errors)
    context |= {"cards": cards, "faulty": [card for card in cards if card.error], "browser": browser_of(progress)}
    return private(render(request, "surveys/surveys/page.html", context, status=422 if context["faulty"] else 200))


def frame_of(request: HttpRequest, survey: Survey, version: SurveyVersion, progress: Progress) -> dict[str, Any]:
    """Return what every step shows: the survey, where it stands, buttons for the languages."""
    here = request.path
    return {
        "survey": survey,
        "version": version,
        "progress": progress,
        "sitting": progress.sitting,
        "is_start": progress.number == 1 and request.method != "POST",
        "is_first": progress.number == 1,
        "minutes": minutes_of(progress.validator.document),
        "language_buttons": [
            {
                "name": name,
                "lang": html_language(code),
                "current": code == get_language(),
                "address": translate_url(here, code),
            }
            for code, name in settings.LANGUAGES
        ],
    }


def parts_of(progress: Progress) -> list[dict[str, Any]]:
    """Return page by page the questions that were shown, with the answers in words."""
    language = get_language() or "fi"
    answers = progress.outcome.answers
    return [
        {
            "page": one,
            "answers": [
                (q, answer_in_words(q, answers[q.name], language) if q.name in answers else [])
                for q in one.questions
                if q.kind.takes_answer and progress.is_shown(q)
            ],
        }
        for one in progress.outcome.pages
    ]


def browser_of(progress: Progress) -> dict[str, Any]:
    """Return what the script needs to show and hide questions by itself."""
    questions = progress.page.questions if progress.page else ()
    return {
        "known": progress.known_before(),
        "types": {question.name: question.type for question in questions},
        "conditions": {q.name: condition_to_json(q.visible_if) for q in questions if q.visible_if},
    }


def closed_context(survey: Survey) -> dict[str, Any]:
    """Return what a page says that takes no answers now: not yet, or not any more."""
    coming = survey.state == Survey.State.OPEN and survey.opens is not None and survey.opens > timezone.now()
    return {"survey": survey, "coming": coming}


def private(response: HttpResponse) -> HttpResponse:
    """Keep the page out of shared caches."""
    response["Cache-Control"] = "private, no-cache"
    return response
