"""The ledger of promises: for the desk with the late ones first, for the overview, for residents; words of reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.extension_points import Highlight, Panel, Wording
from participation.logic.text import pick
from participation.models import Process
from workgroups.logic import promises as rules
from workgroups.models import Group, Membership, Promise
from workgroups.queries.meetings import day_words, group_words

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person

SHOWN_LATE = 5
SHOWN_ON_PAGE = 12
STANDINGS = ("late", "open", "done", "all")


def ledger_of(person: Person | Anonymous) -> QuerySet[Promise]:
    """Return the promises this person may see: late ones first, then open ones by day, kept ones last."""
    kept_last = Case(When(state=Promise.State.DONE, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = Promise.objects.visible_to(person).standing()
    rows = rows.select_related("group__process", "decision__submission", "owner")
    return rows.order_by(kept_last, *urgency())


def urgency() -> list[str | Combinable]:
    """Return the order of promises by day, those without a day last."""
    return [Case(When(due__isnull=True, then=Value(1)), default=Value(0), output_field=IntegerField()), "due", "pk"]


def narrowed(rows: QuerySet[Promise], standing: str, group: str = "") -> QuerySet[Promise]:
    """Return the promises of one standing and group; anything else narrows nothing."""
    today = timezone.localdate()
    if group:
        rows = rows.filter(group__code=group)
    if standing == rules.LATE:
        return rows.filter(state=Promise.State.OPEN, due__lt=today)
    if standing == rules.OPEN:
        return rows.filter(state=Promise.State.OPEN)
    if standing == rules.DONE:
        return rows.filter(state=Promise.State.DONE).order_by("-done_on", "-pk")
    return rows


def counts_of(rows: QuerySet[Promise]) -> dict[str, int]:
    """Return how many promises are late, open (the late among them), kept, and all together."""
    today = timezone.localdate()
    is_open = Q(state=Promise.State.OPEN)
    return rows.order_by().aggregate(
        late=Count("pk", filter=is_open & Q(due__lt=today)),
        open=Count("pk", filter=is_open),
        done=Count("pk", filter=Q(state=Promise.State.DONE)),
        all=Count("pk"),
    )


def promises_on_page(group: Group) -> Sequence[Promise]:
    """Return what a group has promised, for everybody: late and open ones by day, then those kept last."""
    rows = Promise.objects.standing().filter(group=group).exclude(decision__submission__state="withdrawn")
    kept_last = Case(When(state=Promise.State.DONE, then=Value(1)), default=Value(0), output_field=IntegerField())
    return list(rows.order_by(kept_last, *urgency())[:SHOWN_ON_PAGE])


class PromisesPart:
    """What promises add to pages of a process: the late ones on the coordinator's overview."""

    key = "promises"
    order = 62

    def highlights(self, processes: Sequence[Process]) -> Mapping[int, Sequence[Highlight]]:  # noqa: ARG002
        """Return nothing: residents read promises on the page of the group."""
        return {}

    def panel(self, process: Process) -> Panel | None:  # noqa: ARG002 -- the contract gives it
        """Return nothing: residents read promises on the page of the group."""
        return None

    def overview(self, process: Process) -> Panel | None:
        """Return how many promises stand and which are late; nothing before the first promise."""
        rows = Promise.objects.standing().filter(group__process=process)
        counts = counts_of(rows)
        if not counts["all"]:
            return None
        late = rows.late(timezone.localdate()).select_related("group").order_by("due", "pk")[:SHOWN_LATE]
        context = {"promise_counts": counts, "late_promises": list(late)}
        return Panel(self.key, "workgroups/promises/panel.html", context, self.order)


def promise_in(context: Mapping[str, object]) -> Promise | None:
    """Return the promise that a message is about."""
    rows = Promise.objects.select_related("group", "decision__submission__process")
    return rows.filter(pk=int(str(context.get("promise") or 0))).first()


def reminder_wording(context: Mapping[str, object]) -> Wording | None:
    """Return the reminder of an open promise: so many days left, or so many late."""
    promise = promise_in(context)
    if promise is None or promise.state != Promise.State.OPEN or promise.due is None:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    left = rules.days_left(promise.due, timezone.localdate())
    if left < 0:
        told = ngettext("The promise is %(n)s day late.", "The promise is %(n)s days late.", -left) % {"n": -left}
        subject = _("A promise is late: %(group)s")
    else:
        told = ngettext("%(n)s day is left.", "%(n)s days are left.", left) % {"n": left}
        subject = _("A promise is due soon: %(group)s")
    return Wording(
        subject=subject % {"group": group_words(promise.group, language)},
        paragraphs=[
            pick(promise.text, language)[0],
            _("Promised to be done by %(day)s.") % {"day": day_words(promise.due)} + " " + told,
            _("Mark it done when it is: the author is told. If it takes longer, change the day."),
        ],
        address=reverse("workgroups:promise_page", args=[promise.pk]),
        button=_("Open the promise"),
        item=group_words(promise.group, language),
    )


def kept_wording(context: Mapping[str, object]) -> Wording | None:
    """Return the news to those who left an address that what was promised is done."""
    promise = promise_in(context)
    if promise is None or promise.state != Promise.State.DONE:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    process = pick(promise.decision.submission.process.name, language)[0]
    return kept_words(process, pick(promise.text, language)[0], pick(promise.done_note, language)[0])


def kept_words(process: str, step: str, note: str) -> Wording:
    """Return the words that a promise was kept."""
    return Wording(
        subject=_("What was promised is done"),
        paragraphs=[
            _("You left an idea or feedback in %(process)s. What was promised is now done.") % {"process": process},
            _("Promised: %(step)s") % {"step": step},
            note,
            _("With your receipt code you see every stage."),
        ],
        address=reverse("participation:receipts"),
        button=_("Open with the receipt code"),
        item=process,
    )


def moved_wording(context: Mapping[str, object]) -> Wording | None:
    """Return the news that a promise has another day; nothing when it was kept or moved again."""
    promise = promise_in(context)
    if promise is None or promise.state != Promise.State.OPEN or str(promise.due) != context.get("due"):
        return None
    language = get_language() or settings.LANGUAGE_CODE
    process = pick(promise.decision.submission.process.name, language)[0]
    return moved_words(process, pick(promise.text, language)[0], day_words(promise.due) if promise.due else "")


def moved_words(process: str, step: str, day: str) -> Wording:
    """Return the words that a promise has another day."""
    return Wording(
        subject=_("What was promised has a new date"),
        paragraphs=[
            _("You left an idea or feedback in %(process)s. What was promised has a new date.") % {"process": process},
            _("Promised: %(step)s") % {"step": step},
            _("Meant to be done by %(day)s.") % {"day": day},
            _("With your receipt code you see every stage."),
        ],
        address=reverse("participation:receipts"),
        button=_("Open with the receipt code"),
        item=process,
    )


def people_for(promise: Promise) -> list[Person]:
    """Return who can be reminded of a promise: the people of the group today, and whoever is reminded now."""
    rows = Membership.objects.in_force().filter(group=promise.group_id).select_related("person")
    people = {row.person_id: row.person for row in rows.order_by("pk")}
    if promise.owner:
        people.setdefault(promise.owner.pk, promise.owner)
    return list(people.values())
