"""Publishing results in epochs, so that the difference of two views is never a handful of people."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.errors import Conflict
from participation.models.jobs import Job
from participation.models.people import Person
from surveys.logic.disclosure import EPOCH_MINUTES, may_publish, next_levels, next_tables
from surveys.models.responses import Response
from surveys.models.results import PublishedResults
from surveys.models.surveys import Survey
from surveys.queries.results import publishable_results

PUBLISH = "surveys.publish_results"


def promise_publication(survey: Survey, *, available_at: datetime.datetime | None = None) -> Job | None:
    """Promise to look whether a new epoch is due; at most one promise of a survey waits at a time."""
    waiting = Job.objects.pending().filter(kind=PUBLISH, reference=str(survey.pk), lease_until__isnull=True)
    if not survey.results_public or waiting.exists():
        return None
    return add_job(PUBLISH, survey.pk, available_at=available_at)


def publish_results(survey: Survey) -> PublishedResults | None:
    """Publish the results of this moment if an epoch is due; returns it, or nothing.

    Due are the first results with enough answers, and later ones after enough new answers and an hour; closing
    waives the hour. When only the hour is missing, another look is promised for its end.
    """
    if not survey.results_public or survey.erased_on:
        return None
    now = timezone.now()
    epoch = PublishedResults.objects.filter(survey=survey).first()
    n = Response.objects.in_results().filter(survey=survey).count()
    closed = survey.state != Survey.State.OPEN
    minutes = (now - epoch.as_of).total_seconds() / 60 if epoch else None
    if not may_publish(n, epoch.n if epoch else None, minutes, survey.threshold, closed=closed):
        if epoch and may_publish(n, epoch.n, EPOCH_MINUTES, survey.threshold, closed=closed):
            promise_publication(survey, available_at=epoch.as_of + datetime.timedelta(minutes=EPOCH_MINUTES))
        return None
    content = publishable_results(survey)
    counted = content.pop("n")
    if counted is None or not may_publish(
        counted, epoch.n if epoch else None, minutes, survey.threshold, closed=closed
    ):
        return None
    if epoch:
        k = survey.threshold
        before, since = epoch.content["questions"], epoch.as_of.isoformat()
        content["questions"] = next_tables(before, content["questions"], k, as_of=since)
        content["identity"] = next_levels(epoch.content.get("identity", []), content["identity"], k)
    return store_epoch(survey, epoch, counted, content, now)


@transaction.atomic
def store_epoch(
    survey: Survey, epoch: PublishedResults | None, n: int, content: dict[str, object], now: datetime.datetime
) -> PublishedResults | None:
    """Write an epoch over the one that was seen; nothing when another worker has published meanwhile."""
    if epoch is None:
        stored, is_new = PublishedResults.objects.get_or_create(
            survey=survey, defaults={"n": n, "content": content, "as_of": now}
        )
        if not is_new:
            return None
    else:
        seen = PublishedResults.objects.filter(pk=epoch.pk, as_of=epoch.as_of)
        if seen.update(n=n, content=content, as_of=now) != 1:
            return None
        stored = PublishedResults.objects.get(pk=epoch.pk)
    add_audit_entry("publish_results", survey, by=None, n=n)
    return stored


@transaction.atomic
def set_results_public(survey: Survey, *, public: bool, by: Person | None) -> Survey:
    """Let everybody see the results from now on, or nobody; raises Conflict when it was so already."""
    changed = Survey.objects.filter(pk=survey.pk, results_public=not public).update(results_public=public)
    if changed != 1:
        raise Conflict(_("Somebody else was first. The survey has changed."), current={"results_public": public})
    survey.results_public = public
    add_audit_entry("show_results" if public else "hide_results", survey, by=by)
    if public:
        promise_publication(survey)
    return survey
