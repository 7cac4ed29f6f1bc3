"""When this happens, promise that: each receiver writes a job row and does nothing else."""

from typing import Any

from participation import events
from participation.actions.jobs import add_job
from participation.models.receipts import JourneyEntry


def connect() -> None:
    """Connect the receivers; called once when Django is ready."""
    events.outcome_published.connect(promise_telling_followers, dispatch_uid="participation.tell_followers")


def promise_telling_followers(entry: JourneyEntry, **_arguments: Any) -> None:
    """Promise messages to those who left an address."""
    add_job("participation.tell_followers", entry.pk)
