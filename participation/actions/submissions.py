"""Receiving contributions from every channel, and moving them through their states."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import events
from participation.actions.audit import add_residents_entry
from participation.errors import Conflict, NotOpen, ParticipationError
from participation.logic import phases as phase_rules
from participation.logic import submissions as rules
from participation.logic.text import clean
from participation.models.people import Person
from participation.models.processes import Phase, Process
from participation.models.submissions import Submission, SubmissionEvent

if TYPE_CHECKING:
    from participation.models.receipts import Receipt

WORDS: dict[str, Callable[[int], str]] = {
    "required": lambda _limit: _("Write your idea or feedback."),
    "too_long": lambda limit: _("This is too long: at most %(limit)s characters fit.") % {"limit": limit},
    "not_a_point": lambda _limit: _("Give the place as a point on the map."),
}


def content_hash(**content: object) -> str:
    """Return the SHA-256 of the canonical JSON of a contribution: the same words give the same hash."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def check_words(*, text: str, title: str = "", location: object = None) -> None:
    """Raise ParticipationError with a message a field if the contribution cannot be kept."""
    faults = rules.faults_of(text=text, title=title)
    if point := rules.point_fault(location):
        faults.append(point)
    if faults:
        raise ParticipationError(
            _("Check the marked fields."),
            fields={f.field: [{"code": f.code, "message": WORDS[f.code](f.limit)}] for f in faults},
        )


def check_takes_ideas(process: Process) -> None:
    """Raise NotOpen unless residents may leave ideas in this process now."""
    times = [phase.times for phase in Phase.objects.filter(process=process)]
    if process.state != Process.State.OPEN or not phase_rules.takes_ideas(times, timezone.now()):
        raise NotOpen(_("Ideas are not collected at the moment."))


@transaction.atomic
def receive_submission(
    submission: Submission, *, receipt: "Receipt | None" = None, announce: bool = True
) -> tuple[Submission, bool]:
    """Store an unsaved submission under its source key; returns (the stored one, whether it is new).

    The same key and words again give the stored one; other words under the same key raise Conflict
    "already_received". Announces submission_received for a new one, unless that is done later for many together.
    """
    submission.text = clean(submission.text)
    submission.title = clean(submission.title)
    check_words(text=submission.text, title=submission.title, location=submission.location)
    submission.content_hash = content_hash(
        title=submission.title,
        text=submission.text,
        theme=submission.theme_id,
        area=submission.area_id,
        location=submission.location,
        language=submission.language,
    )
    submission.receipt = receipt
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError:
        return same_again(submission), False
    SubmissionEvent.objects.create(submission=submission, kind="received", to_state=submission.state)
    if announce:
        events.submission_received.send(sender=Submission, submission=submission)
    return submission, True


def same_again(submission: Submission) -> Submission:
    """Return what is stored under this key or origin; raises Conflict when its words differ."""
    stored = Submission.objects.filter(source_key=submission.source_key).first() if submission.source_key else None
    if stored is None and submission.origin_reference:
        stored = Submission.objects.filter(
            process=submission.process, channel=submission.channel, origin_reference=submission.origin_reference
        ).first()
    if stored is None or stored.content_hash != submission.content_hash:
        raise Conflict(_("This was already received with other content."), "already_received")
    return stored


@transaction.atomic
def move_submission(
    submission: Submission,
    to_state: str,
    *,
    by: Person | None,
    kind: str,
    version: int | None = None,
    data: Mapping[str, object] | None = None,
) -> Submission:
    """Move a submission by one conditional UPDATE and note the step; raises Conflict if it is elsewhere now.

    With a version the move succeeds only if nobody changed the submission since that version was read.
    """
    rows = Submission.objects.filter(pk=submission.pk, state__in=rules.states_before(to_state))
    if version is not None:
        rows = rows.filter(version=version)
    from_state = submission.state
    if rows.update(state=to_state, version=F("version") + 1) != 1:
        submission.refresh_from_db()
        raise Conflict(
            _("Somebody else was first. The contribution has changed."),
            current={"state": submission.state, "version": submission.version},
        )
    submission.refresh_from_db(fields=["state", "version"])
    SubmissionEvent.objects.create(
        submission=submission, kind=kind, from_state=from_state, to_state=to_state, by=by, data=dict(data or {})
    )
    events.submissions_moved.send(sender=Submission, submissions=[submission])
    return submission


@transaction.atomic
def move_submissions(
    submissions: Sequence[Submission], from_state: str, to_state: str, *, kind: str, data: Mapping[UUID, object]
) -> None:
    """Move many submissions by one conditional UPDATE and note the steps; raises Conflict if any is elsewhere now."""
    if not rules.may_move(from_state, to_state):
        raise ValueError(f"no step from {from_state} to {to_state}")
    rows = Submission.objects.filter(pk__in=[one.pk for one in submissions], state=from_state)
    if rows.update(state=to_state, version=F("version") + 1) != len(submissions):
        raise Conflict(_("Somebody else was first. The contribution has changed."))
    SubmissionEvent.objects.bulk_create(
        SubmissionEvent(submission=one, kind=kind, from_state=from_state, to_state=to_state, data=data.get(one.pk, {}))
        for one in submissions
    )
    events.submissions_moved.send(sender=Submission, submissions=submissions)


@transaction.atomic
def note_step(
    submission: Submission, *, by: Person | None, kind: str, version: int, data: Mapping[str, object] | None = None
) -> Submission:
    """Note a step that leaves a submission in its state; raises Conflict unless the version that was seen still holds.

    The version counts on, so that whoever has an older page open is told.
    """
    rows = Submission.objects.filter(pk=submission.pk, version=version).exclude(state=rules.WITHDRAWN)
    if rows.update(version=F("version") + 1) != 1:
        submission.refresh_from_db()
        raise Conflict(
            _("Somebody else was first. The contribution has changed."),
            current={"state": submission.state, "version": submission.version},
        )
    submission.refresh_from_db(fields=["state", "version"])
    SubmissionEvent.objects.create(
        submission=submission,
        kind=kind,
        from_state=submission.state,
        to_state=submission.state,
        by=by,
        data=dict(data or {}),
    )
    return submission


@transaction.atomic
def add_part(whole: Submission, text: str, *, by: Person) -> Submission:
    """Store a quoted part of a longer contribution, with its receipt, day and channel; it goes to a group of its own."""
    part = Submission(
        process_id=whole.process_id,
        title="",
        text=clean(text),
        language=whole.language,
        theme_id=whole.theme_id,
        area_id=whole.area_id,
        location=whole.location,
        channel=whole.channel,
        batch_id=whole.batch_id,
        provenance=whole.provenance,
        receipt_id=whole.receipt_id,
        received_on=whole.received_on,
        is_sample=whole.is_sample,
        whole=whole,
        state=rules.ROUTED,
        content_hash=content_hash(whole=str(whole.pk), text=text),
    )
    part.save(force_insert=True)
    SubmissionEvent.objects.create(submission=part, kind="part", to_state=rules.ROUTED, by=by)
    events.submission_received.send(sender=Submission, submission=part)
    return part


@transaction.atomic
def allow_quotes(submission: Submission, *, allowed: bool) -> Submission:
    """Note that the author changed whether the words may be quoted; nothing else of the contribution changes."""
    origin = {name: value for name, value in submission.provenance.items() if name != "quotable"}
    origin |= {} if allowed else {"quotable": False}
    if origin != submission.provenance:
        submission.provenance = origin
        submission.save(update_fields=["provenance"])
        add_residents_entry("allow_quotes" if allowed else "forbid_quotes", submission.process_id)
        for part in Submission.objects.filter(whole=submission):
            allow_quotes(part, allowed=allowed)
    return submission
