"""Who answered and who did not, and the weighted numbers beside the raw ones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from surveys.queries.representation import representation_of
from surveys.views.statistics import survey_of


def survey_weights(request: HttpRequest, slug: str) -> HttpResponse:
    survey = survey_of(request, slug)
    context = {"survey": survey, "found": representation_of(survey)}
    return render(request, "surveys/statistics/weights.html", context)
