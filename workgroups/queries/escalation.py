"""What waits too long, the queues of the week, and the words of the mails about them."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.extension_points import Wording
from participation.logic.text import pick
from participation.models import Person, Process, Submission
from workgroups.logic.escalation import limits_of, minutes_of
from workgroups.logic.workdays import day_before_working_days
from workgroups.models import Assignment, Group, Membership
from workgroups.models.groups import REVIEWING
from workgroups.queries.meetings import day_words

OPEN = ("routed", "in_review", "on_agenda", "decided")


def oldest_due(day: datetime.date) -> datetime.date:
    """Return the day since which something must have waited for its first step to be due."""
    return day_before_working_days(day, limits_of(settings.REVIEW_WORKING_DAYS)["reminder"])


def people_with_queues() -> QuerySet[Person]:
    """Return who reviews something of what is open today."""
    open_groups = Assignment.objects.current().filter(submission__state__in=OPEN).order_by().values("group")
    reviewing = Membership.objects.in_force().filter(role__in=REVIEWING, group__in=open_groups)
    return Person.objects.filter(pk__in=reviewing.values("person")).order_by("pk")


def new_in_tray(since: datetime.date | None) -> set[int]:
    """Return the processes in whose tray something lies; with a day, what came or was given back then or later."""
    waiting = Submission.objects.filter(state="received", process__state__in=["open", "closed"])
    if since:
        back = Assignment.objects.filter(ended_as="declined", ended_on__gte=since).values("submission_id")
        waiting = waiting.filter(Q(received_on__gte=since) | Q(pk__in=back))
    return set(waiting.order_by().values_list("process_id", flat=True).distinct())


def tray_wording(context: Mapping[str, Any]) -> Wording | None:
    """Return the message that something in the tray needs a group; nothing when all of it has found one meanwhile."""
    process = Process.objects.filter(pk=int(context.get("process") or 0)).first()
    waiting = Submission.objects.filter(process=process, state="received").order_by()
    told = waiting.aggregate(n=Count("pk"), oldest=Min("received_on"))
    if process is None or not told["n"]:
        return None
    return tray_words(pick(process.name, get_language() or "fi")[0], told["n"], told["oldest"])


def tray_words(process: str, count: int, oldest: datetime.date) -> Wording:
    """Return the words of that message."""
    text = ngettext(
        "%(n)s contribution was taken by no rule and needs a working group.",
        "%(n)s contributions were taken by no rule and need a working group.",
        count,
    )
    return Wording(
        subject=_("No group yet: %(process)s") % {"process": process},
        paragraphs=[text % {"n": count}, _("The oldest came on %(day)s.") % {"day": day_words(oldest)}],
        address=reverse("workgroups:tray"),
        button=_("Choose the groups"),
        item=process,
    )


def unclaimed_wording(context: Mapping[str, Any]) -> Wording | None:
    """Return the message that something waits too long; nothing when it was taken up meanwhile."""
    group = Group.objects.filter(pk=int(context.get("group") or 0)).first()
    if group is None:
        return None
    late = Assignment.objects.current().filter(
        group=group, submission__state="routed", on__lte=oldest_due(timezone.localdate())
    )
    told = late.aggregate(n=Count("pk"), oldest=Min("on"))
    if not told["n"]:
        return None
    name = f"{group.code} {pick(group.name, get_language() or 'fi')[0]}"
    values = {"n": told["n"], "group": name, "days": settings.REVIEW_WORKING_DAYS}
    asks = {
        "reminder": _("Take them up, forward them or say that they are not yours. Otherwise the deputy is asked next."),
        "deputy": _("The chair has not taken them up in %(days)s working days, so you are asked.") % values,
        "coordinator": _("Neither chair nor deputy has taken them up. You can forward them to another group."),
    }
    return Wording(
        subject=_("Waiting to be taken up: %(group)s") % values,
        paragraphs=[
            ngettext(
                "%(n)s contribution has waited long in working group %(group)s.",
                "%(n)s contributions have waited long in working group %(group)s.",
                told["n"],
            )
            % values,
            _("The oldest came to the group on %(day)s.") % {"day": day_words(told["oldest"])},
            asks.get(str(context.get("step")), asks["reminder"]),
        ],
        address=reverse("workgroups:inbox") + f"?group={group.code}",
        button=_("Open the contributions"),
        item=name,
    )


def queue_wording(context: Mapping[str, Any]) -> Wording | None:
    """Return the weekly message: how much waits, since when, how long it takes; nothing for an empty queue."""
    person = Person.objects.filter(pk=int(context.get("person") or 0)).first()
    if person is None:
        return None
    lying = Assignment.objects.current().filter(group__in=Group.objects.reviewed_by(person))
    rows = lying.filter(submission__state__in=OPEN).order_by()
    counts = dict(rows.values_list("submission__state").annotate(n=Count("pk")))
    if not counts:
        return None
    oldest = rows.aggregate(day=Min("submission__received_on"))["day"]
    lines = [
        (counts.get("routed", 0), _("waiting to be taken up: %(n)s")),
        (counts.get("in_review", 0) + counts.get("on_agenda", 0), _("in review: %(n)s")),
        (counts.get("decided", 0), _("decided, not yet published: %(n)s")),
    ]
    minutes = minutes_of(counts)
    takes = ngettext("It takes about %(n)s minute.", "It takes about %(n)s minutes.", minutes) % {"n": minutes}
    return Wording(
        subject=_("Your group's queue this week"),
        paragraphs=[
            "; ".join(words % {"n": n} for n, words in lines if n).capitalize() + ".",
            _("The oldest came on %(day)s.") % {"day": day_words(oldest)} + " " + takes,
            _("You get this message once a week, on Monday."),
        ],
        address=reverse("workgroups:inbox"),
        button=_("Open the contributions"),
    )
