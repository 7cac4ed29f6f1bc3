"""The map as a question type: places drawn on it, chosen from a list, or told in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from participation.logic.text import clean
from surveys.logic.geometry import KINDS, cleaned_geometry
from surveys.logic.questionnaire.faults import Unfit
from surveys.logic.questionnaire.kinds import Fields, Kind, field_name, first, label_of

if TYPE_CHECKING:
    from surveys.logic.questionnaire.document import Question

MAX_PLACES = 20
USUAL_PLACES = 3
TEXT_LIMIT = 1000  # characters beside one place
CODE_LIMIT = 120


class Map(Kind):
    """Places: each a point, a line or an area with words, or a named place; a place can also be told in words only."""

    name = "map"
    has_choices = True
    settings = frozenset({"min", "max", "shapes"})
    seconds = 45

    def problems(self, question: Question) -> Iterator[str]:
        """Yield what is wrong: named places need a point; choices are not needed."""
        yield from (problem for problem in super().problems(question) if problem != "needs choices")
        if most_places(question) > MAX_PLACES or (question.max is not None and question.max < 1):
            yield f"takes one to {MAX_PLACES} places"
        for choice in question.choices:
            if choice.point is None:
                yield f"choice {choice.value} needs a point: longitude and latitude"

    def clean(self, question: Question, value: Any) -> Any:
        """Return one geometry, or a list of places; what says nothing is left out."""
        if isinstance(value, dict) and "geometry" not in value:
            return self.shape(question, value)
        if not isinstance(value, list | tuple) or len(value) > 1000:
            raise Unfit("not_a_place")
        found = [place for place in (self.place(question, item) for item in value) if place]
        if len(found) > most_places(question):
            raise Unfit("too_many_places", limit=most_places(question))
        if found and len(found) < (question.min or 0):
            raise Unfit("too_few_places", limit=int(question.min or 0))
        return found

    def place(self, question: Question, item: Any) -> dict[str, Any] | None:
        """Return one place: its geometry, its words, the code of a named place; nothing when all are empty."""
        if not isinstance(item, dict) or not set(item) <= {"geometry", "text", "place"}:
            raise Unfit("not_a_place")
        text, code = item.get("text") or "", item.get("place") or ""
        if not isinstance(text, str) or not isinstance(code, str) or len(code) > CODE_LIMIT:
            raise Unfit("not_a_place")
        text, code = clean(text), clean(code)
        if len(text) > TEXT_LIMIT:
            raise Unfit("too_long", limit=TEXT_LIMIT, over=len(text) - TEXT_LIMIT)
        geometry = item.get("geometry")
        if geometry is None and not text and not code:
            return None
        shape = None if geometry is None else self.shape(question, geometry, named=bool(code))
        return {"geometry": shape, "text": text, **({"place": code} if code else {})}

    def shape(self, question: Question, value: Any, *, named: bool = False) -> dict[str, Any]:
        """Return a geometry of a kind that the question asks for; raises Unfit. A named place is always a point."""
        try:
            geometry = cleaned_geometry(value)
        except ValueError:
            raise Unfit("not_a_place") from None
        allowed = {KINDS[shape] for shape in question.shapes or ("point",)} | ({"Point"} if named else set())
        if geometry["type"] not in allowed:
            raise Unfit("not_a_place")
        return geometry

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return what was drawn, then what was chosen from the list or told in words."""
        drawn = drawn_from(first(fields, field_name(question)) or "")
        if isinstance(drawn, str):
            return drawn
        for n in range(1, MAX_PLACES + 1):
            code = first(fields, field_name(question, f"place{n}")) or ""
            text = (first(fields, field_name(question, f"text{n}")) or "").strip()
            if code or text:
                drawn.append(listed(code, text))
        return drawn or None

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return each place with the words that the document has for it."""
        return [
            place_line(item, label_of(question.choices, item.get("place", ""), language)) for item in items_of(value)
        ]


def most_places(question: Question) -> int:
    """Return how many places an answer can hold."""
    return USUAL_PLACES if question.max is None else int(question.max)


def drawn_from(text: str) -> Any:
    """Return the list of drawn places that a page sent; what is no such list stays as it was sent."""
    if not text:
        return []
    try:
        drawn = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return drawn if isinstance(drawn, list) else text


def listed(code: str, text: str) -> dict[str, Any]:
    """Return a place of the list: its code, and its point when the option carried one ("centre|27.87|62.31")."""
    name, _, rest = code.partition("|")
    try:
        east, north = (float(number) for number in rest.split("|"))
        geometry = {"type": "Point", "coordinates": [east, north]}
    except ValueError:
        geometry = None
    return {"geometry": geometry, "text": text, **({"place": name} if name else {})}


def items_of(value: Any) -> list[dict[str, Any]]:
    """Return the places of an answer, whichever of its two forms it has; leaves out what cannot be read."""
    if isinstance(value, dict):
        return [{"geometry": value, "text": ""}]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def place_line(item: dict[str, Any], name: str) -> str:
    """Return a place on one line: its name, else where it is, and its words."""
    words = " ".join(str(item.get("text") or "").split())
    return ": ".join(part for part in (name or where(item.get("geometry")), words) if part)


def where(geometry: Any) -> str:
    """Return the first position of a geometry as people read it: latitude, then longitude."""
    place = geometry["coordinates"] if isinstance(geometry, dict) else None
    while place and isinstance(place[0], list):
        place = place[0]
    return f"{place[1]:.4f} {place[0]:.4f}" if place else ""
