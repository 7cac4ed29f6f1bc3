"""Answers on a map as a drawing: the outlines of areas, shaded by how many places lie in each, and the places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.logic.geometry import contains, first_position, outer_rings
from surveys.logic.questionnaire.places import items_of

WIDE = 800.0
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Outlined:
    """An area with its outline, before anything is counted."""

    code: str
    label: Texts
    outline: Any


@dataclass(frozen=True)
class Shaded:
    """An area on the drawing: how many places lie in it, and how dark it is."""

    label: Texts
    count: int
    path: str
    shade: str


@dataclass(frozen=True)
class Spread:
    """The drawing of all places."""

    height: str
    areas: Sequence[Shaded]
    points: Sequence[tuple[str, str]]
    inside: int
    outside: int

    @property
    def listed(self) -> list[Shaded]:
        """The areas with places, the most first."""
        return sorted((area for area in self.areas if area.count), key=lambda area: -area.count)


def spread_of(values: Iterable[Any], outlines: Sequence[Outlined]) -> Spread | None:
    """Return the drawing, nothing when there is neither an outline nor a place."""
    counts: dict[str, int] = {}
    points: list[Sequence[float]] = []
    outside = 0
    for value in values:
        for item in items_of(value):
            geometry, code = item.get("geometry"), item.get("place")
            point = first_position(geometry) if isinstance(geometry, Mapping) else None
            area = next((o.code for o in outlines if code == o.code or (point and contains(o.outline, point))), None)
            if point:
                points.append(point)
            if area:
                counts[area] = counts.get(area, 0) + 1
            elif point:
                outside += 1
    rings = [(outlined, ring) for outlined in outlines for ring in outer_rings(outlined.outline)]
    edges = [*points, *(place for _outlined, ring in rings for place in ring)]
    if not edges:
        return None
    frame = Frame(edges)
    most = max(counts.values(), default=1)
    areas = [
        Shaded(
            outlined.label,
            counts.get(outlined.code, 0),
            " ".join(frame.path(ring) for o, ring in rings if o is outlined),
            f"{0.08 + 0.72 * counts.get(outlined.code, 0) / most:.2f}",
        )
        for outlined in outlines
    ]
    return Spread(f"{frame.height:.0f}", areas, [frame.place(p) for p in points], sum(counts.values()), outside)


class Frame:
    """From degrees to the drawing: as wide as WIDE, north above, true to shape at this latitude."""

    def __init__(self, edges: Sequence[Sequence[float]]) -> None:
        self.west, east = min(e[0] for e in edges), max(e[0] for e in edges)
        south, self.north = min(e[1] for e in edges), max(e[1] for e in edges)
        self.squeeze = math.cos(math.radians((south + self.north) / 2))
        wide, tall = max((east - self.west) * self.squeeze, 1e-6), max(self.north - south, 1e-6)
        self.scale = min((WIDE - 20) / wide, 700 / tall)
        self.height = tall * self.scale + 20

    def place(self, position: Sequence[float]) -> tuple[str, str]:
        """Return x and y of a position."""
        x = 10 + (position[0] - self.west) * self.squeeze * self.scale
        return f"{x:.1f}", f"{10 + (self.north - position[1]) * self.scale:.1f}"

    def path(self, ring: Sequence[Sequence[float]]) -> str:
        """Return a ring as the path of an SVG."""
        return "M" + "L".join(" ".join(self.place(position)) for position in ring) + "Z"
