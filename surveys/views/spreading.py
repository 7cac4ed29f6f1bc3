"""The desk's pages around a survey: check it, share it, end it, see how it goes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from participation.actions.documents import pdf_document
from participation.errors import ParticipationError
from participation.views.helpers import require, show_error
from surveys import permissions
from surveys.actions import spreading as actions
from surveys.actions.authoring import open_draft
from surveys.actions.tallies import add_gathered
from surveys.forms.spreading import ReopenForm, SitesForm, TimesForm
from surveys.logic.linting.findings import HINT, STOP, WARN
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.models.surveys import Identity, Survey
from surveys.queries import spreading
from surveys.queries.authoring import lack_lines
from surveys.queries.checking import check_of
from surveys.queries.progress import flow_of
from surveys.queries.surveys import desk_surveys_of, progress_of

PRINTS = {"poster": "poster", "letter": "letter", "qr": "code"}


def own_survey(request: HttpRequest, slug: str) -> Survey:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_manage_survey(request.user, survey))
    return survey


@require_safe
def survey_check(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    check = check_of(survey, get_language() or "fi")
    context: dict[str, Any] = {"survey": survey, "tab": "check", "title": survey.title}
    if isinstance(check, QuestionnaireError):
        context |= {"unfinished": True, "lacks": lack_lines(open_draft(survey, by=request.user).document)}
    elif check is not None:
        context["title"] = check.title
        levels = ((STOP, _("Mend these first")), (WARN, _("Look at these")), (HINT, _("Hints on wording")))
        context["check"] = check
        context["levels"] = [(level, title, check.of(level)) for level, title in levels if check.of(level)]
    return render(request, "surveys/check/page.html", context)


def survey_share(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    posted = request.POST if request.method == "POST" else None
    form = TimesForm.of(survey, posted)
    if posted is not None and form.is_valid():
        times = form.cleaned_data
        try:
            actions.change_times(survey, times["opens"], times["closes"], by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The times were changed."))
            return redirect("surveys:survey_share", slug=slug)
    return share_page(request, survey, form=form)


def share_page(request: HttpRequest, survey: Survey, **forms: Any) -> HttpResponse:
    """Show everything that spreads the survey; a form that failed stays as it was sent."""
    known = [code for code in survey.languages if code in spreading.PRINTED] or ["fi"]
    chosen = request.GET.get("language", get_language() or "fi")
    language = chosen if chosen in known else known[0]
    context = {
        "survey": survey,
        "tab": "share",
        "form": TimesForm.of(survey),
        "reopen_form": ReopenForm() if survey.identity == Identity.OPEN else None,
        "sites_form": SitesForm(initial={"sites": "\n".join(survey.embedders)}),
        "short_address": spreading.short_address(survey),
        "channels": spreading.channel_lines(survey, language),
        "texts_language": language,
        "text_languages": known,
        "embed_code": spreading.embed_code(survey, language),
        "notice": spreading.privacy_notice(survey),
        **forms,
    }
    failed = any(form.errors for form in forms.values() if form is not None)
    return render(request, "surveys/share/page.html", context, status=422 if failed else 200)


@require_POST
def survey_sites(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    form = SitesForm(request.POST)
    if not form.is_valid():
        return share_page(request, survey, sites_form=form)
    try:
        actions.set_embedders(survey, form.cleaned_data["sites"], by=request.user)
    except ParticipationError as error:
        show_error(form, error)
        return share_page(request, survey, sites_form=form)
    messages.success(request, _("The sites were saved."))
    return redirect("surveys:survey_share", slug=slug)


@require_POST
def survey_end(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    survey = own_survey(request, slug)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return share_page(request, survey, reopen_form=form)
    try:
        if verb == "reopen":
            actions.reopen_survey(survey, form.cleaned_data["closes"], by=request.user)
        elif verb == "archive":
            actions.archive_survey(survey, by=request.user)
        else:
            actions.unarchive_survey(survey, by=request.user)
    except ParticipationError as error:
        messages.error(
            request, " ".join(fault["message"] for faults in error.fields.values() for fault in faults) or error.message
        )
    return redirect("surveys:survey_share", slug=slug)


@require_safe
def survey_print(request: HttpRequest, slug: str, what: str, language: str) -> HttpResponse:
    survey = own_survey(request, slug)
    if language not in spreading.printed_languages(survey):
        raise Http404
    data = spreading.print_data(survey, language, "poster" if what == "qr" else what)
    pdf = pdf_document(f"surveys/share/{PRINTS[what]}.typ", data)
    name = f"{survey.slug}-{what}-{language}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@require_safe
def survey_progress(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    require(permissions.can_view_live_results(request.user, survey))
    add_gathered()
    context = {
        "survey": survey,
        "progress": progress_of(survey),
        "flow": flow_of(survey, get_language() or "fi"),
        "k": survey.threshold,
    }
    return render(request, "surveys/progress/page.html", context)
