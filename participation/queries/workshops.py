"""Workshops as residents see them."""

import datetime
from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from participation.extension_points import Highlight, Panel
from participation.models.processes import Process
from participation.models.workshops import Workshop

AFTERWARDS = datetime.timedelta(hours=12)  # a workshop without an end is over half a day after its start


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
