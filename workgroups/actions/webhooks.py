"""What webhooks are told of working groups: each function hears one event and notes it in the transaction at hand."""

from typing import Any

from django.urls import reverse

from participation.actions.webhooks import announce
from participation.logic.webhooks import Thing
from workgroups.models import Meeting

MINUTES = "minutes.published"


def tell_minutes(meeting: Meeting, **_arguments: Any) -> None:
    """Tell of minutes that everybody can read."""
    announce(MINUTES, meeting.group.process_id, [Thing("meeting", str(meeting.pk), reverse("api:meetings"))])
