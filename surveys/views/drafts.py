"""Continuing an answer later, on any device: saved on wish, opened with a code that is posted and never an address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.actions.receipts import count_lookup
from participation.errors import NotOpen
from participation.logic.pictures import qr_svg
from participation.views.helpers import resident_page
from surveys.actions.drafts import KEPT_DAYS, Unfinished, draft_of, save_draft
from surveys.forms.answering import Progress, Sitting
from surveys.forms.unfinished import ContinueForm
from surveys.models.drafts import SurveyDraft
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import validator_of
from surveys.views.embedding import embeddable
from surveys.views.surveys import closed_context, page, seen_version

PATIENCE = "60"


def within_limit(request: HttpRequest) -> bool:
    """Count one typed code from this network; tells whether it is within the limit."""
    return count_lookup(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))


def secret(response: HttpResponse) -> HttpResponse:
    """Keep a page with a code or with answers out of caches, and its address out of other places."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
@embeddable
def survey_later(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
    if request.method != "POST":  # the language was changed, or the address was opened again: here the code is typed
        return redirect("surveys:survey_continue", survey.slug)
    version = seen_version(request, survey)
    if version is None:
        return secret(render(request, "surveys/surveys/closed.html", closed_context(survey)))
    sitting = Sitting.from_post(dict(request.POST.lists()), validator_of(version))
    language = get_language() or "fi"
    unfinished = Unfinished(sitting.key, sitting.answers, sitting.step, language, sitting.channel, sitting.admission)
    try:
        sitting.later = save_draft(survey, version, unfinished, code=sitting.later)
    except NotOpen:
        return secret(render(request, "surveys/surveys/closed.html", closed_context(survey), status=409))
    address = settings.BASE_URL + reverse("surveys:survey_continue", args=[survey.slug])
    context = {"survey": survey, "version": version, "sitting": sitting, "days": KEPT_DAYS}
    context |= {"address": address, "qr": SafeString(qr_svg(address))}
    return secret(render(request, "surveys/unfinished/saved.html", context))


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
@embeddable
def survey_continue(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
    form = ContinueForm(request.POST or None)
    if request.method != "POST":
        return ask(request, survey, form)
    if not within_limit(request):
        form.add_error(None, _("Many codes were tried from this network. Wait a minute and try again."))
        return ask(request, survey, form, status=429)
    if not form.is_valid():
        return ask(request, survey, form, status=422)
    draft = draft_of(survey, form.cleaned_data["code"])
    if draft is None:
        form.add_error("code", _("Nothing is kept under this code. Check the characters once more."))
        return ask(request, survey, form, status=404)
    return secret(opened(request, survey, draft, form.cleaned_data["code"]))


def ask(request: HttpRequest, survey: Survey, form: ContinueForm, status: int = 200) -> HttpResponse:
    """Show where the code is typed."""
    context = {"survey": survey, "form": form, "days": KEPT_DAYS}
    response = secret(render(request, "surveys/unfinished/ask.html", context, status=status))
    if status == 429:
        response["Retry-After"] = PATIENCE
    return response


def opened(request: HttpRequest, survey: Survey, draft: SurveyDraft, code: str) -> HttpResponse:
    """Show the page on which somebody stopped, with all answers and the key of the form they were given on."""
    sitting = Sitting(key=draft.key, channel=draft.channel, step=draft.step, answers=dict(draft.answers), later=code)
    sitting.admission = draft.admission
    return page(request, survey, draft.version, Progress(validator_of(draft.version), sitting))
