"""Putting the history of the demo on its days: the actions write today, the samples happened before."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from participation.models import AuditEntry, JourneyEntry, Receipt, Submission, SubmissionEvent
from workgroups.models import Assignment, Decision

PORTION = 200


@dataclass
class Days:
    """When each step of a contribution happened."""

    received: datetime.date
    forwarded: datetime.date | None = None
    declined: datetime.date | None = None
    accepted: datetime.date | None = None
    decided: datetime.date | None = None
    published: datetime.date | None = None

    def of(self, step: str) -> datetime.date:
        """Return the day of a step; what was not noted happened when it came."""
        return getattr(self, step, None) or self.received


STEP_OF_STAGE = {"discussed": "decided", "decided": "published", "planned": "published"}
STEP_OF_VERB = {
    "accept_submission": "accepted",
    "assign_submission": "forwarded",
    "decline_submission": "declined",
    "decide": "decided",
    "publish_outcome": "published",
}


def put_on_days(days: Mapping[Any, Days]) -> None:
    """Write the days into events, journeys, assignments, decisions, receipts and audit entries of these contributions."""
    keys = list(days)
    update(SubmissionEvent, "on", ((row, days[row.submission_id].of(row.kind)) for row in rows(SubmissionEvent, keys)))
    update(JourneyEntry, "on", journeys(days, keys))
    assignments = list(rows(Assignment, keys))
    for row in assignments:
        own = days[row.submission_id]
        row.on = own.of("forwarded") if row.origin == Assignment.Origin.PERSON else own.received
        row.ended_on = None if row.is_current else own.forwarded or own.declined
    Assignment.objects.bulk_update(assignments, ["on", "ended_on"], batch_size=PORTION)
    decisions = list(rows(Decision, keys))
    for decision in decisions:
        own = days[decision.submission_id]
        decision.decided_on, decision.published_on = own.of("decided"), own.published
    Decision.objects.bulk_update(decisions, ["decided_on", "published_on"], batch_size=PORTION)
    put_receipts(days)
    put_audit(days, decisions)


def rows(model: Any, keys: list[Any]) -> Any:
    """Return the rows that belong to these contributions, in the order they were written."""
    return model.objects.filter(submission__in=keys).order_by("pk")


def update(model: Any, field: str, pairs: Any) -> None:
    """Write one field of many rows."""
    changed = []
    for row, value in pairs:
        setattr(row, field, value)
        changed.append(row)
    model.objects.bulk_update(changed, [field], batch_size=PORTION)


def journeys(days: Mapping[Any, Days], keys: list[Any]) -> Any:
    """Yield journey entries with their days: the first group is given at once, a later one when it was forwarded."""
    seen: set[Any] = set()
    for row in rows(JourneyEntry, keys):
        own = days[row.submission_id]
        if row.stage == "routed":
            yield row, own.of("forwarded") if row.submission_id in seen else own.received
            seen.add(row.submission_id)
        else:
            yield row, own.of(STEP_OF_STAGE.get(row.stage, ""))


def put_receipts(days: Mapping[Any, Days]) -> None:
    """Date the receipts like the contributions."""
    owners = Submission.objects.filter(pk__in=days, receipt__isnull=False).select_related("receipt")
    update(Receipt, "received_on", ((one.receipt, one.received_on) for one in owners))


def put_audit(days: Mapping[Any, Days], decisions: list[Decision]) -> None:
    """Date what the audit log tells of contributions and decisions, at noon of the day."""
    steps = {str(key): own for key, own in days.items()}
    published = {str(decision.pk): decision.published_on for decision in decisions}
    entries = []
    for entry in AuditEntry.objects.filter(subject_type="participation.submission", subject_id__in=steps):
        entry.at = noon(steps[entry.subject_id].of(STEP_OF_VERB.get(entry.verb, "")))
        entries.append(entry)
    for entry in AuditEntry.objects.filter(subject_type="workgroups.decision", subject_id__in=published):
        entry.at = noon(published[entry.subject_id] or timezone.localdate())
        entries.append(entry)
    AuditEntry.objects.bulk_update(entries, ["at"], batch_size=PORTION)


def noon(day: datetime.date) -> datetime.datetime:
    """Return noon of a day, or now if it is still to come today."""
    moment = datetime.datetime.combine(day, datetime.time(12), tzinfo=timezone.get_current_timezone())
    return min(moment, timezone.now())
