"""Areas and their inhabitants, brought in from population statistics."""

import uuid

from django.db import transaction
from django.utils.text import slugify

from participation.actions.audit import add_audit_entry
from participation.actions.imports import ImportRefused, add_areas
from participation.logic.imports import Table
from participation.logic.populations import PopulationRow, populations_of
from participation.models.areas import Area, AreaPopulation
from participation.models.people import Person
from participation.queries.areas import areas_by_name


@transaction.atomic
def import_population(table: Table, *, by: Person | None) -> tuple[int, int]:
    """Store inhabitants by area, year, age band and sex; returns how many rows were stored and areas made.

    Figures of an area and year take the place of older ones for the same area and year. All rows or none.
    """
    rows, faults = populations_of(table)
    if faults:
        raise ImportRefused(faults)
    areas = areas_by_name()
    new: dict[str, Area] = {}
    for row in rows:
        key = row.area.casefold()
        if key not in areas and key not in new:
            new[key] = Area(slug=slugify(row.area)[:60] or uuid.uuid4().hex[:8], name={"fi": row.area})
    added = add_areas(new.values())
    areas |= new
    for area_id, year in {(areas[row.area.casefold()].pk, row.year) for row in rows}:
        AreaPopulation.objects.filter(area_id=area_id, year=year).delete()
    AreaPopulation.objects.bulk_create([stored(row, areas[row.area.casefold()]) for row in rows], batch_size=500)
    add_audit_entry("import_population", areas[rows[0].area.casefold()], by=by, rows=len(rows), areas=added)
    return len(rows), added


def stored(row: PopulationRow, area: Area) -> AreaPopulation:
    """Return the unsaved row of the database."""
    return AreaPopulation(
        area=area,
        year=row.year,
        age_from=row.age_from,
        age_to=row.age_to,
        sex=row.sex,
        inhabitants=row.inhabitants,
    )
