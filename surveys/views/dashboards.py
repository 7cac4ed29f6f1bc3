"""The coordinator's pages of surveys: the list, one survey's dashboard, its switches, its QR code."""

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.errors import ParticipationError
from participation.models.processes import Process
from participation.permissions import coordinates_something
from participation.views.helpers import page_of, require
from surveys import permissions
from surveys.actions import results as result_actions
from surveys.actions import surveys as survey_actions
from surveys.models.results import PublishedResults
from surveys.models.surveys import Survey
from surveys.queries import surveys
from surveys.queries.dashboards import dashboard_of
from surveys.queries.paper import unfinished_of

MOST_PROCESSES = 4  # whose buttons fit above the list
QR_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def own_survey(request: HttpRequest, slug: str) -> Survey:
    return get_object_or_404(surveys.desk_surveys_of(request.user), slug=slug)


def short_address(survey: Survey) -> str:
    return f"{settings.BASE_URL}/s/{survey.slug}/"


def surveys_desk(request: HttpRequest) -> HttpResponse:
    require(coordinates_something(request.user))
    page = page_of(surveys.with_counts(surveys.desk_surveys_of(request.user)), request)
    processes = Process.objects.coordinated_by(request.user).order_by("slug")
    return render(request, "surveys/desk/list.html", {"page": page, "processes": list(processes[:MOST_PROCESSES])})


def survey_desk(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    require(permissions.can_view_live_results(request.user, survey))
    try:
        dashboard = dashboard_of(
            survey, by=request.GET.get("by", ""), where=[one for one in request.GET.getlist("where") if one]
        )
    except ParticipationError:
        messages.error(request, _("Results cannot be compared by this. All answers are shown."))
        return redirect("surveys:survey_desk", slug=survey.slug)
    epoch = PublishedResults.objects.filter(survey=survey).first() if survey.results_public else None
    context = {"survey": survey, "dashboard": dashboard, "epoch": epoch, "short_address": short_address(survey)}
    return render(request, "surveys/desk/survey.html", context)


def survey_switch(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    survey = own_survey(request, slug)
    require(permissions.can_manage_survey(request.user, survey))
    if request.method != "POST":
        left = unfinished_of(survey) if verb == "close" else None
        return render(request, "surveys/desk/switch.html", {"survey": survey, "verb": verb, "unfinished": left})
    try:
        act = survey_actions.open_survey if verb == "open" else survey_actions.close_survey
        act(survey, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:survey_desk", slug=survey.slug)


@require_POST
def results_switch(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    require(permissions.can_manage_survey(request.user, survey))
    try:
        result_actions.set_results_public(survey, public=request.POST.get("public") == "yes", by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:survey_desk", slug=survey.slug)


def survey_qr(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    survey = own_survey(request, slug)
    require(permissions.can_view_live_results(request.user, survey))
    drawn = io.BytesIO()
    code = segno.make(short_address(survey), error="m")
    code.save(drawn, kind=kind, scale=12, border=4)
    answer = HttpResponse(drawn.getvalue(), content_type=QR_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{survey.slug}-qr.{kind}"'
    return answer
