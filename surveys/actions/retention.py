"""What surveys erase by themselves after a time: answers, attached files, unfinished answers, scans, ordered files."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.logic.retention import Kept
from participation.models.processes import Process
from surveys.actions.uploads import drop
from surveys.gateways.attachments import delete_attachments
from surveys.models.coding import AnswerReading, CodeBook
from surveys.models.drafts import SurveyDraft
from surveys.models.files import AnswerFile, PublishedData
from surveys.models.imports import AnswerImport
from surveys.models.paper import Scan, ScanPage, SheetEntry, SheetNote
from surveys.models.responses import Response
from surveys.models.results import ReplacedAnswers, ResultsCopy
from surveys.models.surveys import Survey
from surveys.models.uploads import Upload

USUAL_MONTHS, MOST_MONTHS = 24, 120
AT_ONCE = 1000


def place_of(survey: Survey) -> str:
    """Return under which name a survey's times are kept."""
    return f"survey:{survey.pk}"


def survey_at(scope: str) -> Survey:
    """Return the survey of a place."""
    return Survey.objects.get(pk=int(scope.partition(":")[2]))


def closed_since(survey: Survey) -> datetime.date | None:
    """Return the day on which a survey closed, or was to close; nothing while it is not closed."""
    if survey.state not in (Survey.State.CLOSED, Survey.State.ARCHIVED):
        return None
    return survey.closed_on or (timezone.localdate(survey.closes) if survey.closes else None)


def kept_after_closing(rows: QuerySet[Any], processes: Sequence[Process]) -> list[Kept]:
    """Return what is kept of one table by survey; its time begins when the survey closes."""
    surveys = surveys_of(processes)
    counts = rows.filter(survey__in=list(surveys)).order_by().values("survey").annotate(n=Count("pk"))
    return [kept_of(surveys[row["survey"]], row["n"], closed_since(surveys[row["survey"]])) for row in counts]


def kept_one_by_one(rows: QuerySet[Any], processes: Sequence[Process], day: str) -> list[Kept]:
    """Return what is kept of one table by survey, and the day of the oldest."""
    surveys = surveys_of(processes)
    found = rows.filter(survey__in=list(surveys)).order_by().values("survey")
    return [
        kept_of(surveys[row["survey"]], row["n"], local_day(row["since"]))
        for row in found.annotate(n=Count("pk"), since=Min(day))
    ]


def surveys_of(processes: Sequence[Process]) -> dict[int, Survey]:
    """Return the surveys of some processes by their number, each with its process."""
    by_pk = {one.pk: one for one in processes}
    rows = {one.pk: one for one in Survey.objects.filter(process__in=list(by_pk)).order_by("pk")}
    for one in rows.values():
        one.process = by_pk[one.process_id]
    return rows


def local_day(moment: datetime.date | datetime.datetime) -> datetime.date:
    """Return the day of a moment in the town's zone."""
    return timezone.localdate(moment) if isinstance(moment, datetime.datetime) else moment


def kept_of(survey: Survey, n: int, since: datetime.date | None) -> Kept:
    """Return what is kept in one survey."""
    return Kept(survey.process, place_of(survey), n, since, survey.title)


def start_of(day: datetime.date) -> datetime.datetime:
    """Return the midnight with which a day begins in the town's zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class AnswersKept:
    """Answers as they were given, with everything that was made of them; what was published stays."""

    key = "surveys.answers"
    order = 40
    in_days = False
    most = MOST_MONTHS
    is_rolling = False
    warns = True

    def label(self) -> str:
        """Return what it is called."""
        return _("Answers as they were given")

    def counted_from(self) -> str:
        """Return from when its time is counted."""
        return _("from the day the survey closed")

    def usual(self, process: Process) -> int:  # noqa: ARG002 -- the contract
        """Return two years."""
        return USUAL_MONTHS

    def kept(self, processes: Sequence[Process]) -> Sequence[Kept]:
        """Return how many answers each survey has."""
        return kept_after_closing(Response.objects.all(), processes)

    def erase(self, kept: Kept, limit: datetime.date) -> Mapping[str, int]:  # noqa: ARG002 -- the contract
        """Erase all answers of a survey, their copy for results, files, codes and ordered files."""
        return erase_answers(survey_at(kept.scope))


class FilesKept:
    """Files that residents attached."""

    key = "surveys.files"
    order = 41
    in_days = False
    most = MOST_MONTHS
    is_rolling = False
    warns = True

    def label(self) -> str:
        """Return what it is called."""
        return _("Files attached to answers")

    def counted_from(self) -> str:
        """Return from when its time is counted."""
        return _("from the day the survey closed")

    def usual(self, process: Process) -> int:  # noqa: ARG002 -- the contract
        """Return as long as the answers."""
        return USUAL_MONTHS

    def kept(self, processes: Sequence[Process]) -> Sequence[Kept]:
        """Return how many files each survey has."""
        return kept_after_closing(Upload.objects.filter(waits_since=None), processes)

    def erase(self, kept: Kept, limit: datetime.date) -> Mapping[str, int]:  # noqa: ARG002 -- the contract
        """Delete the files of a survey."""
        return {"files": drop(Upload.objects.filter(survey=survey_at(kept.scope)))}


class DraftsKept:
    """Unfinished answers on the server: a job looks after each, this takes them sooner where a survey says so."""

    key = "surveys.drafts"
    order = 42
    in_days = True
    most = 30
    is_rolling = True
    warns = False

    def label(self) -> str:
        """Return what it is called."""
        return _("Unfinished answers")

    def counted_from(self) -> str:
        """Return from when its time is counted."""
        return _("from the day each was last saved")

    def usual(self, process: Process) -> int:  # noqa: ARG002 -- the contract
        """Return thirty days."""
        return 30

    def kept(self, processes: Sequence[Process]) -> Sequence[Kept]:
        """Return how many unfinished answers each survey has."""
        return kept_one_by_one(SurveyDraft.objects.all(), processes, "saved_on")

    def erase(self, kept: Kept, limit: datetime.date) -> Mapping[str, int]:
        """Delete what was not saved since."""
        old = SurveyDraft.objects.filter(survey=survey_at(kept.scope), saved_on__lt=limit)
        return {"drafts": old.delete()[0]}


class ScansKept:
    """Scanned paper forms, with the handwriting on them."""

    key = "surveys.scans"
    order = 43
    in_days = True
    most = 30
    is_rolling = True
    warns = False

    def label(self) -> str:
        """Return what it is called."""
        return _("Scanned paper forms")

    def counted_from(self) -> str:
        """Return from when its time is counted."""
        return _("from the day each arrived")

    def usual(self, process: Process) -> int:  # noqa: ARG002 -- the contract
        """Return thirty days."""
        return 30

    def kept(self, processes: Sequence[Process]) -> Sequence[Kept]:
        """Return how many scanned files each survey has."""
        return kept_one_by_one(Scan.objects.all(), processes, "arrived_on")

    def erase(self, kept: Kept, limit: datetime.date) -> Mapping[str, int]:
        """Delete old scans with their pages and pictures."""
        return {"scans": drop_scans(Scan.objects.filter(survey=survey_at(kept.scope), arrived_on__lt=limit))}


class OrderedFilesKept:
    """Files of answers that staff ordered; the archive of a closed survey goes with the answers."""

    key = "surveys.ordered_files"
    order = 44
    in_days = True
    most = 7
    is_rolling = True
    warns = False

    def label(self) -> str:
        """Return what it is called."""
        return _("Ordered files of answers")

    def counted_from(self) -> str:
        """Return from when its time is counted."""
        return _("from the day each was ordered")

    def usual(self, process: Process) -> int:  # noqa: ARG002 -- the contract
        """Return a week."""
        return 7

    def kept(self, processes: Sequence[Process]) -> Sequence[Kept]:
        """Return how many ordered files each survey has."""
        return kept_one_by_one(ordered_files(), processes, "ordered_at")

    def erase(self, kept: Kept, limit: datetime.date) -> Mapping[str, int]:
        """Delete old files."""
        old = ordered_files().filter(survey=survey_at(kept.scope), ordered_at__lt=start_of(limit))
        return {"ordered_files": drop_files(old)}


KINDS = (AnswersKept(), FilesKept(), DraftsKept(), ScansKept(), OrderedFilesKept())


def ordered_files() -> QuerySet[AnswerFile]:
    """Return the files that people ordered, without the archives of closed surveys and what is published."""
    published = PublishedData.objects.filter(file__isnull=False).values("file")
    return AnswerFile.objects.exclude(by=None, kind=AnswerFile.Kind.PARQUET).exclude(pk__in=published)


@transaction.atomic
def erase_answers(survey: Survey) -> dict[str, int]:
    """Erase the answers of a survey and everything made of them but what was published; returns how many of each."""
    counts = {
        "responses": gone(Response.objects.filter(survey=survey)),
        "files": drop(Upload.objects.filter(survey=survey)),
        "drafts": SurveyDraft.objects.filter(survey=survey).delete()[0],
        "scans": drop_scans(Scan.objects.filter(survey=survey)),
        "ordered_files": drop_files(AnswerFile.objects.filter(survey=survey)),
    }
    SheetNote.objects.filter(batch__survey=survey).delete()
    SheetEntry.objects.filter(sheet__batch__survey=survey).delete()
    drop_imports(survey)
    ReplacedAnswers.objects.filter(survey=survey).delete()
    ResultsCopy.objects.filter(survey=survey).delete()
    AnswerReading.objects.filter(book__survey=survey).delete()
    CodeBook.objects.filter(survey=survey).update(themes=[], suggested={})
    today = timezone.localdate()
    Survey.objects.filter(pk=survey.pk).update(erased_on=today)
    survey.erased_on = today
    return counts


def gone(rows: QuerySet[Model]) -> int:
    """Delete rows a thousand at a time; returns how many."""
    total = 0
    while keys := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        total += rows.model._base_manager.filter(pk__in=keys).delete()[0]  # noqa: SLF001 -- public by its documentation
    return total


def drop_scans(scans: QuerySet[Scan]) -> int:
    """Delete scans with their pages; the files go when the transaction holds."""
    names = list(scans.values_list("name", flat=True))
    names += list(ScanPage.objects.filter(scan__in=scans).values_list("picture", flat=True))
    n = scans.count()
    scans.delete()
    transaction.on_commit(lambda: delete_attachments(name for name in names if name))
    return n


def drop_files(files: QuerySet[AnswerFile]) -> int:
    """Delete ordered files; the files themselves go when the transaction holds."""
    names = [name for name in files.values_list("name", flat=True) if name]
    n = files.count()
    files.delete()
    transaction.on_commit(lambda: delete_attachments(names))
    return n


def drop_imports(survey: Survey) -> None:
    """Delete what is left of files that were brought in; that they were stays."""
    rows = AnswerImport.objects.filter(survey=survey)
    names = [name for name in rows.values_list("name", flat=True) if name]
    rows.update(name="", title="", problems=[])
    transaction.on_commit(lambda: delete_attachments(names))
