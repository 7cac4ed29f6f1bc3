"""Surveys as lists show them: on a coordinator's desk, on the pages of a process; and how an open one is going."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from participation.extension_points import Highlight, Panel
from participation.models.people import Anonymous, Person
from participation.models.processes import Process
from surveys.logic.charts import Column, columns
from surveys.logic.columns import CHANNEL, DAY, LANGUAGE
from surveys.logic.representation import AreaLine, area_lines
from surveys.logic.result_counts import Counts
from surveys.models.responses import Response
from surveys.models.results import PublishedResults, ReplacedAnswers, ResultsCopy
from surveys.models.surveys import Survey
from surveys.queries.counting import Forms, forms_of, snapshot_of
from surveys.queries.representation import Compared, Missing, groups_of, missing_of
from surveys.queries.results import CHANNELS, LANGUAGES, Texts, role_shape

MAX_DAYS = 60
RESULTS_OF = {"fi": "Tulokset: {}", "sv": "Resultat: {}", "en": "Results: {}"}


@dataclass(frozen=True)
class PartLine:
    """One language or channel: how many answers, and their share."""

    value: str
    label: Texts
    n: int
    share: float


@dataclass(frozen=True)
class Progress:
    """How answering goes: over time, by channel, language and area."""

    survey: Survey
    n: int
    target_share: float | None
    latest: datetime.date | None
    days: list[Column]
    channels: list[PartLine]
    languages: list[PartLine]
    areas: list[AreaLine]
    missing: list[Missing]


def with_counts(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """Add response_count to surveys: what is in the copy for results, and the few that are not yet."""
    copied = Subquery(ResultsCopy.objects.filter(survey=OuterRef("pk")).values("n"))
    new = number_of(Response.objects.in_results().filter(survey=OuterRef("pk"), counted=False))
    gone = number_of(ReplacedAnswers.objects.filter(survey=OuterRef("pk")))
    return surveys.annotate(response_count=Coalesce(copied, Value(0)) + new - gone)


def number_of(rows: QuerySet[Any]) -> Coalesce:
    """Return how many rows there are for each survey, as part of a query."""
    counted = rows.order_by().values("survey").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), Value(0))


def desk_surveys_of(person: Person | Anonymous) -> QuerySet[Survey]:
    """Return the surveys of the processes that this person coordinates, those that take answers first."""
    own = Survey.objects.filter(process__in=Process.objects.coordinated_by(person))
    return own.select_related("process", "current").order_by("-state", "closes", "slug")


def progress_of(survey: Survey, known: Forms | None = None, *, counts: Counts | None = None) -> Progress:
    """Return how answering goes, from what is counted."""
    counts = counts or snapshot_of(survey, known).counts
    known = known or forms_of(survey)
    groups = groups_of(known, counts)
    by_day = {datetime.date.fromisoformat(day): n for day, n in counts.about.get(DAY, {}).items()}
    n = counts.tally.n
    return Progress(
        survey=survey,
        n=n,
        target_share=n / survey.target if survey.target else None,
        latest=max(by_day, default=None),
        days=day_columns(by_day),
        channels=part_lines(counts.about.get(CHANNEL, {}), CHANNELS, n),
        languages=part_lines(counts.about.get(LANGUAGE, {}), LANGUAGES, n),
        areas=areas_of(known, counts, groups.of("area")),
        missing=missing_of(groups.compared),
    )


def day_columns(by_day: Mapping[datetime.date, int]) -> list[Column]:
    """Return a column for each day from the first answer to the last; the newest two months of a long survey."""
    if not by_day:
        return []
    last = max(by_day)
    first = max(min(by_day), last - datetime.timedelta(days=MAX_DAYS - 1))
    days = [first + datetime.timedelta(days=passed) for passed in range((last - first).days + 1)]
    return columns([(f"{day.day}.{day.month}.", by_day.get(day, 0)) for day in days])


def part_lines(counts: Mapping[str, int], words: Mapping[str, Texts], n: int) -> list[PartLine]:
    """Return lines by size."""
    ordered = sorted(counts.items(), key=lambda line: (-line[1], line[0]))
    return [PartLine(value, words.get(value, {"fi": value}), count, count / n) for value, count in ordered]


def areas_of(known: Forms, counts: Counts, found: Compared | None) -> list[AreaLine]:
    """Compare answers by area with inhabitants, if the survey asks for the area; those without figures stand along."""
    shape = role_shape("area", known)
    if shape is None:
        return []
    question = counts.tally.questions.get(shape.name)
    by_value = {str(cell): n for cell, n in question.counts.items()} if question else {}
    people = found.known.people if found else {}
    return area_lines([(value, label, by_value.get(value, 0)) for value, label in shape.choices], people)


class SurveysPart:
    """What surveys add to processes."""

    key = "surveys.surveys"
    order = 10

    def highlights(self, processes: Sequence[Process]) -> Mapping[int, Sequence[Highlight]]:
        """Invite to open surveys, and to the results that are published."""
        now = timezone.now()
        found: dict[int, list[Highlight]] = {}
        surveys = list(Survey.objects.public().filter(process__in=[process.pk for process in processes]))
        published = epochs_of(surveys)
        for survey in surveys:
            own = found.setdefault(survey.process_id, [])
            if survey.takes_responses(now):
                own.append(Highlight("survey", survey.title, survey.get_absolute_url(), until=survey.closes))
            if survey.results_public and survey.pk in published:
                address = reverse("surveys:results_page", args=[survey.slug])
                title = {
                    code: RESULTS_OF.get(code, RESULTS_OF["fi"]).format(text)
                    for code, text in survey.title.items()
                    if text
                }
                own.append(Highlight("results", title, address))
        return found

    def panel(self, process: Process) -> Panel | None:
        """List the surveys of the process, closed ones too."""
        surveys = list(Survey.objects.public().for_process(process).order_by("-closes", "slug"))
        if not surveys:
            return None
        now, published = timezone.now(), epochs_of(surveys)
        lines = [
            {"survey": s, "is_open": s.takes_responses(now), "has_results": s.results_public and s.pk in published}
            for s in surveys
        ]
        return Panel(self.key, "surveys/results/panel.html", {"lines": lines}, 20)

    def overview(self, process: Process) -> Panel | None:
        """Show the coordinator how answering goes in the surveys that were opened."""
        surveys = Survey.objects.for_process(process).filter(state__in=[Survey.State.OPEN, Survey.State.CLOSED])
        progress = [progress_of(survey) for survey in surveys.order_by("-state", "closes", "slug")]
        if not progress:
            return None
        return Panel(self.key, "surveys/desk/overview.html", {"surveys": progress}, 20)


def epochs_of(surveys: Sequence[Survey]) -> set[int]:
    """Return the ids of the surveys that have a published epoch."""
    return set(PublishedResults.objects.filter(survey__in=surveys).values_list("survey_id", flat=True))
