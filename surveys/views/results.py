"""The public page of a survey's results."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from participation.queries.summary_documents import said_and_done
from participation.views.helpers import resident_page
from surveys.logic.drawings import SMALL, drawing_of
from surveys.models.surveys import Survey
from surveys.queries.answer_files import with_open_data
from surveys.queries.results import next_from, published_results
from surveys.queries.series import has_public_series


@resident_page
def results_page(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(with_open_data(Survey.objects.public().select_related("process")), slug=slug)
    results = published_results(survey)
    context = {
        "survey": survey,
        "results": results,
        "as_of": datetime.datetime.fromisoformat(results["as_of"]) if results else None,
        "drawings": [drawing_of(table) for table in results["questions"]] if results else [],
        "older": older_in(results),
        "k": survey.threshold,
        "small_said": bool(results) and results["n"] < SMALL,
        "data": survey.has_open_data,
        "told": said_and_done(survey.process),
        "next_from": next_from(survey, results["as_of"]) if results else None,
        "has_series": bool(results) and has_public_series(survey),
    }
    return render(request, "surveys/results/page.html", context)


def older_in(results: dict[str, Any] | None) -> dict[str, datetime.datetime]:
    """Return since when the numbers of a question stand, where they are older than the others."""
    tables = results["questions"] if results else []
    return {one["name"]: datetime.datetime.fromisoformat(one["as_of"]) for one in tables if one.get("as_of")}
