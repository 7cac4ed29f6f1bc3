"""What a process made public, for its feed: the newest of every source, in one order."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.extension_points import News, news_sources
from participation.models.processes import Process
from participation.models.summaries import Summary
from participation.queries.processes import in_every_language

FEED_LENGTH = 30


class SummariesNews:
    """Published summaries."""

    key = "participation.summaries"
    order = 10

    def news(self, process: Process, limit: int) -> Sequence[News]:
        """Return the summaries that everybody may read, the newest first."""
        rows = Summary.objects.public().filter(process=process, published_at__isnull=False)
        whole = in_every_language(lambda: _("What residents said and what was decided"))
        return [
            News(
                f"summary:{row.pk}",
                timezone.localdate(max(row.published_at, row.embargo_until or row.published_at)),
                row.scope_name if row.scope else whole,
                reverse("participation:summary_page", args=[row.pk]),
            )
            for row in rows.defer("content", "tables").order_by("-published_at")[:limit]
            if row.published_at
        ]


def news_of(process: Process, limit: int = FEED_LENGTH) -> list[News]:
    """Return what became public last in a process, the newest first."""
    found = [one for source in news_sources for one in source.news(process, limit)]
    return sorted(found, key=lambda one: one.on, reverse=True)[:limit]
