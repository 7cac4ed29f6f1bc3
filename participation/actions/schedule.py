"""The timetable: jobs that are due every day, promised once a day however often the clock strikes."""

import datetime

from django.db import transaction
from django.utils import timezone

from participation.actions.jobs import add_job
from participation.extension_points import daily_jobs
from participation.models.jobs import Job


@transaction.atomic
def promise_daily_jobs(*, now: datetime.datetime | None = None) -> int:
    """Promise what is due today and not promised yet; returns how many jobs."""
    today = timezone.localdate(now)
    due = [one.key for one in daily_jobs if one.weekday in (None, today.weekday())]
    known = set(Job.objects.filter(kind__in=due, reference=today.isoformat()).values_list("kind", flat=True))
    new = [kind for kind in due if kind not in known]
    for kind in new:
        add_job(kind, today.isoformat())
    return len(new)
