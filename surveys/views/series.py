"""Repeated surveys: the series for staff, decisions about its questions, the series for everybody, both as files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from participation.errors import ParticipationError
from participation.logic.text import pick
from participation.views.helpers import require, resident_page, show_error
from surveys import permissions
from surveys.actions import series as actions
from surveys.forms.series import ContinueForm, JudgeForm
from surveys.models.surveys import Survey
from surveys.queries import series as queries
from surveys.queries.surveys import desk_surveys_of


def own_survey(request: HttpRequest, slug: str) -> Survey:
    """Find the survey for reading its series, or for changing it with a POST."""
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    if request.method == "POST":
        require(permissions.can_join_series(request.user, survey))
    else:
        require(permissions.can_view_live_results(request.user, survey))
    return survey


def survey_series(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "leave" in posted:
        actions.leave_series(survey, by=request.user)
        return redirect("surveys:survey_series", slug=slug)
    form = ContinueForm(posted, others=queries.others_to_continue(survey, request.user))
    if posted is not None and form.is_valid():
        earlier = get_object_or_404(desk_surveys_of(request.user), slug=form.cleaned_data["earlier"])
        require(permissions.can_join_series(request.user, earlier))
        try:
            actions.continue_survey(survey, earlier, by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return redirect("surveys:survey_series", slug=slug)
    return series_page_of(request, survey, form=form)


def series_page_of(request: HttpRequest, survey: Survey, **more: Any) -> HttpResponse:
    """Show the series with what can be decided; a form that failed stays as it was sent."""
    found = queries.series_for(survey, request.user)
    own = next((wave for wave in found.waves if wave.key == survey.slug), None)
    failed = more.get("failed")
    asked = []
    for name, shape in queries.comparable_in(own) if own and found.is_comparable else ():
        said = own.judged.get(name) if own else None
        identities = queries.open_identities(found, name)
        given = said.continues if said else name if name in dict(identities) else ""
        note = pick(said.note, get_language() or "fi")[0] if said else ""
        first = {"continues": given, "verdict": said.verdict if said else "", "note": note}
        form = (
            failed if failed and failed.prefix == name else JudgeForm(initial=first, identities=identities, prefix=name)
        )
        asked.append((name, shape, given, form))
    context = {"survey": survey, "series": found, "asked": asked, "form": more.get("form")}
    context["form"] = context["form"] or ContinueForm(others=queries.others_to_continue(survey, request.user))
    status = 422 if failed or context["form"].errors else 200
    return render(request, "surveys/series/desk.html", context, status=status)


@require_POST
def series_question(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    survey = own_survey(request, slug)
    found = queries.series_for(survey, request.user)
    form = JudgeForm(request.POST, identities=queries.open_identities(found, question), prefix=question)
    if not form.is_valid():
        return series_page_of(request, survey, failed=form)
    given = form.cleaned_data
    try:
        actions.judge_question(
            survey,
            question,
            continues=given["continues"],
            verdict=given["verdict"],
            note=form.note_given(),
            by=request.user,
        )
    except ParticipationError as error:
        show_error(form, error)
        return series_page_of(request, survey, failed=form)
    messages.success(request, _("The decision was saved."))
    return redirect("surveys:survey_series", slug=slug)


@require_GET
def series_file(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    return csv_answer(queries.series_for(survey, request.user), private=True)


@resident_page
@require_GET
def series_page(request: HttpRequest, slug: str) -> HttpResponse:
    series = public_series(slug)
    return render(request, "surveys/series/page.html", {"survey": series.survey, "series": series})


@resident_page
@require_GET
def series_public_file(request: HttpRequest, slug: str) -> HttpResponse:
    return csv_answer(public_series(slug), private=False)


def public_series(slug: str) -> queries.Series:
    """Return the published series of a public survey; 404 while there is nothing to compare."""
    survey = get_object_or_404(Survey.objects.public().select_related("process"), slug=slug)
    series = queries.published_series(survey)
    if not (series.is_comparable and any(wave.key == survey.slug for wave in series.waves)):
        raise Http404
    return series


def csv_answer(series: queries.Series, *, private: bool) -> HttpResponse:
    answer = HttpResponse(queries.csv_of(series, get_language() or "fi"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{series.survey.slug}-series.csv"'
    if private:
        answer["Cache-Control"] = "no-store"
    return answer
