"""What waits too long: the chair is reminded, then the deputy is asked, then the coordinator; and a mail once a week."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from participation.actions.notifications import notify
from participation.models import Person
from participation.queries.people import coordinators_of
from workgroups.logic.escalation import Step, steps_due
from workgroups.models import Assignment, Escalation, Group, Membership
from workgroups.queries.escalation import new_in_tray, oldest_due, people_with_queues

ESCALATE, WEEKLY = "workgroups.escalate", "workgroups.tell_queues"
UNCLAIMED, QUEUE, TRAY = "workgroups.unclaimed", "workgroups.queue", "workgroups.tray"
MONDAY = 0


def escalate(day: datetime.date) -> int:
    """Take the steps that are due on this day for what nobody took up; returns how many people are told.

    Each step is taken once for each assignment, so the job may run twice, or a day late.
    """
    told = 0
    waiting = Assignment.objects.current().filter(submission__state="routed", on__lte=oldest_due(day))
    for group in Group.objects.filter(pk__in=waiting.order_by().values("group")).select_related("process"):
        told += escalate_group(group, waiting.filter(group=group), day)
    return told


@transaction.atomic
def escalate_group(group: Group, waiting: Iterable[Assignment], day: datetime.date) -> int:
    """Note the steps of one group and tell those who are asked now, once for all of its contributions."""
    rows = list(waiting)
    known = set(Escalation.objects.filter(assignment__in=rows).values_list("assignment_id", "step"))
    new: list[Escalation] = []
    asked: set[Step] = set()
    for row in rows:
        steps = steps_due(row.on, day, settings.REVIEW_WORKING_DAYS)
        fresh = [step for step in steps if (row.pk, step) not in known]
        new += [Escalation(assignment=row, step=step, on=day) for step in fresh]
        asked |= {steps[-1]} & set(fresh)
    Escalation.objects.bulk_create(new, ignore_conflicts=True)
    told = 0
    for step in sorted(asked):
        context = {"group": group.pk, "step": step}
        told += notify(UNCLAIMED, f"{step}:{group.pk}:{day}", people=asked_people(group, step), context=context)
    return told


def asked_people(group: Group, step: Step) -> list[Person]:
    """Return who is asked at a step; without a deputy the coordinator is asked at once."""
    if step == "coordinator":
        return coordinators_of(group.process_id)
    role = Membership.Role.CHAIR if step == "reminder" else Membership.Role.DEPUTY
    rows = Membership.objects.in_force().filter(group=group, role=role).select_related("person")
    return [row.person for row in rows] or coordinators_of(group.process_id)


def tell_trays(day: datetime.date) -> int:
    """Tell the coordinators what no rule took or a group gave back, that day or the next, and on Mondays while it waits.

    Returns how many people are told; a job that runs twice on a day tells once.
    """
    told = 0
    since = None if day.weekday() == MONDAY else day - datetime.timedelta(days=1)
    for process_id in sorted(new_in_tray(since)):
        people = coordinators_of(process_id)
        told += notify(TRAY, f"tray:{process_id}:{day}", people=people, context={"process": process_id})
    return told


def tell_queues(day: datetime.date) -> int:
    """Send everybody who reviews their queue of the week, once a week; returns how many are told."""
    year, week, _weekday = day.isocalendar()
    told = 0
    for person in people_with_queues():
        told += notify(QUEUE, f"queue:{year}-{week}", people=[person], context={"person": person.pk})
    return told
