"""The outbox: promise work in a transaction, do it later, never lose it, never do it for ever."""

import datetime
import logging
import random
from collections.abc import Iterable

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from participation.errors import ParticipationError
from participation.extension_points import JobHandler, job_handlers
from participation.gateways import broker
from participation.models.audit import AuditEntry
from participation.models.jobs import Job, attempts_of
from participation.models.people import Person

logger = logging.getLogger("kuulolla.jobs")


def add_job(kind: str, reference: object, *, available_at: datetime.datetime | None = None) -> Job:
    """Promise one piece of work in the transaction at hand; raises LookupError for a kind that nobody handles."""
    return add_jobs(kind, [reference], available_at=available_at)[0]


def add_jobs(kind: str, references: Iterable[object], *, available_at: datetime.datetime | None = None) -> list[Job]:
    """Promise many pieces of work of one kind; workers are poked once, after the commit."""
    if kind not in job_handlers:
        raise LookupError(f"no handler for jobs of kind {kind}")
    when = available_at or timezone.now()
    jobs = Job.objects.bulk_create(
        [Job(kind=kind, reference=str(reference), available_at=when) for reference in references], batch_size=500
    )
    transaction.on_commit(broker.poke)
    return jobs


def run_jobs(*, limit: int = 1000) -> int:
    """Do due jobs one by one until none is left or the limit is reached; returns how many were tried."""
    tried = 0
    while tried < limit:
        job = claim_job()
        if job is None:
            break
        do_job(job)
        tried += 1
    return tried


def claim_job() -> Job | None:
    """Take the lease of one due job and count the attempt before the work; nothing if none is due."""
    while True:
        now = timezone.now()
        job = Job.objects.due(now).first()
        if job is None:
            return None
        handler = job_handlers.get(job.kind)
        lease = now + datetime.timedelta(seconds=handler.lease if handler else 60)
        taken = (
            Job.objects.due(now)
            .order_by()
            .filter(pk=job.pk, attempts=job.attempts)
            .update(lease_until=lease, attempts=F("attempts") + 1)
        )
        if taken:
            job.attempts += 1
            job.lease_until = lease
            return job


def do_job(job: Job) -> bool:
    """Run the handler of a claimed job and note how it ended; tells whether it is done."""
    try:
        handler_of(job).run(job.reference)
    except Exception as error:  # noqa: BLE001 -- any failure is noted on the row, retried, and at last buried in sight
        fail_job(job, error)
        return False
    finish_job(job)
    return True


def handler_of(job: Job) -> JobHandler:
    """Return who does jobs of this kind; raises LookupError when nobody does any more."""
    handler = job_handlers.get(job.kind)
    if handler is None:
        raise LookupError(f"no handler for {job.kind}")
    return handler


def finish_job(job: Job) -> None:
    """Mark a job done, unless its lease was taken over meanwhile."""
    Job.objects.filter(pk=job.pk, attempts=job.attempts, done_at__isnull=True).update(
        done_at=timezone.now(), lease_until=None, last_error=""
    )


def fail_job(job: Job, error: Exception) -> None:
    """Note a failure without personal data and move the job on, or bury it after the last attempt."""
    words = f"{type(error).__name__} {error.code}" if isinstance(error, ParticipationError) else type(error).__name__
    now = timezone.now()
    wait = datetime.timedelta(seconds=min(3600, 5 * 4 ** (job.attempts - 1)) * random.uniform(0.8, 1.2))  # noqa: S311
    changes: dict[str, object] = {"lease_until": None, "last_error": words[:200], "available_at": now + wait}
    if job.attempts >= attempts_of(job.kind):
        changes["buried_at"] = now
        logger.error("a job was given up after %s attempts: %s %s: %s", job.attempts, job.kind, job.pk, words)
    else:
        logger.warning("a job failed and will be tried again: %s %s: %s", job.kind, job.pk, words)
    try:
        Job.objects.filter(pk=job.pk, attempts=job.attempts, done_at__isnull=True).update(**changes)
    except OperationalError:
        logger.warning("the database went away: the lease of job %s will run out", job.pk)


def sweep_jobs() -> int:
    """Bury jobs whose last attempt never came back, then do what is due; returns how many were tried."""
    now = timezone.now()
    Job.objects.worn_out().filter(lease_until__lt=now).update(
        buried_at=now, lease_until=None, last_error="the last attempt never came back"
    )
    return run_jobs()


@transaction.atomic
def retry_dead_jobs(*, by: Person | None) -> int:
    """Give every dead letter new attempts and note who asked for it; returns how many."""
    count = Job.objects.dead().update(buried_at=None, attempts=0, available_at=timezone.now(), lease_until=None)
    if count:
        AuditEntry.objects.create(
            verb="retry_dead_jobs", subject_type="installation", subject_id="", by=by, data={"jobs": count}
        )
        transaction.on_commit(broker.poke)
    return count
