"""When this happens, promise that: each receiver writes a job row and does nothing else."""

from typing import Any

from participation import events
from participation.actions import webhook_news as news
from participation.actions.jobs import add_job
from participation.actions.search import promise_words
from participation.gateways import accounts
from participation.models.receipts import JourneyEntry


def connect() -> None:
    """Connect the receivers; called once when Django is ready."""
    accounts.connect()
    events.outcome_published.connect(promise_telling_followers, dispatch_uid="participation.tell_followers")
    events.submission_received.connect(promise_reading, dispatch_uid="participation.index_words")
    events.submissions_imported.connect(promise_reading, dispatch_uid="participation.index_imported")
    for event, tell in (
        (events.submission_received, news.tell_received),
        (events.submissions_imported, news.tell_imported),
        (events.submissions_moved, news.tell_moved),
        (events.submission_withdrawn, news.tell_withdrawn),
        (events.outcome_published, news.tell_decision),
        (events.summary_published, news.tell_summary),
    ):
        event.connect(tell, dispatch_uid=f"participation.{tell.__name__}")


def promise_telling_followers(entry: JourneyEntry, **_arguments: Any) -> None:
    """Promise messages to those who left an address."""
    add_job("participation.tell_followers", entry.pk)


def promise_reading(**_arguments: Any) -> None:
    """Promise that new contributions can be found by their words."""
    promise_words()
