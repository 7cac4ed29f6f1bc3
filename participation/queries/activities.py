"""Resident activities as residents see them."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from participation.extension_points import Highlight, Panel
from participation.models.activities import Activity
from participation.models.processes import Process

SHOWN = 12


class ActivitiesPart:
    """What resident activities add to the page of a process."""

    key = "participation.activities"
    order = 40

    def highlights(self, processes: Sequence[Process]) -> Mapping[int, Sequence[Highlight]]:  # noqa: ARG002 -- the contract
        """Leave the front page to what can be affected."""
        return {}

    def panel(self, process: Process) -> Panel | None:
        """List what is to come: free, without registration."""
        coming = Activity.objects.filter(process=process, ends__gte=timezone.now()).select_related("area")
        activities = list(coming.order_by("starts", "pk")[:SHOWN])
        if not activities:
            return None
        return Panel(self.key, "participation/activities/panel.html", {"activities": activities}, 60)

    def overview(self, process: Process) -> Panel | None:  # noqa: ARG002 -- the contract
        """Add nothing to the coordinator's overview."""
        return None
