"""Meetings across groups: which come next, whose notes were published last."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from participation.models import Process
from workgroups.models import Meeting

SHOWN = 3  # of each kind and process


def meetings_ahead(processes: Sequence[Process]) -> dict[int, list[Meeting]]:
    """Return by process id the next meetings whose day is known, the soonest first."""
    rows = Meeting.objects.ahead(timezone.now()).filter(group__process__in=processes, starts__isnull=False)
    return first_of_each(rows.select_related("group__process"))


def newest_notes(processes: Sequence[Process]) -> dict[int, list[Meeting]]:
    """Return by process id the meetings whose notes were published last."""
    rows = Meeting.objects.filter(group__process__in=processes, published_on__isnull=False)
    return first_of_each(rows.select_related("group__process").defer("notes").order_by("-published_on", "-pk"))


def first_of_each(rows: Iterable[Meeting]) -> dict[int, list[Meeting]]:
    """Return the first few by process id."""
    found: dict[int, list[Meeting]] = {}
    for row in rows:
        of_process = found.setdefault(row.group.process_id, [])
        if len(of_process) < SHOWN:
            of_process.append(row)
    return found
