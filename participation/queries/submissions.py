"""Contributions as others need them: texts for summaries, figures for the coordinator's first page, words for codes."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.logic.submissions import OPEN_STATES, PUBLISHED, RECEIVED, WITHDRAWN
from participation.logic.summaries import (
    AreaFacts,
    DecisionLine,
    Missing,
    Passage,
    Section,
    areas_section,
    missing_areas,
)
from participation.models.areas import Area
from participation.models.processes import Process
from participation.models.submissions import Submission, SubmissionEvent
from participation.queries.areas import inhabitants_by_area

ENTERED_CHANNELS = ("paper", "email", "phone", "workshop")  # that a clerk can key in


class SubmissionsSource:
    """The texts of contributions that were not withdrawn; decisions come from those who decide."""

    key = "submissions"
    order = 10

    def passages(self, process: Any) -> Iterator[Passage]:
        """Yield the texts in one query."""
        rows = Submission.objects.for_process(process).wholes().exclude(state=WITHDRAWN).order_by()
        names = ("id", "title", "text", "language", "received_on", "theme__slug", "area__slug", "channel", "state",
                 "provenance")  # fmt: skip
        for pk, title, text, language, on, theme, area, channel, state, origin in rows.values_list(*names).iterator(
            2000
        ):
            yield Passage(
                source=self.key,
                reference=str(pk),
                text=text or title,
                language=language,
                on=on,
                theme=theme or "",
                area=area or "",
                channel=channel,
                state=state,
                survey=str(origin.get("survey", "")),
                workshop=str(origin.get("workshop", "")),
            )

    def decisions(self, process: Any) -> list[DecisionLine]:  # noqa: ARG002 -- the contract's name
        """Return none: contributions do not decide about themselves."""
        return []

    def address_of(self, reference: str) -> str:
        """Return the staff page of a contribution."""
        return reverse("participation:submission_page", args=[reference])


def channel_names() -> dict[str, str]:
    """Return the channels in words."""
    return {
        "survey": _("survey"),
        "form": _("idea form"),
        "workshop": _("workshop"),
        "paper": _("paper"),
        "email": _("e-mail"),
        "phone": _("phone"),
        "import": _("import"),
        "kiosk": _("kiosk"),
    }


def language_names() -> dict[str, str]:
    """Return the languages of contributions in words."""
    return {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English"), "fi-easy": _("plain Finnish")}


@dataclass(frozen=True)
class Overview:
    """The state of a process at a glance."""

    n: int
    latest: datetime.date | None
    unrouted: int
    waiting: int
    oldest_days: int | None
    answered: int
    by_day: Mapping[datetime.date, int]
    by_channel: Sequence[tuple[str, int]]
    areas: Section
    missing: Sequence[Missing]

    @property
    def answered_share(self) -> float | None:
        """The answered part of all contributions, 0–1."""
        return self.answered / self.n if self.n else None


def overview_of(process: Process) -> Overview:
    """Return the figures of the coordinator's first page, in a fixed number of queries."""
    rows = Submission.objects.for_process(process).wholes().exclude(state=WITHDRAWN).order_by()
    states = dict(rows.values_list("state").annotate(n=Count("pk")))
    open_rows = {state: states.get(state, 0) for state in OPEN_STATES}
    oldest = rows.filter(state__in=OPEN_STATES).aggregate(day=Min("received_on"))["day"]
    by_day = dict(rows.values_list("received_on").annotate(n=Count("pk")))
    by_area = dict(rows.values_list("area__slug").annotate(n=Count("pk")))
    inhabitants = inhabitants_by_area()
    facts = {area.slug: AreaFacts(area.name, inhabitants.get(area.pk)) for area in Area.objects.all()}
    areas = areas_section({slug or "": n for slug, n in by_area.items()}, facts)
    return Overview(
        n=sum(states.values()),
        latest=max(by_day, default=None),
        unrouted=states.get(RECEIVED, 0),
        waiting=sum(open_rows.values()),
        oldest_days=(timezone.localdate() - oldest).days if oldest else None,
        answered=states.get(PUBLISHED, 0),
        by_day=by_day,
        by_channel=sorted(rows.values_list("channel").annotate(n=Count("pk")), key=lambda pair: (-pair[1], pair[0])),
        areas=areas,
        missing=missing_areas(areas),
    )


def steps_of(submission: Submission) -> list[SubmissionEvent]:
    """Return what happened to a contribution, in order, with those who did it."""
    return list(SubmissionEvent.objects.filter(submission=submission).select_related("by"))


def step_names() -> dict[str, str]:
    """Return what can happen to a contribution, in words."""
    return {
        "received": _("it was received"),
        "routed": _("it was sent to a working group"),
        "forwarded": _("it was forwarded to another group"),
        "declined": _("the group gave it back"),
        "accepted": _("it was taken up"),
        "decided": _("it was decided on"),
        "published": _("it was answered"),
        "withdrawn": _("it was taken back"),
        "erased": _("it was erased"),
    }
