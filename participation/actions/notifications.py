"""Messages to people: promised as rows, one a recipient, each due when its recipient wants it."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from participation.actions.jobs import add_job
from participation.extension_points import NotificationKind, Wording, notification_kinds
from participation.logic.rhythm import AT_ONCE, NEVER, Quiet, due_at
from participation.models.notifications import Follow, Notification
from participation.models.people import Person
from participation.models.receipts import JourneyEntry
from participation.queries.rhythm import quiet_of, quiet_of_town, rhythms_of, zone

DELIVER = "participation.deliver_notification"
OUTCOME_PUBLISHED = "participation.outcome_published"


@transaction.atomic
def notify(
    kind: str,
    subject_key: str,
    *,
    people: Iterable[Person] = (),
    follows: Iterable[Follow] = (),
    context: Mapping[str, object] | None = None,
) -> int:
    """Promise one message of this kind about this subject to each recipient; returns how many are new.

    A recipient who was already told, or is being told, is left alone, however often this is called. The context
    holds references only, never names, addresses or texts. Raises LookupError for a kind that nobody words.
    """
    known = notification_kinds.get(kind)
    if known is None:
        raise LookupError(f"no wording for notifications of kind {kind}")
    shared = {"kind": kind, "subject_key": subject_key, "context": dict(context or {})}
    rows = [*rows_for_people(known, list(people), shared), *rows_for_follows(known, follows, shared)]
    Notification.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
    new = set(Notification.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for row in rows:
        if row.pk in new and row.state == Notification.State.WAITING:
            add_job(DELIVER, row.pk, available_at=row.due_at)
    return len(new)


def rows_for_people(kind: NotificationKind, people: list[Person], shared: Mapping[str, Any]) -> list[Notification]:
    """Return a message to each person, due as each wishes, with the title under which their list shows it."""
    now = timezone.now()
    rhythms, quiet = rhythms_of(people, kind), quiet_of(people, kind)
    titles: dict[str, Wording | None] = {}
    rows = []
    for person in people:
        if person.language not in titles:
            titles[person.language] = worded(kind, shared["context"], person.language)
        told = titles[person.language]
        rhythm = rhythms[person.pk]
        row = Notification(person=person, **shared)
        row.title, row.address = (told.subject[:200], told.address[:300]) if told else (kind.label(), "")
        row.noted_at = now
        if rhythm == NEVER:
            row.state = Notification.State.LISTED
        else:
            set_due(row, rhythm, now, quiet[person.pk])
        rows.append(row)
    return rows


def rows_for_follows(
    kind: NotificationKind, follows: Iterable[Follow], shared: Mapping[str, Any]
) -> list[Notification]:
    """Return a message to each follower; its moment is noted to the day, for it may be that of a contribution."""
    now = timezone.now()
    midnight = start_of_day(now)
    rows = []
    for follow in follows:
        row = Notification(follow=follow, noted_at=midnight, **shared)
        set_due(row, AT_ONCE, now, Quiet(midnight.time(), midnight.time()) if kind.is_prompt else quiet_of_town())
        if row.due_at == now:
            row.due_at = midnight
        rows.append(row)
    return rows


def set_due(row: Notification, rhythm: str, now: datetime.datetime, quiet: Quiet) -> None:
    """Note when a message is sent, and that it goes with others when it waits for a time of its own."""
    row.due_at = due_at(rhythm, now, zone(), quiet)
    row.in_digest = row.due_at > now


def start_of_day(now: datetime.datetime) -> datetime.datetime:
    """Return the midnight before a moment in the town's zone."""
    return datetime.datetime.combine(now.astimezone(zone()).date(), datetime.time(), tzinfo=zone())


def worded(kind: NotificationKind, context: Mapping[str, Any], language: str) -> Wording | None:
    """Return what a message says in a language, or nothing if there is nothing to tell."""
    with translation.override(language):
        return kind.wording(context)


def list_headers(leave: str, *, one_click: bool = True) -> dict[str, str]:
    """Return the headers of a message that nobody answers; with a link to leave where the recipient may."""
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if leave:
        headers["List-Unsubscribe"] = f"<{leave}>"
        if one_click:
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def tell_followers(entry_id: str) -> int:
    """Promise a message to everybody who follows the contribution that this stage answers.

    Whoever follows a whole contribution is told with the one reply to all its parts.
    """
    entry = JourneyEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        return 0
    follows = Follow.objects.reached().filter(submission=entry.submission_id)
    return notify(OUTCOME_PUBLISHED, f"journey:{entry.pk}", follows=follows, context={"entry": entry.pk})
