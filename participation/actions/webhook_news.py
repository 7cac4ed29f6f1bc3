"""What webhooks are told of this floor: each function hears one event and notes it in the transaction at hand."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from participation.actions.jobs import add_job
from participation.actions.webhooks import announce
from participation.logic.webhooks import Thing
from participation.models.processes import Process
from participation.models.submissions import Batch, Submission
from participation.models.summaries import Summary

ANNOUNCE_SUMMARY = "participation.announce_summary"
RECEIVED, CHANGED, WITHDRAWN = "submission.received", "submission.changed", "submission.withdrawn"
IMPORTED, DECISION, SUMMARY = "submissions.imported", "decision.published", "summary.published"


def things_of(submissions: Iterable[Submission]) -> list[Thing]:
    """Return contributions as events name them."""
    return [Thing("submission", str(one.pk), reverse("api:submission", args=[one.pk])) for one in submissions]


def tell_received(submission: Submission, **_arguments: Any) -> None:
    """Tell of a new contribution."""
    announce(RECEIVED, submission.process_id, things_of([submission]))


def tell_imported(submission_ids: Sequence[UUID], batch: Batch | None, **_arguments: Any) -> None:
    """Tell once of a whole batch; where there is none, of each contribution."""
    if batch:
        slug = Process.objects.values_list("slug", flat=True).get(pk=batch.process_id)
        thing = Thing("batch", str(batch.pk), reverse("api:process", args=[slug]))
        announce(IMPORTED, batch.process_id, [thing])
        return
    for submission in Submission.objects.filter(pk__in=submission_ids).only("pk", "process"):
        tell_received(submission)


def tell_moved(submissions: Sequence[Submission], **_arguments: Any) -> None:
    """Tell of contributions that came into another state."""
    if submissions:
        announce(CHANGED, submissions[0].process_id, things_of(submissions))


def tell_withdrawn(submission: Submission, **_arguments: Any) -> None:
    """Tell of a contribution that was taken back, so that copies of it are deleted elsewhere too."""
    announce(WITHDRAWN, submission.process_id, things_of([submission]))


def tell_decision(submission: Submission, **_arguments: Any) -> None:
    """Tell of an answer that its author can read now."""
    announce(DECISION, submission.process_id, things_of([submission]))


def tell_summary(summary: Summary, **_arguments: Any) -> None:
    """Tell of a summary that can be read, or promise it for the end of its embargo."""
    if summary.embargo_until and summary.embargo_until > timezone.now():
        add_job(ANNOUNCE_SUMMARY, summary.pk, available_at=summary.embargo_until)
    else:
        announce(SUMMARY, summary.process_id, [thing_of(summary)], once="published")


@transaction.atomic
def announce_summary(summary_id: str) -> None:
    """Tell of a summary whose embargo has ended; once, however often this is called."""
    summary = Summary.objects.filter(pk=summary_id, state=Summary.State.PUBLISHED).first()
    if summary:
        tell_summary(summary)


def thing_of(summary: Summary) -> Thing:
    """Return a summary as events name it."""
    return Thing("summary", str(summary.pk), reverse("api:summary", args=[summary.pk]))
