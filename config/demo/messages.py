"""Messages in the lists of staff, as if they had come on the days of the demo; no mail goes out about samples."""

import datetime

from django.utils import timezone

from config.demo.town import CHAIRS, Town
from participation.actions.notifications import DELIVER, notify
from participation.actions.silence import SILENCE
from participation.models import Job, Notification, Phase
from workgroups.actions.escalation import QUEUE, UNCLAIMED
from workgroups.actions.meetings import INVITATION
from workgroups.actions.reviews import NEW_ITEMS
from workgroups.models import Assignment, Meeting
from workgroups.queries.escalation import oldest_due

DAYS = (0, 1, 3, 6, 10)  # how long ago, from the newest on


def load_messages(town: Town) -> None:
    """Tell chairs of new contributions, their queue and their meeting, and the coordinator of what stands still."""
    today = timezone.localdate().isoformat()
    meetings = {one.group_id: one for one in Meeting.objects.filter(group__in=town.groups.values()).order_by("starts")}
    for group in (one for one in town.groups.values() if one.code in CHAIRS):
        people = [town.chair_of(group)]
        notify(NEW_ITEMS, f"group:{group.pk}:{today}", people=people, context={"group": group.pk})
        notify(QUEUE, f"queue:{today}", people=people, context={"person": people[0].pk})
        if meeting := meetings.get(group.pk):
            context = {"meeting": meeting.pk, "revision": meeting.revision}
            notify(INVITATION, f"meeting:{meeting.pk}:{meeting.revision}", people=people, context=context)
    late = oldest_due(timezone.localdate())
    for stale in Assignment.objects.current().filter(submission__state="routed", on__lte=late).order_by("on")[:1]:
        context = {"group": stale.group_id, "step": "coordinator"}
        notify(UNCLAIMED, f"group:{stale.group_id}:{today}", people=[town.coordinator], context=context)
    phase = Phase.objects.filter(process=town.process, closes__lt=timezone.now()).order_by("-closes").first()
    if phase:
        notify(SILENCE, f"phase:{phase.pk}:1", people=[town.coordinator], context={"phase": phase.pk})
    settle()


def settle() -> None:
    """Put the messages on their days, as delivered; the older ones were read."""
    places: dict[int, int] = {}
    rows = list(Notification.objects.filter(person__isnull=False, state=Notification.State.WAITING).order_by("pk"))
    now = timezone.now()
    for row in rows:
        place = places[row.person_id] = places.get(row.person_id, -1) + 1
        row.noted_at = now - datetime.timedelta(days=DAYS[place % len(DAYS)], minutes=7 * place)
        row.created_on = timezone.localdate(row.noted_at)
        row.state, row.sent_at, row.is_read = Notification.State.SENT, row.noted_at, place > 1
    Notification.objects.bulk_update(rows, ["noted_at", "created_on", "state", "sent_at", "is_read"])
    Job.objects.pending().filter(kind=DELIVER, reference__in=[str(row.pk) for row in rows]).delete()
