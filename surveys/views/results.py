"""The public page of a survey's results."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from participation.queries.summary_documents import said_and_done
from participation.views.helpers import resident_page
from surveys.logic.drawings import drawing_of
from surveys.models.surveys import Survey
from surveys.queries.results import published_results


@resident_page
def results_page(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process"), slug=slug)
    results = published_results(survey)
    context = {
        "survey": survey,
        "results": results,
        "as_of": datetime.datetime.fromisoformat(results["as_of"]) if results else None,
        "drawings": [drawing_of(table) for table in results["questions"]] if results else [],
        "k": survey.threshold,
        "told": said_and_done(survey.process),
    }
    return render(request, "surveys/results/page.html", context)
