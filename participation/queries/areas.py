"""Areas of the town: found by any of their names, and how many people live in each."""

from collections import defaultdict
from collections.abc import Mapping

from participation.models.areas import Area, AreaPopulation


def areas_by_name() -> dict[str, Area]:
    """Return areas by short name and by name in any language, letters folded; the first of two with one name wins."""
    found: dict[str, Area] = {}
    for area in Area.objects.order_by("order", "slug"):
        for name in (area.slug, *area.name.values()):
            found.setdefault(name.strip().casefold(), area)
    return found


def inhabitants_by_area() -> Mapping[int, int]:
    """Return by area id how many people live there by its newest figures.

    One row for everybody counts as it is; otherwise age bands are summed, and women and men where no
    figure for both is given.
    """
    rows: dict[int, list[AreaPopulation]] = defaultdict(list)
    for row in AreaPopulation.objects.order_by("area_id", "-year", "age_from", "-age_to"):
        if not rows[row.area_id] or rows[row.area_id][0].year == row.year:
            rows[row.area_id].append(row)
    return {area_id: everybody(figures) for area_id, figures in rows.items()}


def everybody(figures: list[AreaPopulation]) -> int:
    """Return the inhabitants of all ages and sexes from the figures of one area and year."""
    both = [row for row in figures if row.sex == AreaPopulation.Sex.ALL]
    chosen = both or figures
    total = 0
    for sex in {row.sex for row in chosen}:
        reached = -1
        for row in (row for row in chosen if row.sex == sex):
            if row.age_from > reached:
                total += row.inhabitants
                reached = row.age_to
    return total
