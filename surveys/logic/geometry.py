"""Places on the earth as GeoJSON (WGS 84): checked, rounded, compared with outlines; plain geometry for a town's scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Position = Sequence[float]
MAX_VERTICES = 500  # of one shape: more than a person draws
DECIMALS = 6  # about 10 cm
KINDS = {"point": "Point", "line": "LineString", "area": "Polygon"}


def cleaned_geometry(value: Any) -> dict[str, Any]:
    """Return a point, line or polygon with rounded positions; raises ValueError for anything else."""
    kind = value.get("type") if isinstance(value, Mapping) else None
    if kind not in KINDS.values() or not set(value) <= {"type", "coordinates", "bbox"}:
        raise ValueError("no geometry")
    coordinates = value.get("coordinates")
    if kind == "Point":
        return {"type": kind, "coordinates": position(coordinates)}
    if kind == "LineString":
        return {"type": kind, "coordinates": positions(coordinates, 2)}
    if not isinstance(coordinates, list | tuple) or len(coordinates) != 1:
        raise ValueError("a polygon has one ring")
    ring = positions(coordinates[0], 3)
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    if len(ring) < 4:
        raise ValueError("a ring needs three corners")
    return {"type": kind, "coordinates": [ring]}


def positions(value: Any, at_least: int) -> list[list[float]]:
    """Return the positions of a line or ring; raises ValueError."""
    if not isinstance(value, list | tuple) or not at_least <= len(value) <= MAX_VERTICES:
        raise ValueError("wrong number of positions")
    return [position(one) for one in value]


def position(value: Any) -> list[float]:
    """Return longitude and latitude, rounded; a height is left out; raises ValueError."""
    if not isinstance(value, list | tuple) or not 2 <= len(value) <= 3:
        raise ValueError("no position")
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in value):
        raise ValueError("no numbers")
    east, north = value[0], value[1]
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise ValueError("outside the earth")
    return [round(float(east), DECIMALS), round(float(north), DECIMALS)]


def first_position(geometry: Mapping[str, Any]) -> list[float]:
    """Return the first position of a checked geometry."""
    place = geometry["coordinates"]
    while isinstance(place[0], list):
        place = place[0]
    return list(place)


def outer_rings(outline: Any) -> Iterator[list[Position]]:
    """Yield the outer rings of a Polygon, MultiPolygon or a Feature with one; nothing for anything else."""
    if not isinstance(outline, Mapping):
        return
    if outline.get("type") == "Feature":
        yield from outer_rings(outline.get("geometry"))
    elif outline.get("type") == "Polygon" and outline.get("coordinates"):
        yield outline["coordinates"][0]
    elif outline.get("type") == "MultiPolygon":
        for polygon in outline.get("coordinates") or ():
            yield polygon[0]


def contains(outline: Any, place: Position) -> bool:
    """Tell whether an outline holds a position, by counting the sides that a line to the east crosses."""
    return any(crossings(ring, place) % 2 for ring in outer_rings(outline))


def crossings(ring: Sequence[Position], place: Position) -> int:
    """Return how many sides of a ring lie east of a position on its own latitude."""
    count = 0
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (one[1] > place[1]) != (other[1] > place[1]):
            share = (place[1] - one[1]) / (other[1] - one[1])
            count += place[0] < one[0] + share * (other[0] - one[0])
    return count


def middle_of(outline: Any) -> list[float] | None:
    """Return the centre of gravity of the largest ring of an outline, or nothing."""
    found: tuple[float, list[float]] | None = None
    for ring in outer_rings(outline):
        size, place = gravity(ring)
        if found is None or size > found[0]:
            found = (size, place)
    return found[1] if found else None


def gravity(ring: Sequence[Position]) -> tuple[float, list[float]]:
    """Return the size of a ring and its centre of gravity."""
    east0, north0 = ring[0][0], ring[0][1]
    twice = east = north = 0.0
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        a, b, c, d = one[0] - east0, one[1] - north0, other[0] - east0, other[1] - north0
        cross = a * d - c * b
        twice += cross
        east += (a + c) * cross
        north += (b + d) * cross
    if not twice:
        return 0.0, [round(east0, DECIMALS), round(north0, DECIMALS)]
    return abs(twice) / 2, [round(east0 + east / (3 * twice), DECIMALS), round(north0 + north / (3 * twice), DECIMALS)]
