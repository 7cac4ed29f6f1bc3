"""Open data: its public page and file, and the coordinator's two switches."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from participation.errors import ParticipationError
from participation.views.helpers import require, resident_page
from surveys import permissions
from surveys.actions import open_data
from surveys.gateways.attachments import open_attachment
from surveys.models.files import LICENCE, AnswerFile
from surveys.models.surveys import Survey
from surveys.queries.answer_files import published_data
from surveys.queries.surveys import desk_surveys_of


@resident_page
@require_safe
def open_data_page(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process"), slug=slug)
    data = published_data(survey)
    if data is None:
        raise Http404
    context: dict[str, Any] = {"survey": survey, "data": data, "licence": LICENCE, "k": survey.threshold}
    return render(request, "surveys/results/open_data.html", context)


@resident_page
@require_safe
def open_data_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    data = published_data(get_object_or_404(Survey.objects.public(), slug=slug))
    stored = open_attachment(data.file.name) if data and data.file else None
    if data is None or stored is None:
        raise Http404
    answer = FileResponse(stored, as_attachment=True, filename=f"{slug}-open-data.zip", content_type="application/zip")
    answer["Cache-Control"] = "no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Link"] = f'<{LICENCE}>; rel="license"'
    return answer


@require_POST
def open_data_publish(request: HttpRequest, pk: str) -> HttpResponse:
    one = get_object_or_404(AnswerFile.objects.visible_to(request.user).select_related("survey__process"), pk=pk)
    require(permissions.can_manage_survey(request.user, one.survey))
    try:
        open_data.publish_open_data(one, is_read=request.POST.get("read") == "yes", by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:survey_files", slug=one.survey.slug)


@require_POST
def open_data_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_manage_survey(request.user, survey))
    try:
        open_data.withdraw_open_data(survey, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:survey_files", slug=slug)
