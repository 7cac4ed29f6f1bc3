"""Workshops as residents see them, and as those see them who run them."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone

from participation.extension_points import Highlight, Panel
from participation.logic.submissions import WITHDRAWN
from participation.models.people import Anonymous, Person
from participation.models.processes import Process
from participation.models.submissions import Submission
from participation.models.summaries import Summary
from participation.models.workshops import Workshop

AFTERWARDS = datetime.timedelta(hours=12)  # a workshop without an end is over half a day after its start


def report_of(workshop: Workshop, person: Person) -> Summary | None:
    """Return the newest report of a workshop that was held, if this person may read one."""
    if workshop.state != Workshop.State.CLOSED:
        return None
    rows = Summary.objects.visible_to(person).filter(process=workshop.process_id, scope=f"workshop:{workshop.code}")
    return rows.order_by("-number").first()


def workshops_of(processes: Sequence[Process]) -> list[Workshop]:
    """Return the workshops of these processes that are open or still to come."""
    now = timezone.now()
    ahead = Q(ends__gte=now) | Q(ends__isnull=True, starts__gte=now - AFTERWARDS)
    return list(
        Workshop.objects.filter(ahead, process__in=[process.pk for process in processes])
        .exclude(state=Workshop.State.CLOSED)
        .order_by("starts", "pk")
    )


def visible_workshop(code: str) -> Workshop | None:
    """Return the workshop with this joining code, in any case, if its process is public."""
    return (
        Workshop.objects.select_related("process")
        .filter(code__iexact=code, process__in=Process.objects.public())
        .first()
    )


@dataclass(frozen=True)
class RunWorkshop:
    """A workshop as those who run it see it, with the number of ideas so far."""

    workshop: Workshop
    ideas: int


def workshops_run_by(person: Person | Anonymous) -> list[RunWorkshop]:
    """Return the workshops that this person runs: open ones first, then those to come, then those held."""
    workshops = list(Workshop.objects.run_by(person).select_related("process"))
    place = {Workshop.State.OPEN: 0, Workshop.State.COMING: 1, Workshop.State.CLOSED: 2}
    workshops.sort(key=lambda one: (place[Workshop.State(one.state)], one.starts, one.pk))
    ideas = Counter(
        Submission.objects.filter(channel="workshop", process__in={one.process_id for one in workshops})
        .exclude(state=WITHDRAWN)
        .annotate(workshop=KT("provenance__workshop"))
        .values_list("workshop", flat=True)
    )
    return [RunWorkshop(one, ideas[one.code]) for one in workshops]


def ideas_of(workshop: Workshop) -> QuerySet[Submission]:
    """Return the ideas of a workshop, newest first."""
    rows = Submission.objects.for_process(workshop.process).filter(channel="workshop")
    return rows.filter(provenance__workshop=workshop.code).exclude(state=WITHDRAWN).order_by("-pk")


class WorkshopsPart:
    """What workshops add to processes."""

    key = "participation.workshops"
    order = 30

    def highlights(self, processes: Sequence[Process]) -> Mapping[int, Sequence[Highlight]]:
        """Invite to the workshops that are open or to come."""
        found: dict[int, list[Highlight]] = {}
        for workshop in workshops_of(processes):
            address = reverse("participation:workshop_page", args=[workshop.code])
            starts = None if workshop.state == Workshop.State.OPEN else workshop.starts  # open: it is on now
            invitation = Highlight("workshop", workshop.name, address, until=starts)
            found.setdefault(workshop.process_id, []).append(invitation)
        return found

    def panel(self, process: Process) -> Panel | None:
        """List all workshops of the process, those past too."""
        workshops = list(Workshop.objects.filter(process=process).order_by("-starts", "-pk"))
        if not workshops:
            return None
        context = {"workshops": workshops, "now": timezone.now()}
        return Panel(self.key, "participation/workshops/panel.html", context, 50)

    def overview(self, process: Process) -> Panel | None:  # noqa: ARG002 -- the contract
        """Add nothing to the coordinator's overview."""
        return None
