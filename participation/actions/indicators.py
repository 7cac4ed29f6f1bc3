"""Values of indicators as they come year by year, and the reminder of those that are old."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.notifications import notify
from participation.errors import Conflict, ParticipationError
from participation.logic.indicators import FIRST_YEAR, LARGEST
from participation.models.areas import Area
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.strategy import Indicator, IndicatorValue, Strategy
from participation.queries.indicators import VALUES_OLD
from participation.queries.people import coordinators_of
from participation.queries.strategy import old_lines

OLD_JOB = "participation.tell_of_old_values"


@dataclass(frozen=True)
class NewValue:
    """A value to store: no area is the whole town."""

    year: int
    value: float
    area: Area | None = None


@dataclass(frozen=True)
class Stored:
    """What came of storing values."""

    added: int
    changed: int
    same: int


def store_values(indicator: Indicator, values: Sequence[NewValue], *, by: Person | None) -> Stored:
    """Store values of an indicator by year and area: those known already are corrected, the same ones left alone.

    Raises ParticipationError for a year that is not here yet, and for what is no value of this indicator; Conflict when
    somebody stores another value at the same time.
    """
    for one in values:
        check_value(indicator, one)
    if len({(one.year, one.area) for one in values}) != len(values):
        raise ParticipationError(_("Each year comes once."), "year")
    try:
        return store(indicator, values, by=by)
    except IntegrityError as error:
        raise Conflict(_("Somebody stored another value meanwhile.")) from error


@transaction.atomic
def store(indicator: Indicator, values: Sequence[NewValue], *, by: Person | None) -> Stored:
    """Store values that were looked at."""
    known = {(row.year, row.area_id): row for row in IndicatorValue.objects.filter(indicator=indicator)}
    added = changed = 0
    for one in values:
        row = known.get((one.year, one.area.pk if one.area else None))
        if row is None:
            IndicatorValue.objects.create(indicator=indicator, area=one.area, year=one.year, value=one.value)
            added += 1
        elif row.value != one.value:
            if IndicatorValue.objects.filter(pk=row.pk, value=row.value).update(value=one.value) != 1:
                raise Conflict(_("Somebody stored another value meanwhile."))
            changed += 1
    if added or changed:
        add_audit_entry("store_values", indicator, by=by, added=added, changed=changed)
    return Stored(added, changed, len(values) - added - changed)


def check_value(indicator: Indicator, one: NewValue) -> None:
    """Raise ParticipationError for what is no value of this indicator."""
    if not FIRST_YEAR <= one.year <= timezone.localdate().year:
        raise ParticipationError(_("Give a year that has begun, such as 2026."), "year")
    if indicator.kind == Indicator.Kind.DONE and one.value not in (0, 1):
        raise ParticipationError(_("Here 1 is done and 0 not yet."), "value")
    if not abs(one.value) <= LARGEST:
        raise ParticipationError(_("The number is too large."), "value")


def tell_of_old_values(day: datetime.date) -> int:
    """Tell the coordinators of each process of the values that have become old, once a value; returns how many messages.

    What becomes old on one day goes in one message.
    """
    told = 0
    states = [Process.State.OPEN, Process.State.CLOSED]
    strategies = Strategy.objects.filter(process__state__in=states).select_related("process").order_by("pk")
    for strategy in strategies:
        told += tell_of_strategy(strategy, day)
    return told


@transaction.atomic
def tell_of_strategy(strategy: Strategy, day: datetime.date) -> int:
    """Tell of the old values of one strategy that nobody was told of yet; of two who try one does it."""
    new = []
    for line in old_lines([strategy]):
        year = line.last.value.year if line.last else 0
        rows = Indicator.objects.filter(pk=line.indicator.pk).exclude(told_after=year)
        if rows.update(told_after=year) == 1:
            new.append(line.indicator.pk)
    if not new:
        return 0
    return notify(
        VALUES_OLD,
        f"values:{strategy.pk}:{day.isoformat()}:{new[0]}",
        people=coordinators_of(strategy.process),
        context={"strategy": strategy.pk},
    )
