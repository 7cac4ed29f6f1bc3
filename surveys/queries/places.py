"""Places as people know them: the outlines of districts, the list to choose from, an answer on a map in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from participation.logic.text import pick
from participation.models.areas import Area
from surveys.logic.geometry import contains, first_position, middle_of
from surveys.logic.questionnaire.document import Question
from surveys.logic.questionnaire.places import items_of, place_line, where

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """A named place of a list: the value of its option carries its point, so that nothing is looked up later."""

    code: str
    label: Texts
    point: list[float] | None

    @property
    def value(self) -> str:
        """Return "code|longitude|latitude", or the code alone."""
        return "|".join([self.code, *map(str, self.point)]) if self.point else self.code


def places_for(question: Question) -> list[Place]:
    """Return the places of a map question: its own, then the districts of the town."""
    own = [Place(choice.value, choice.label, list(choice.point or ())) for choice in question.choices]
    known = {place.code for place in own}
    areas = Area.objects.order_by("order", "slug")
    return [*own, *(Place(a.slug, a.name, middle_of(a.outline)) for a in areas if a.slug not in known)]


def outlines() -> dict[str, Any]:
    """Return the districts that have an outline as GeoJSON."""
    areas = Area.objects.exclude(outline=None).order_by("order", "slug")
    features = [
        {
            "type": "Feature",
            "properties": {"slug": area.slug, "name": area.name},
            "geometry": area.outline.get("geometry") if area.outline.get("type") == "Feature" else area.outline,
        }
        for area in areas
        if isinstance(area.outline, dict)
    ]
    return {"type": "FeatureCollection", "features": features}


def places_in_words(question: Question, value: Any, language: str) -> list[str]:
    """Return each place on a line: its name or its district, what was drawn, and its words."""
    items = items_of(value)
    names = [named(question, item, language) for item in items]
    areas = [] if all(names) else list(Area.objects.all())
    return [place_line(item, name or found(item, areas, language)) for item, name in zip(items, names, strict=True)]


def named(question: Question, item: Mapping[str, Any], language: str) -> str:
    """Return the words of a place that the questionnaire itself names."""
    choice = question.choice(item.get("place", ""))
    return pick(choice.label, language)[0] if choice else ""


def found(item: Mapping[str, Any], areas: list[Area], language: str) -> str:
    """Return the district of a place, and for something drawn its kind and position."""
    geometry, code = item.get("geometry"), item.get("place")
    for area in areas:
        if code and area.slug == code:
            return pick(area.name, language)[0]
    if not isinstance(geometry, Mapping):
        return str(code or "")
    kinds = {"Point": _("Point on the map"), "LineString": _("Line on the map"), "Polygon": _("Area on the map")}
    start = first_position(geometry)
    district = next((pick(area.name, language)[0] for area in areas if contains(area.outline, start)), "")
    return f"{kinds[geometry['type']]}, {district or where(geometry)}"
