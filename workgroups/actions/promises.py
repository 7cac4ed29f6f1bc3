"""Promises: noted when a next step is published, given to somebody, reminded of, and told when they are kept."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.echo import tell_sources
from participation.actions.jobs import add_job
from participation.actions.notifications import notify
from participation.actions.receipts import Stage
from participation.errors import Conflict, ParticipationError
from participation.logic.text import clean
from participation.models import Person
from workgroups.logic import promises as rules
from workgroups.models import Decision, Membership, Promise
from workgroups.queries.outcomes import due_words, group_address

REMIND = "workgroups.remind_of_promise"
REMINDER = "workgroups.promise_reminder"
KEPT = "workgroups.promise_kept"
MOVED = "workgroups.promise_moved"


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
    before = waiting.values_list("due", flat=True).first()
    changes = {"owner": promise.owner, "responsible": clean(promise.responsible), "due": promise.due}
    if waiting.update(**changes) != 1:
        raise no_longer_open()
    promise_reminders(promise)
    if promise.due and promise.due != before:
        tell_moved(promise)
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
    same = same_promises(promise)
    changes = {"state": Promise.State.DONE, "done_on": timezone.localdate(), "done_by": by, "done_note": told}
    if waiting.update(**changes) != 1:
        raise no_longer_open()
    Promise.objects.filter(pk__in=[one.pk for one in same], state=Promise.State.OPEN).update(**changes)
    promise.refresh_from_db()
    group = promise.group
    stage = Stage("done", told, group.code, group.name, group_address(group))
    sources = [one.decision.submission for one in (promise, *same)]
    tell_sources(sources, stage, kind=KEPT, subject_key=f"promise:{promise.pk}", context={"promise": promise.pk})
    add_audit_entry("mark_promise_done", promise, by=by, group=group.code)
    return promise


def same_promises(promise: Promise) -> list[Promise]:
    """Return the other open promises that one decision on a cluster made: the same step, wherever its sources lie now."""
    if promise.decision.cluster_id is None:
        return []
    rows = Promise.objects.filter(decision__cluster=promise.decision.cluster_id, state=Promise.State.OPEN)
    rows = rows.exclude(pk=promise.pk).select_related("decision__submission").order_by("pk")
    return [one for one in rows if one.text == promise.text]


def tell_moved(promise: Promise) -> None:
    """Tell the authors of all sources that what was promised has another day."""
    same = same_promises(promise)
    Promise.objects.filter(pk__in=[one.pk for one in same]).update(due=promise.due)
    group, due = promise.group, promise.due
    stage = Stage("planned", day_texts(promise), group.code, group.name, group_address(group))
    tell_sources(
        [one.decision.submission for one in (promise, *same)],
        stage,
        kind=MOVED,
        subject_key=f"promise:{promise.pk}:{due}",
        context={"promise": promise.pk, "due": str(due)},
    )


def day_texts(promise: Promise) -> dict[str, str]:
    """Return by language until when a promise is meant to be kept."""
    texts = {}
    for language in promise.text:
        with translation.override(language):
            texts[language] = due_words(promise.due) if promise.due else ""
    return texts


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
