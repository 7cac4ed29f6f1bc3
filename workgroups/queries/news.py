"""What working groups made public, for the feed of their process: decisions and minutes."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from participation.extension_points import News
from participation.models import Process
from workgroups.models import Minutes
from workgroups.queries.decisions import published_decisions, title_of


class DecisionsNews:
    """Published decisions: what was decided on what, and why."""

    key = "workgroups.decisions"
    order = 20

    def news(self, process: Process, limit: int) -> Sequence[News]:
        """Return the newest decisions, each with its outcome and reason in the languages it is written in."""
        found = []
        for row in published_decisions().filter(group__process=process)[:limit]:
            texts = {}
            for language, reason in row.reason.items():
                with translation.override(language):
                    texts[language] = f"{capfirst(str(row.get_outcome_display()))}. {reason}"
            title = {row.submission.language: title_of(row)}
            address = row.group.get_absolute_url()
            if row.published_on:
                found.append(News(f"decision:{row.pk}", row.published_on, title, address, texts))
        return found


class MinutesNews:
    """Published minutes."""

    key = "workgroups.minutes"
    order = 30

    def news(self, process: Process, limit: int) -> Sequence[News]:
        """Return the minutes of public meetings, the newest first."""
        rows = Minutes.objects.filter(is_current=True, meeting__group__process=process)
        rows = rows.select_related("meeting__group__process").order_by("-published_on", "-pk")
        found = []
        for row in rows[:limit]:
            group = row.meeting.group
            texts = {}
            for language, name in group.name.items():
                with translation.override(language):
                    values = {"number": row.meeting.number, "group": f"{group.code} {name}"}
                    texts[language] = _("Minutes of meeting %(number)s: %(group)s") % values
            address = reverse("workgroups:minutes_page", args=[group.code, row.meeting.number])
            found.append(
                News(f"minutes:{row.pk}", row.published_on, texts, f"{address}?process={process.slug}", row.notes)
            )
        return found
