"""The process of the demo: phases, themes, areas with inhabitants, workshops."""

from typing import Any

from config.demo.reading import document, moment
from participation.models import Area, AreaPopulation, Batch, Phase, Process, Theme, Workshop

POPULATION_YEAR = 2025
Sex = AreaPopulation.Sex


def load_process() -> Process:
    """Make the process with its phases and themes."""
    data = document("process")
    texts = {key: data[key] for key in ("slug", "name", "lead", "description", "readers", "retention_months")}
    contact = {key: data[key] for key in ("contact_name", "contact_email")}
    process = Process.objects.create(**texts, **contact, state=Process.State.OPEN, is_sample=True)
    Phase.objects.bulk_create(phase_of(process, order, phase) for order, phase in enumerate(data["phases"], 1))
    Theme.objects.bulk_create(
        Theme(process=process, slug=slug, name=name, order=order)
        for order, (slug, name) in enumerate(data["themes"], 1)
    )
    return process


def phase_of(process: Process, order: int, data: dict[str, Any]) -> Phase:
    """Return one phase, its days counted from today."""
    return Phase(
        process=process,
        order=order,
        kind=data["kind"],
        name=data["name"],
        note=data["note"],
        opens=moment(data["opens"]),
        closes=None if data["closes"] is None else moment(data["closes"], 16),
        takes_ideas=data["takes_ideas"],
    )


def load_areas() -> dict[str, Area]:
    """Make the areas of the town, upper ones first, with inhabitants by age band and sex."""
    areas: dict[str, Area] = {}
    figures = []
    for order, data in enumerate(document("areas")["areas"], 1):
        area, new = Area.objects.get_or_create(
            slug=data["slug"],
            defaults={
                "name": data["name"],
                "parent": areas.get(data["parent"]),
                "outline": data["outline"],
                "order": order,
            },
        )
        areas[area.slug] = area
        if new:
            for age_from, age_to, women, men in data["population"]:
                counts = ((Sex.ALL, women + men), (Sex.WOMEN, women), (Sex.MEN, men))
                figures += [
                    AreaPopulation(
                        area=area, year=POPULATION_YEAR, age_from=age_from, age_to=age_to, sex=sex, inhabitants=count
                    )
                    for sex, count in counts
                ]
    AreaPopulation.objects.bulk_create(figures)
    return areas


def load_workshops(process: Process) -> dict[str, Workshop]:
    """Make the resident evening that was and the workshop to come."""
    workshops = {}
    for data in document("workshops")["workshops"]:
        workshops[data["code"]] = Workshop.objects.create(
            process=process,
            **{key: data[key] for key in ("code", "name", "place", "prompts", "tables", "state")},
            starts=moment(data["day"], data["hour"]),
            ends=moment(data["day"], data["end"]),
        )
        if data["batch"]:
            Batch.objects.create(process=process, name=data["batch"], channel="workshop")
    return workshops
