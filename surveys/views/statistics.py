"""Statistics for staff: one question in full, and its chart as a file."""

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.actions.documents import picture_document
from participation.errors import ParticipationError
from participation.views.helpers import require
from surveys import permissions
from surveys.logic.chart_files import Words, rows_of, svg_of, words_in
from surveys.models.surveys import Survey
from surveys.queries.dashboards import choosing_of
from surveys.queries.statistics import QuestionStatistics, statistics_of
from surveys.queries.surveys import desk_surveys_of

TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


def survey_of(request: HttpRequest, slug: str) -> Survey:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_view_live_results(request.user, survey))
    return survey


def asked(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the comparison and the filters that the address names."""
    return request.GET.get("by", ""), [condition for condition in request.GET.getlist("where") if condition]


def question_statistics(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    survey = survey_of(request, slug)
    by, where = asked(request)
    try:
        found = statistics_of(survey, question, by=by, where=where)
    except ParticipationError:
        messages.error(request, _("Results cannot be compared by this. All answers are shown."))
        return redirect("surveys:question_statistics", slug=slug, question=question)
    if found is None:
        raise Http404
    context = {"survey": survey, "found": found, "k": survey.threshold, "choosing": choosing_of(survey, by, where)}
    return render(request, "surveys/statistics/question.html", context)


def question_chart(request: HttpRequest, slug: str, question: str, kind: str) -> HttpResponse:
    survey = survey_of(request, slug)
    by, where = asked(request)
    try:
        found = statistics_of(survey, question, by=by, where=where)
    except ParticipationError as error:
        raise Http404 from error
    if found is None or not (found.drawing.lines or found.drawing.columns):
        raise Http404
    answer = HttpResponse(chart_in(survey, found, kind, compared=bool(by)), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{survey.slug}-{question}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


def chart_in(survey: Survey, found: QuestionStatistics, kind: str, *, compared: bool) -> bytes:
    """Return the chart as a file."""
    language = get_language() or "fi"
    drawing = found.compared if compared and found.compared else found.drawing
    if kind == "csv":
        buffer = io.StringIO()
        csv.writer(buffer).writerows(rows_of(drawing, language))
        return buffer.getvalue().encode("utf-8-sig")
    note = f"{words_in(survey.title, language)} · n = {found.table['n'] if found.table['n'] is not None else '–'}"
    svg = svg_of(drawing, Words(words_in(found.shape.label, language), note, language))
    return svg.encode() if kind == "svg" else picture_document("surveys/statistics/chart.typ", {"svg": svg})
