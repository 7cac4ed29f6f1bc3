"""The Celery tasks. Nobody imports them: a poke names them."""

from celery import shared_task

from participation.actions import audit, jobs, privacy, schedule


@shared_task
def run_jobs() -> int:
    """Work off due jobs."""
    return jobs.run_jobs()


@shared_task
def sweep_jobs() -> int:
    """Pick up what was never poked or whose lease ran out."""
    return jobs.sweep_jobs()


@shared_task
def promise_purge() -> bool:
    """Promise the daily erasing of what has been kept long enough."""
    schedule.promise_daily_jobs()
    return privacy.promise_purge()


@shared_task
def seal_audit() -> int:
    """Seal what the audit log was told since the last time; what fails is sealed a minute later."""
    return audit.seal_audit_entries()
