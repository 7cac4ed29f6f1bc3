"""When this happens, promise that: each receiver writes a job row and does nothing else."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from participation import events as ground
from participation.actions.jobs import add_job, add_jobs
from participation.models import AnswerOpinion, Batch, Submission
from workgroups import events
from workgroups.actions.learning import LEARN, promise
from workgroups.actions.reviews import BRING_BACK
from workgroups.actions.webhooks import tell_minutes
from workgroups.models import Group


def connect() -> None:
    """Connect the receivers; called once when Django is ready."""
    ground.submission_received.connect(promise_routing, dispatch_uid="workgroups.route_submission")
    ground.submissions_imported.connect(promise_routing_many, dispatch_uid="workgroups.route_batch")
    ground.submission_withdrawn.connect(promise_ending, dispatch_uid="workgroups.end_assignment")
    events.submission_assigned.connect(promise_news, dispatch_uid="workgroups.tell_reviewers")
    events.submission_assigned.connect(promise_learning, dispatch_uid="workgroups.learn_assigned")
    events.minutes_published.connect(tell_minutes, dispatch_uid="workgroups.tell_minutes")
    ground.answer_judged.connect(promise_bringing_back, dispatch_uid="workgroups.bring_back")
    ground.outcome_published.connect(promise_learning_from_answer, dispatch_uid="workgroups.learn_answered")


def promise_routing(submission: Submission, **_arguments: Any) -> None:
    """Promise that a new contribution finds its working group."""
    add_job("workgroups.route_submission", submission.pk)


def promise_ending(submission: Submission, **_arguments: Any) -> None:
    """Promise that what was withdrawn leaves its working group."""
    add_job("workgroups.end_assignment", submission.pk)


def promise_routing_many(submission_ids: Sequence[UUID], batch: Batch | None, **_arguments: Any) -> None:
    """Promise that imported contributions find their working groups."""
    if batch:
        add_job("workgroups.route_batch", batch.pk)
    else:
        add_jobs("workgroups.route_submission", submission_ids)


def promise_news(group: Group, **_arguments: Any) -> None:
    """Promise that chair and deputy hear of what was given to their group."""
    add_job("workgroups.tell_reviewers", f"{group.pk}:{timezone.localdate().isoformat()}")


def promise_learning(group: Group, **_arguments: Any) -> None:
    """Promise to learn from where contributions were given."""
    promise(LEARN, group.process_id)


def promise_learning_from_answer(submission: Submission, **_arguments: Any) -> None:
    """Promise to learn from what a group answered as its own."""
    promise(LEARN, submission.process_id)


def promise_bringing_back(submission: Submission, opinion: AnswerOpinion, **_arguments: Any) -> None:
    """Promise that a contribution comes back whose author was not answered."""
    if not opinion.is_answered:
        add_job(BRING_BACK, submission.pk)
