"""What surveys add to summaries: published results with their tables, surveys as parts, and whom not to quote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from participation.logic import summary_sentences as say
from participation.logic.summary_lines import Cell, Line, Part, Table, TableRow
from participation.logic.summary_words import SECTIONS
from participation.models import Process, Submission
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.counting import forms_of
from surveys.queries.results import published_results

MOST_QUESTIONS = 12
MOST_CHOICES = 12
MANY = ("multi_choice",)


class SurveyScope:
    """Summaries of one survey."""

    key = "survey"
    order = 40

    def label(self) -> str:
        """Return what such parts are called."""
        return _("Surveys")

    def options(self, process: Process) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Return the surveys of the process that have been opened."""
        rows = Survey.objects.for_process(process).exclude(state=Survey.State.DRAFT)
        return [(f"survey:{row.slug}", row.title) for row in rows]


class SurveyResults:
    """The published results of surveys in summaries: disclosure rules were applied when they were published."""

    key = "surveys"
    order = 50

    def parts(self, process: Process, scope: str) -> Sequence[Part]:
        """Return one part for each survey with published results, in summaries of the whole or of this survey."""
        surveys = Survey.objects.for_process(process).exclude(state=Survey.State.DRAFT).order_by("slug")
        if scope:
            surveys = (
                surveys.filter(slug=scope.removeprefix("survey:")) if scope.startswith("survey:") else surveys.none()
            )
        return [part for survey in surveys if (part := part_of(survey))]


def part_of(survey: Survey) -> Part | None:
    """Return the published results of a survey as tables and lines; nothing before they are published."""
    results = published_results(survey)
    if results is None:
        return None
    shapes = forms_of(survey).shapes
    tables = []
    for question in results["questions"]:
        shape = shapes.get(question["name"])
        if (
            shape
            and shape.type != "consent"
            and not question.get("hidden")
            and 0 < len(question.get("choices", ())) <= MOST_CHOICES
        ):
            tables.append(table_of(survey, shape.label, question))
    tables = tables[:MOST_QUESTIONS]
    n = results["n"]
    digest = hashlib.sha256(json.dumps(results["questions"], sort_keys=True).encode()).hexdigest()[:12]
    row = {"of": "survey", "ref": survey.slug, "text": digest, "n": n, "name": survey.title,
           "address": survey.get_absolute_url() + "results/"}  # fmt: skip
    where = ({"of": "survey", "ref": survey.slug},)
    head = f"survey.{survey.slug}"
    tables.append(Table(head, survey.title, (TableRow("n", survey.title, n),), None))
    told = say.counted(survey.title, n or 0, say.RESPONSES)
    lines = [Line(f"results.{survey.slug}.n", "results", "sentence", told, (Cell(head, "n", n or 0),), where, ("n",))]
    for table in tables[:-1]:
        cells = tuple(Cell(table.key, one.key, one.n) for one in table.rows if one.n is not None)
        key = f"results.{table.key}.chart"
        lines.append(Line(key, "results", "chart", table.title, cells, where, ("text",), table.key))
    return Part("results", SECTIONS["results"], tuple(tables), tuple(lines), (row,), order=50)


def table_of(survey: Survey, label: Mapping[str, str], question: Mapping[str, Any]) -> Table:
    """Return one question as a table; hidden counts stay hidden."""
    rows = tuple(TableRow(str(one["value"]), one["label"], one["count"]) for one in question["choices"])
    key = f"survey.{survey.slug}.{question['name']}"
    return Table(key, label, rows, question["n"], adds_up=question["type"] not in MANY)


class NotAllowed:
    """Open answers whose authors were asked and did not allow quotes: counted and decided on, never quoted."""

    key = "surveys.consent"
    order = 60

    def silent(self, process: Process) -> Iterable[str]:
        """Return the references of contributions that are not to be quoted."""
        rows = Submission.objects.for_process(process).filter(provenance__quotable=False)
        return [str(key) for key in rows.values_list("pk", flat=True)]


class FewResponses:
    """Open answers of surveys with fewer responses than the survey's threshold are counted, never quoted."""

    key = "surveys"
    order = 50

    def silent(self, process: Process) -> Iterable[str]:
        """Return the references of contributions from surveys behind which too few stand."""
        few = [
            survey.slug
            for survey in Survey.objects.for_process(process)
            if Response.objects.in_results().filter(survey=survey).aggregate(n=Count("pk"))["n"] < survey.threshold
        ]
        if not few:
            return []
        rows = Submission.objects.for_process(process).filter(provenance__survey__in=few)
        return [str(key) for key in rows.values_list("pk", flat=True)]
