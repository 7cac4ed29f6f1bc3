"""Bringing in a strategy from one table: all lines or none; the same file again changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.imports import WORDS, ImportRefused
from participation.actions.measures import move_measure
from participation.errors import Conflict
from participation.logic.imports import CellFault, Table
from participation.logic.strategy_tables import GOAL, INDICATOR, LEVELS, PARENT, Number, plan_of
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.strategy import IndicatorValue, Strategy
from participation.queries.strategy_imports import MODELS, ORDER, TEXT_FIELDS, Comparison, Step, comparison_of, merged

ASIDE = 10_000  # where numbers wait while others take their place

STRATEGY_WORDS: dict[str, Callable[[CellFault], str]] = {
    "column_twice": lambda _f: _("Another column means the same."),
    "not_a_type": lambda f: (
        _("“%(seen)s” is none of: goal, objective, measure, indicator, value.") % {"seen": f.seen}
        if f.seen
        else _("Say what the row is: goal, objective, measure, indicator or value.")
    ),
    "number_of_1": lambda _f: _("A goal has a number such as 1."),
    "number_of_2": lambda _f: _("Objectives and measures have a number such as 1.2, where 1 is the goal."),
    "number_of_3": lambda _f: _("Indicators and values have a number such as 1.2.1, where 1.2 is the measure."),
    "number_twice": lambda f: _("The number %(seen)s comes twice.") % {"seen": f.seen},
    "value_twice": lambda f: _("The value comes twice: %(seen)s.") % {"seen": f.seen},
    "name_missing": lambda _f: _("The name is missing."),
    "text_too_long": lambda f: _("The text is too long: at most %(limit)s characters fit.") % {"limit": f.seen},
    "not_a_year": lambda f: _("“%(seen)s” is not a year such as 2026.") % {"seen": f.seen},
    "year_ahead": lambda f: _("The year %(seen)s is not here yet.") % {"seen": f.seen},
    "ends_before": lambda f: _("It ends before it begins: %(seen)s.") % {"seen": f.seen},
    "not_a_figure": lambda f: _("“%(seen)s” is not a number.") % {"seen": f.seen},
    "not_done_or_not": lambda f: _("“%(seen)s” is neither “done” nor “not yet”.") % {"seen": f.seen},
    "required_value": lambda _f: _("The value is missing."),
    "not_a_state": lambda f: _("“%(seen)s” is none of: planned, under way, done.") % {"seen": f.seen},
    "not_a_kind": lambda f: _("“%(seen)s” is none of: count, euros, done, survey, other.") % {"seen": f.seen},
    "not_an_interval": lambda f: _("“%(seen)s” is not a number of years.") % {"seen": f.seen},
    "no_goal": lambda f: _("There is no goal for %(seen)s.") % {"seen": f.seen},
    "no_measure": lambda f: _("There is no measure for %(seen)s.") % {"seen": f.seen},
    "no_indicator": lambda f: _("There is no indicator %(seen)s.") % {"seen": f.seen},
    "no_area": lambda f: _("The town has no area “%(seen)s”.") % {"seen": f.seen},
}


class StrategyRefused(ImportRefused):
    """Nothing was imported; tells of every fault in words of strategies."""

    words = WORDS | STRATEGY_WORDS


def compare_strategy(process: Process, table: Table) -> Comparison:
    """Return what a file would change, changing nothing; raises StrategyRefused with every fault."""
    told = comparison_of(process, plan_of(table, timezone.localdate().year))
    if told.faults:
        raise StrategyRefused(sorted(told.faults, key=lambda fault: fault.row))
    return told


def import_strategy(process: Process, table: Table, *, by: Person | None) -> Comparison:
    """Store what a file says of a strategy, all of it or nothing; returns what was changed.

    What the file does not name stays as it is. Who asked for a measure hears of it as if it had been moved by hand.
    Of two files at once the numbers of the database let one through; the other raises Conflict.
    """
    try:
        return store_strategy(process, table, by=by)
    except IntegrityError as error:
        raise Conflict(_("Somebody changed the strategy meanwhile. Try again.")) from error


@transaction.atomic
def store_strategy(process: Process, table: Table, *, by: Person | None) -> Comparison:
    """Compare and store in one transaction."""
    told = compare_strategy(process, table)
    if not told.changes_something:
        return told
    strategy = told.strategy or Strategy.objects.create(process=process, name=process.name)
    stored: dict[tuple[str, Number], Any] = {}
    for kind in LEVELS:
        store_level(kind, told, strategy, stored)
    store_values(told, stored)
    for step in (one for one in told.changed if "state" in one.changes):
        before, after = step.changes["state"]
        move_measure(step.stored, after, seen=before, by=by)
    add_audit_entry("import_strategy", strategy, by=by, **counts_of(told))
    return told


def store_level(kind: str, told: Comparison, strategy: Strategy, stored: dict[tuple[str, Number], Any]) -> None:
    """Store the lines of one kind: new ones below their parents, changed ones where they belong."""
    steps = [step for step in told.steps if step.kind == kind]
    away = [step for step in told.missing if step.kind == kind]
    make_room(kind, steps, away)
    changed = [step for step in steps if step.changes]
    for step in changed:
        for name, (_before, after) in step.changes.items():
            if name != "state":
                setattr(step.stored, name, after)
    fields = sorted({name for step in changed for name in step.changes} - {"state"})
    if fields:
        MODELS[kind].objects.bulk_update([step.stored for step in changed], fields)
    new = [(step.number, unsaved(step, strategy, stored)) for step in steps if step.stored is None]
    MODELS[kind].objects.bulk_create([row for _number, row in new])
    stored.update({(kind, number): row for number, row in new})
    stored.update({(kind, step.number): step.stored for step in steps if step.stored is not None})
    for key, row in told.known.items():
        if key[0] == kind:
            stored.setdefault(key, row)


def make_room(kind: str, steps: Sequence[Step], away: Sequence[Step]) -> None:
    """Let numbers be taken: those that change step aside, and what the file does not name goes behind the others."""
    order = ORDER[kind]
    rows = MODELS[kind].objects
    moved = [step.stored.pk for step in steps if order in step.changes]
    rows.filter(pk__in=moved).update(**{order: F(order) + ASIDE})
    wanted = {(step.parent and step.parent.pk, step.number[-1]) for step in steps}
    taken = wanted | {(step.parent and step.parent.pk, step.number[-1]) for step in away}
    for step in away:
        parent = step.parent and step.parent.pk
        if (parent, step.number[-1]) in wanted:
            free = max(place for above, place in taken if above == parent) + 1
            rows.filter(pk=step.stored.pk).update(**{order: free})
            step.number = (*step.number[:-1], free)
            taken.add((parent, free))


def unsaved(step: Step, strategy: Strategy, stored: Mapping[tuple[str, Number], Any]) -> Any:
    """Return the new row of a line."""
    said = {name: merged({}, value) if name in TEXT_FIELDS else value for name, value in step.said.items()}
    if step.kind == INDICATOR:
        said.setdefault("kind", "other" if said.get("unit") else "count")
    place = {ORDER[step.kind]: step.number[-1]}
    if step.kind == GOAL:
        return MODELS[GOAL](strategy=strategy, **place, **said)
    parent = PARENT[step.kind]
    return MODELS[step.kind](**{parent: stored[(parent, step.number[:-1])]}, **place, **said)


def store_values(told: Comparison, stored: Mapping[tuple[str, Number], Any]) -> None:
    """Store new values, and the figures of known ones."""
    IndicatorValue.objects.bulk_create(
        [
            IndicatorValue(indicator=stored[(INDICATOR, one.indicator)], area=one.area, year=one.year, value=one.value)
            for one in told.new_values
        ]
    )
    rows = []
    for one in told.changed_values:
        if one.stored is not None:
            one.stored.value = one.value
            rows.append(one.stored)
    IndicatorValue.objects.bulk_update(rows, ["value"])


def counts_of(told: Comparison) -> dict[str, int]:
    """Return how much was changed, for the audit log."""
    return {
        "added": sum(step.stored is None for step in told.steps),
        "changed": len(told.changed),
        "values": len(told.values),
    }
