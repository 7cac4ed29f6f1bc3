"""Promises: noted when a next step is published, given to somebody, reminded of, and told when they are kept."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.actions.notifications import notify
from participation.actions.receipts import Stage, add_journey_entry
from participation.errors import Conflict, ParticipationError
from participation.logic.text import clean
from participation.models import Follow, Person
from workgroups.logic import promises as rules
from workgroups.models import Decision, Membership, Promise
from workgroups.queries.outcomes import group_address

REMIND = "workgroups.remind_of_promise"
REMINDER = "workgroups.promise_reminder"
KEPT = "workgroups.promise_kept"


@transaction.atomic
def note_promise(decision: Decision) -> Promise | None:
    """Note the next step of a decision that becomes public; a correction replaces what stood open before.

    The one who was to be reminded stays the same. Nothing is noted when the decision promises nothing, or when the
    very same step was already kept.
    """
    earlier = Promise.objects.filter(decision__submission=decision.submission_id).exclude(decision=decision)
    last = earlier.order_by("-pk").first()
    earlier.filter(state=Promise.State.OPEN).update(state=Promise.State.REPLACED)
    if not decision.next_step or (last and last.done_on and last.text == decision.next_step):
        return None
    promise, _new = Promise.objects.get_or_create(
        decision=decision,
        defaults={
            "group_id": decision.group_id,
            "text": decision.next_step,
            "due": decision.due,
            "owner_id": last.owner_id if last else None,
            "responsible": last.responsible if last else "",
        },
    )
    promise_reminders(promise)
    return promise


def promise_reminders(promise: Promise) -> None:
    """Promise the reminders of one promise; those made for an earlier day find it changed and do nothing."""
    if promise.due is None:
        return
    for kind, day in rules.reminders_of(promise.due, timezone.localdate()).items():
        morning = datetime.datetime.combine(day, datetime.time(8), tzinfo=timezone.get_current_timezone())
        add_job(REMIND, f"{promise.pk}:{promise.due.isoformat()}:{kind}", available_at=morning)


@transaction.atomic
def change_promise(promise: Promise, *, by: Person) -> Promise:
    """Store who does it, who is reminded and until when; raises Conflict when it is no longer open."""
    waiting = Promise.objects.filter(pk=promise.pk, state=Promise.State.OPEN)
    changes = {"owner": promise.owner, "responsible": clean(promise.responsible), "due": promise.due}
    if waiting.update(**changes) != 1:
        raise no_longer_open()
    promise_reminders(promise)
    add_audit_entry("change_promise", promise, by=by, due=promise.due.isoformat() if promise.due else "")
    return promise


@transaction.atomic
def mark_done(promise: Promise, note: Mapping[str, str], *, by: Person) -> Promise:
    """Note that a promise was kept, once: the journey gets its last stage and the followers are told."""
    told = {language: text for language, raw in note.items() if (text := clean(raw))}
    if not told:
        message = _("Tell in a few words what was done.")
        raise ParticipationError(message, fields={"note_fi": [{"code": "required", "message": message}]})
    waiting = Promise.objects.filter(pk=promise.pk, state=Promise.State.OPEN)
    changes = {"state": Promise.State.DONE, "done_on": timezone.localdate(), "done_by": by, "done_note": told}
    if waiting.update(**changes) != 1:
        raise no_longer_open()
    promise.refresh_from_db()
    group, submission = promise.group, promise.decision.submission
    add_journey_entry(submission, Stage("done", told, group.code, group.name, group_address(group)))
    follows = Follow.objects.filter(submission=submission)
    notify(KEPT, f"promise:{promise.pk}", follows=follows, context={"promise": promise.pk})
    add_audit_entry("mark_promise_done", promise, by=by, group=group.code)
    return promise


def no_longer_open() -> Conflict:
    """Return the conflict of a promise that somebody else marked, or that a correction replaced."""
    return Conflict(_("This promise is no longer open."), "not_open")


def remind(promise_id: int, due: str, kind: str) -> int:
    """Remind the owner, else the chair, of an open promise, once for each day and kind; returns how many are told."""
    promise = Promise.objects.select_related("owner").filter(pk=promise_id, state=Promise.State.OPEN).first()
    if promise is None or promise.due is None or promise.due.isoformat() != due:
        return 0
    people = [promise.owner] if promise.owner else chairs_of(promise.group_id)
    context = {"promise": promise.pk, "kind": kind}
    return notify(REMINDER, f"promise:{promise.pk}:{due}:{kind}", people=people, context=context)


def chairs_of(group_id: int) -> list[Person]:
    """Return who chairs a group today."""
    rows = Membership.objects.in_force().filter(group_id=group_id, role=Membership.Role.CHAIR)
    return [row.person for row in rows.select_related("person")]
