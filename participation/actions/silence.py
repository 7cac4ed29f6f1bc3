"""A phase that ended without news: its coordinators are reminded, once a phase and once more later."""

import datetime

from django.conf import settings
from django.utils import timezone

from participation.actions.notifications import notify
from participation.extension_points import news_sources
from participation.models.processes import Phase, Process
from participation.queries.people import coordinators_of

SILENCE_JOB = "participation.remind_to_publish"
SILENCE = "participation.nothing_published"
AGAIN = 3  # times the first wait
OLDEST_DAYS = 120


def remind_to_publish(day: datetime.date) -> int:
    """Remind the coordinators of phases that ended long enough ago with nothing published since; returns how many."""
    told = 0
    last = day - datetime.timedelta(days=settings.SILENT_PHASE_DAYS)
    oldest = day - datetime.timedelta(days=OLDEST_DAYS)
    phases = Phase.objects.filter(process__state=Process.State.OPEN, closes__isnull=False).select_related("process")
    for phase in phases.order_by("pk"):
        closed = timezone.localdate(phase.closes)
        if oldest <= closed <= last and not has_news_since(phase.process, closed):
            step = 2 if closed <= day - datetime.timedelta(days=settings.SILENT_PHASE_DAYS * AGAIN) else 1
            told += notify(
                SILENCE, f"phase:{phase.pk}:{step}", people=coordinators_of(phase.process), context={"phase": phase.pk}
            )
    return told


def has_news_since(process: Process, day: datetime.date) -> bool:
    """Tell whether anything of a process became public on a day or later."""
    return any(one.on >= day for source in news_sources for one in source.news(process, 1))
