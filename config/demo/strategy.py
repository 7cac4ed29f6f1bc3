"""The strategy of the demo with measures and indicators, and the resident activities of each area."""

from typing import Any

from config.demo.process import POPULATION_YEAR
from config.demo.reading import day, document, moment
from participation.actions.measures import link_sources
from participation.models import (
    Activity,
    Area,
    Goal,
    Indicator,
    IndicatorValue,
    Measure,
    Objective,
    Person,
    Process,
    Strategy,
    Submission,
)


def load_strategy(process: Process, areas: dict[str, Area]) -> None:
    """Make the strategy from its goals down to the values of indicators."""
    data = document("strategy")
    strategy = Strategy.objects.create(
        process=process,
        name=data["name"],
        vision=data["vision"],
        values=data["values"],
        approved_on=day(data["approved"]),
        approved_as=data["approved_as"],
    )
    for number, one in enumerate(data["goals"], 1):
        goal = Goal.objects.create(strategy=strategy, number=number, name=one["name"])
        Objective.objects.bulk_create(
            Objective(goal=goal, order=order, name=name) for order, name in enumerate(one["objectives"], 1)
        )
        for order, measure in enumerate(one["measures"], 1):
            load_measure(goal, order, measure, areas)


def load_measure(goal: Goal, order: int, data: dict[str, Any], areas: dict[str, Area]) -> None:
    """Make one measure with its indicators and their values, for the town and by area."""
    measure = Measure.objects.create(
        goal=goal,
        order=order,
        name=data["name"],
        starts_year=data["starts"],
        ends_year=data["ends"],
        responsible=data["responsible"],
        follow_up=data["follow_up"],
        state=data["state"],
    )
    for place, one in enumerate(data["indicators"], 1):
        told = {name: value for name, value in one.items() if name not in ("values", "area_values")}
        indicator = Indicator.objects.create(measure=measure, order=place, **told)
        values = [IndicatorValue(indicator=indicator, year=year, value=value) for year, value in one["values"]]
        values += [
            IndicatorValue(indicator=indicator, area=areas[slug], year=POPULATION_YEAR, value=value)
            for slug, value in dict(one["area_values"]).items()
        ]
        IndicatorValue.objects.bulk_create(values)


def load_activities(process: Process, areas: dict[str, Area]) -> None:
    """Make the resident activities: those that were have participants, those to come do not yet."""
    Activity.objects.bulk_create(
        Activity(
            process=process,
            area=areas[one["area"]],
            name=one["name"],
            place=one["place"],
            starts=moment(one["day"], one["hour"]),
            ends=moment(one["day"], one["hour"], one["minutes"]),
            organiser=one["organiser"],
            participants=one["participants"],
        )
        for one in document("activities")["activities"]
    )


def link_measures(process: Process, *, by: Person) -> None:
    """Link the measure on hobbies to what residents said of them, so that their journeys lead to it."""
    measure = Measure.objects.filter(goal__strategy__process=process).order_by("pk").first()
    if measure:
        rows = Submission.objects.filter(process=process, text__icontains="harrastu").order_by("received_on", "pk")[:3]
        link_sources(measure, list(rows), by=by)
