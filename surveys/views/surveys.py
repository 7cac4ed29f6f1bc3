"""Answering a survey, page by page, without account, session or cookie."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from participation.errors import Conflict, ParticipationError
from participation.logic.text import html_language
from participation.views.helpers import receipt_context as code_context
from participation.views.helpers import resident_page
from surveys.actions.responses import Recorded
from surveys.errors import NotAdmitted
from surveys.forms.answering import CHECK, Progress, Sitting
from surveys.forms.cards import cards_of, in_own_words, page_title
from surveys.forms.uploads import limit_files
from surveys.logic.questionnaire.browser import for_browser
from surveys.logic.questionnaire.validation import minutes_of
from surveys.models.questionnaires import SurveyVersion
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import answer_in_words, document_of, validator_of, version_of
from surveys.views.admissions import door_context, enter, is_let_in, just_entered
from surveys.views.embedding import embeddable
from surveys.views.sending import asks_proof, moment_on, record_sent
from surveys.views.tallies import note_page
from surveys.views.uploads import posted_fields

OPENINGS: dict[tuple[str, str, str], tuple[str, bytes]] = {}
KEPT_OPENINGS = 200
SHARED = "public, max-age=0, s-maxage=60, must-revalidate"  # a browser asks again, a proxy keeps it for a minute
KIOSK = "kiosk"  # the next person uses the same device: nothing is kept on it


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
@embeddable
def survey_page(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
    request.embedders = survey.embedders  # type: ignore[attr-defined]  # so that it is not asked for twice
    if request.method == "POST":
        answer = turn_page(request, survey)
        if request.POST.get("channel") == KIOSK:
            answer["Cache-Control"] = "no-store"  # going back shows the next person nothing
        answer["X-Survey"] = survey.slug  # by which the service worker knows our pages from a network's login page
        return answer
    if survey.current is None or not survey.takes_responses(timezone.now()):
        return private(render(request, "surveys/surveys/closed.html", closed_context(survey)))
    progress = Progress(validator_of(survey.current), Sitting(channel=request.GET.get("c", "")[:20]))
    if not is_let_in(request, survey, progress.sitting):
        return door(request, survey, survey.current, progress)
    note_page(request, survey, progress)
    if is_the_same_for_all(survey, progress) and set(request.GET) <= {"c"}:
        return opening(request, survey, survey.current, progress)
    return page(request, survey, survey.current, progress)


def is_the_same_for_all(survey: Survey, progress: Progress) -> bool:
    """Tell whether everybody gets the first page alike: open, no order by chance, no places that may change."""
    asked = progress.page.questions if progress.page else ()
    alike = not any(question.shuffle or question.type == "map" for question in asked)
    return alike and not survey.needs_admission and progress.sitting.channel != KIOSK


def opening(request: HttpRequest, survey: Survey, version: SurveyVersion, progress: Progress) -> HttpResponse:
    """Show the first page as it was rendered once: without key, without cookie, for shared caches to keep."""
    place = (survey.slug, get_language() or "", progress.sitting.channel)
    mark = fingerprint(survey)
    kept = OPENINGS.get(place)
    if kept is None or kept[0] != mark:
        kept = (mark, page(request, survey, version, progress, unkeyed=True).content)
        if len(OPENINGS) >= KEPT_OPENINGS:
            OPENINGS.clear()
        OPENINGS[place] = kept
    etag = quote_etag(f"{mark}-{getattr(staticfiles_storage, 'manifest_hash', '')}")
    answer = HttpResponse(kept[1], headers={"ETag": etag, "Cache-Control": SHARED})
    return get_conditional_response(request, etag=etag, response=answer) or answer


def fingerprint(survey: Survey) -> str:
    """Return a short text that changes with everything that the first page shows."""
    rows = [sorted(vars(thing).items(), key=str) for thing in (survey, survey.process)]
    words = repr([timezone.localdate(), [(name, value) for row in rows for name, value in row if name != "_state"]])
    return hashlib.sha256(words.encode()).hexdigest()[:20]


@resident_page
def short_address(request: HttpRequest, slug: str) -> HttpResponse:
    address = reverse("surveys:survey_page", args=[slug])
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)


def turn_page(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Do what the pressed button says: stay (another language), back, next, a page by its name, or send."""
    limits = limit_files(request)
    version = seen_version(request, survey)
    if version is None:
        return private(render(request, "surveys/surveys/closed.html", closed_context(survey)))
    validator = validator_of(version)
    sitting = Sitting.from_post(posted_fields(request, survey, version, limits), validator)
    progress = Progress(validator, sitting)
    refusal = enter(request, survey, sitting)
    if refusal or not is_let_in(request, survey, sitting):
        return door(request, survey, version, progress, refusal)
    go = request.POST.get("go", "next").replace("enter", "stay")
    if go == "send":
        return send(request, survey, version, progress)
    if go.startswith("page:"):
        progress.go(go.removeprefix("page:"))
    elif go == "back":
        progress.turn(-1)
    elif go != "stay":
        return go_on(request, survey, version, progress)
    return page(request, survey, version, progress)


def seen_version(request: HttpRequest, survey: Survey) -> SurveyVersion | None:
    """Return the version that the posted page was made of; for a number that there is not, the one in use."""
    number = request.POST.get("version", "")
    return version_of(survey, int(number) if number.isdecimal() and len(number) < 9 else None) or survey.current


def go_on(request: HttpRequest, survey: Survey, version: SurveyVersion, progress: Progress) -> HttpResponse:
    """Turn forwards if the page is in order; questions that have just appeared are shown first."""
    if progress.page and progress.faults.keys() - progress.appeared():
        return page(request, survey, version, progress, with_errors=True)
    appeared = progress.appeared()
    if not appeared:
        progress.turn(1)
        note_page(request, survey, progress)
    return page(request, survey, version, progress, appeared=appeared)


def send(request: HttpRequest, survey: Survey, version: SurveyVersion, progress: Progress) -> HttpResponse:
    """Record the answers, or show what is still missing; a refusal keeps everything on the page."""
    if not progress.outcome.valid:
        progress.to_first_fault()
        return page(request, survey, version, progress, with_errors=True)
    try:
        recorded = record_sent(request, survey, version, progress.sitting, progress.known)
    except (Conflict, NotAdmitted) as refusal:
        progress.go(CHECK)
        return page(request, survey, version, progress, refusal=refusal)
    except ParticipationError as refusal:
        again = progress.without(refusal.fields)
        return page(request, survey, version, again, with_errors=True)
    said = [] if progress.sitting.channel == KIOSK else parts_of(progress)
    return receipt(request, survey, version, recorded, said)


def receipt(
    request: HttpRequest, survey: Survey, version: SurveyVersion, recorded: Recorded, said: list[dict[str, Any]]
) -> HttpResponse:
    """Show the receipt with what this very page sent, nothing read back; sending again shows the same one."""
    context = receipt_context(survey, version, recorded.code) | {"key": recorded.response.key, "said": said}
    answer = render(request, "surveys/surveys/receipt.html", context, status=201 if recorded.is_new else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def receipt_context(survey: Survey, version: SurveyVersion, code: str = "") -> dict[str, Any]:
    """Return what a receipt says; without a code the script fills it in when an answer arrives later."""
    return code_context(code) | {
        "survey": survey,
        "version": version,
        "forwards": any(question.open_answer for question in document_of(version).questions),
    }


def door(
    request: HttpRequest,
    survey: Survey,
    version: SurveyVersion,
    progress: Progress,
    refusal: ParticipationError | None = None,
) -> HttpResponse:
    """Ask for the code, or to sign in; what was filled in so far stays on the page."""
    context = frame_of(request, survey, version, progress) | door_context(survey, refusal)
    status = 200 if refusal is None else 429 if refusal.status == 429 else 422
    return private(render(request, "surveys/surveys/door.html", context, status=status))


def page(request: HttpRequest, survey: Survey, version: SurveyVersion, progress: Progress, **more: Any) -> HttpResponse:
    """Show the page that is on, or the last look before sending."""
    with_errors = bool(more.get("with_errors"))
    refusal = more.get("refusal")
    context = frame_of(request, survey, version, progress) | {"refusal": refusal, "appeared": more.get("appeared")}
    context["unkeyed"] = more.get("unkeyed")
    if progress.step == CHECK or context["is_start"]:
        context |= receipt_context(survey, version)
    if progress.step == CHECK:
        context["parts"] = parts_of(progress)
        return private(render(request, "surveys/surveys/check.html", context, status=409 if refusal else 200))
    cards = cards_of(progress, with_errors=with_errors)
    if progress.page:
        context["page_title"] = page_title(progress.page, progress.outcome.answers, progress.validator.document)
    context["has_files"] = any(card.question.type == "file" for card in cards)
    context |= {"cards": cards, "faulty": [card for card in cards if card.error], "browser": browser_of(progress)}
    return private(render(request, "surveys/surveys/page.html", context, status=422 if context["faulty"] else 200))


def frame_of(request: HttpRequest, survey: Survey, version: SurveyVersion, progress: Progress) -> dict[str, Any]:
    """Return what every step shows: the survey, where it stands, buttons for the languages."""
    here = survey.get_absolute_url()
    return {
        "survey": survey,
        "version": version,
        "progress": progress,
        "sitting": progress.sitting,
        "is_start": progress.number == 1 and (request.method != "POST" or just_entered(request, progress)),
        "is_first": progress.number == 1,
        "keeps": progress.sitting.channel != KIOSK and not progress.sitting.receipt,
        "minutes": minutes_of(progress.validator.document),
        "moment": moment_on(survey, progress.sitting, len(progress.known)),
        "asks_proof": progress.step == CHECK and asks_proof(survey),
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
            "title": page_title(one, answers, progress.validator.document),
            "answers": [
                (
                    in_own_words(q, answers, progress.validator.document),
                    answer_in_words(q, answers[q.name], language) if q.name in answers else [],
                )
                for q in one.questions
                if q.kind.takes_answer and progress.is_shown(q)
            ],
        }
        for one in progress.outcome.pages
    ]


def browser_of(progress: Progress) -> dict[str, Any]:
    """Return what the script needs to show and hide questions by itself."""
    pages = [progress.page] if progress.page else []
    return {"known": progress.known_before(), "questions": for_browser(pages, with_pages=False)}


def closed_context(survey: Survey) -> dict[str, Any]:
    """Return what a page says that takes no answers now: not yet, or not any more."""
    coming = survey.state == Survey.State.OPEN and survey.opens is not None and survey.opens > timezone.now()
    return {"survey": survey, "coming": coming}


def private(response: HttpResponse) -> HttpResponse:
    """Keep the page out of shared caches."""
    response["Cache-Control"] = "private, no-cache"
    return response
