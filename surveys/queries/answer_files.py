"""Ordered files of answers, as their page tells of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from participation.models.jobs import Job
from surveys.logic.disclosure import shows_same
from surveys.logic.result_tables import Table
from surveys.models.files import AnswerFile, PublishedData
from surveys.models.results import PublishedResults
from surveys.models.surveys import Survey
from surveys.queries.results import publishable_results


def given_up(files: Iterable[AnswerFile]) -> set[uuid.UUID]:
    """Return the keys of the files whose making was given up after its last attempt."""
    waiting = {str(one.pk): one.pk for one in files if one.state == AnswerFile.State.WAITING}
    if not waiting:
        return set()
    dead = Job.objects.dead().filter(reference__in=waiting)
    return {waiting[reference] for reference in dead.values_list("reference", flat=True)}


def shown_tables(survey: Survey) -> dict[str, Table]:
    """Return the tables that everybody may see of the answers of this moment, by question.

    Where results are published, a question whose published table is older than the answers has none: the two together
    would tell of the few who answered in between.
    """
    now = {table["name"]: table for table in publishable_results(survey)["questions"]}
    epoch = PublishedResults.objects.filter(survey=survey).first()
    if epoch is None:
        return now
    seen = {table["name"]: table for table in epoch.content["questions"]}
    return {name: table for name, table in now.items() if name in seen and shows_same(seen[name], table)}


def with_open_data(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """Add has_open_data to surveys: whether a file of it is published."""
    return surveys.annotate(
        has_open_data=Exists(PublishedData.objects.filter(survey=OuterRef("pk"), file__isnull=False))
    )


def published_data(survey: Survey) -> PublishedData | None:
    """Return the open data that everybody may take home now, or nothing: it goes when the results are hidden."""
    if not survey.results_public:
        return None
    return PublishedData.objects.select_related("file").filter(survey=survey, file__isnull=False).first()
