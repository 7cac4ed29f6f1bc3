"""Receipts for every contribution, and the journey entries behind them."""

import datetime
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from participation import events
from participation.actions.audit import add_audit_entry
from participation.actions.networks import address_of, times_of
from participation.actions.submissions import move_submission
from participation.logic import submissions as rules
from participation.logic.networks import network_of
from participation.logic.receipts import code_hash, receipt_code
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.receipts import JourneyEntry, Receipt
from participation.models.submissions import Submission

LOOKUPS_A_MINUTE = 60  # a school class that looks at its receipts together, twice


def issue_receipt(key: str, *, kind: str, process: Process) -> tuple[Receipt, str]:
    """Return the receipt for a contribution's random key and its code; a replay gets the same ones."""
    code = receipt_code(settings.RECEIPT_SECRET, key)
    hashed = code_hash(settings.RECEIPT_SECRET, code) or ""
    receipt, _new = Receipt.objects.get_or_create(code_hash=hashed, defaults={"kind": kind, "process": process})
    return receipt, code


@dataclass(frozen=True)
class Stage:
    """What a journey entry tells: stage key, words by language, group, address of more."""

    key: str
    text: Mapping[str, str]
    group_code: str = ""
    group_name: Mapping[str, str] | None = None
    link: str = ""
    on: datetime.date | None = None


def add_journey_entry(submission: Submission, stage: Stage) -> JourneyEntry:
    """Tell the author, and everybody who follows, of one more stage."""
    return add_journey_entries([(submission, stage)])[0]


def add_journey_entries(stages: Iterable[tuple[Submission, Stage]]) -> list[JourneyEntry]:
    """Tell the authors of many submissions of one more stage each."""
    return JourneyEntry.objects.bulk_create(
        JourneyEntry(
            submission=submission,
            stage=stage.key,
            on=stage.on or timezone.localdate(),
            text=dict(stage.text),
            group_code=stage.group_code,
            group_name=dict(stage.group_name or {}),
            link=stage.link,
        )
        for submission, stage in stages
    )


@transaction.atomic
def publish_outcome(submission: Submission, stage: Stage, *, by: Person) -> JourneyEntry:
    """Make an answer readable: moves the submission to published, adds the journey entry, tells the followers."""
    move_submission(submission, rules.PUBLISHED, by=by, kind="published")
    entry = add_journey_entry(submission, stage)
    add_audit_entry("publish_outcome", submission, by=by, group=stage.group_code)
    events.outcome_published.send(sender=Submission, submission=submission, entry=entry)
    return entry


def count_lookup(remote: str, forwarded: str = "", *, purpose: str = "lookup", limit: int = LOOKUPS_A_MINUTE) -> bool:
    """Count one look at a code from this visitor's network; tells whether it is within the limit.

    The counter lives for a minute under a keyed hash of network and minute: no address is kept, and codes of 80 bits
    could not be guessed at this pace.
    """
    address = address_of({"REMOTE_ADDR": remote}, forwarded)
    network, limit = network_of(address), limit * times_of(address)
    minute = int(timezone.now().timestamp()) // 60
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{minute}:{network}".encode(), hashlib.sha256)
    key = f"receipts.{digest.hexdigest()[:32]}"
    if cache.add(key, 1, timeout=60):
        return True
    try:
        return cache.incr(key) <= limit
    except ValueError:  # the minute ended between the two calls
        return True
