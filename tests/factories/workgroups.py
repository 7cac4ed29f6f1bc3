"""Things of the working groups for tests: only what is required is set, everything else can be given."""

import itertools

from django.db.models import Max

from participation.models import Submission
from tests.factories.participation import make_person
from workgroups.models import Assignment, Group, Membership, Rule

numbers = itertools.count(1)


def make_group(process, **fields):
    """A working group of a process with a task in three languages."""
    n = next(numbers)
    fields.setdefault("code", f"{n}")
    fields.setdefault("name", {"fi": f"Työryhmä {n}", "sv": f"Arbetsgrupp {n}", "en": f"Group {n}"})
    fields.setdefault("task", {"fi": f"Tehtävä {n}", "sv": f"Uppgift {n}", "en": f"Task {n}"})
    return Group.objects.create(process=process, **fields)


def make_membership(group, person=None, *, role="chair", **fields):
    """A membership in force, of a new person unless one is given."""
    return Membership.objects.create(group=group, person=person or make_person(), role=role, **fields)


def make_rule(group, **fields):
    """An active rule of the group's process, placed last unless an order is given."""
    if "order" not in fields:
        last = Rule.objects.filter(process=group.process).aggregate(last=Max("order"))["last"] or 0
        fields["order"] = last + 1
    return Rule.objects.create(process=group.process, group=group, **fields)


def assign(submission, group, **fields):
    """The submission lies with the group now, without the journey and events that routing would add."""
    Submission.objects.filter(pk=submission.pk, state="received").update(state="routed", version=2)
    submission.refresh_from_db()
    fields.setdefault("origin", Assignment.Origin.PERSON)
    return Assignment.objects.create(submission=submission, group=group, **fields)
