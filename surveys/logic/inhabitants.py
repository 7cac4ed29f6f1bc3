"""Which questions tell area, age and sex, and how many inhabitants there are in each of their groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.logic.populations import OLDEST, SEXES, ages_of
from surveys.logic.result_tables import Shape, Texts
from surveys.logic.results import ONE_OF

AGE_WORDS = ("ikä", "ika", "age", "ålder", "syntym")
LEAST_BANDS = 2


@dataclass(frozen=True)
class Figure:
    """So many people of a sex and an age band in an area."""

    area: str
    age_from: int
    age_to: int
    sex: str
    inhabitants: int


@dataclass(frozen=True)
class Known:
    """A question whose groups can be compared with the inhabitants."""

    kind: str  # area, age, sex
    shape: Shape
    people: Mapping[str, int]


def bands_of(shape: Shape) -> dict[str, tuple[int, int]]:
    """Return the age band of each choice of a question about age; nothing for any other question."""
    words = [shape.name, *shape.label.values()]
    if shape.type not in ONE_OF or not any(word in text.casefold() for word in AGE_WORDS for text in words):
        return {}
    found = {}
    for value, label in shape.choices:
        bands = [ages_of(text) for text in (value, *label.values())]
        band = next((band for band in bands if band and band != (0, OLDEST)), None)
        if band:
            found[value] = band
    if len(found) < LEAST_BANDS:
        return {}
    oldest = max(found, key=lambda value: found[value])
    first, last = found[oldest]
    return {**found, oldest: (first, OLDEST if first == last else last)}


def sexes_of(shape: Shape) -> dict[str, str]:
    """Return the choices that mean women and men; nothing unless both are there."""
    found: dict[str, str] = {}
    for value, label in shape.choices if shape.type in ONE_OF else ():
        folded = {value.casefold(), *(text.casefold() for text in label.values())}
        sex = next((code for code in ("women", "men") if folded & set(SEXES[code])), None)
        if sex:
            found[value] = sex
    return found if set(found.values()) == {"women", "men"} else {}


def finest(figures: Sequence[Figure]) -> list[Figure]:
    """Return figures without totals of what is given in parts: of ages, and of sexes."""
    spans: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for one in figures:
        spans.setdefault((one.area, one.sex), set()).add((one.age_from, one.age_to))
    kept = {key: smallest(own) for key, own in spans.items()}
    return [one for one in figures if (one.age_from, one.age_to) in kept[one.area, one.sex]]


def smallest(spans: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the age bands that hold no other one."""
    found, nearest = set(), OLDEST + 1
    for first, last in sorted(spans, key=lambda span: (-span[0], span[1])):
        if nearest > last:
            found.add((first, last))
        nearest = min(nearest, last)
    return found


def knowns_of(shapes: Sequence[Shape], figures: Sequence[Figure]) -> tuple[list[Known], list[str]]:
    """Return the questions that can be compared with the inhabitants, and why others cannot: codes of reasons."""
    reasons: list[str] = []
    area = next((shape for shape in shapes if shape.role == "area"), None)
    age, bands = next(((shape, found) for shape in shapes if (found := bands_of(shape))), (None, {}))
    sex, sexes = next(((shape, own) for shape in shapes if (own := sexes_of(shape))), (None, {}))
    figures = finest(figures)
    if area is not None:
        asked = {value for value, _label in area.choices}
        figures = [one for one in figures if one.area in asked] or figures
    everybody = [one for one in figures if one.sex == "all"] or figures
    by_band = in_bands(everybody, bands) if bands else None
    if bands and by_band is None:
        reasons.append("ages_do_not_fit")
    knowns = []
    if area is not None:
        rows = everybody if by_band is None else [one for one in everybody if band_of(one, bands)]
        people = {value: sum(one.inhabitants for one in rows if one.area == value) for value, _label in area.choices}
        knowns.append(Known("area", area, {value: n for value, n in people.items() if n}))
    if age is not None and by_band:
        knowns.append(Known("age", age, by_band))
    if sex is not None:
        told = [one for one in figures if one.sex in ("women", "men") and (by_band is None or band_of(one, bands))]
        people = {value: sum(one.inhabitants for one in told if one.sex == code) for value, code in sexes.items()}
        knowns.append(Known("sex", sex, {value: n for value, n in people.items() if n}))
    reasons += [f"no_{kind}" for kind, shape in (("area", area), ("age", age), ("sex", sex)) if shape is None]
    reasons += [f"no_figures_{known.kind}" for known in knowns if len(known.people) < LEAST_BANDS]
    return [known for known in knowns if len(known.people) >= LEAST_BANDS], reasons


def band_of(one: Figure, bands: Mapping[str, tuple[int, int]]) -> str | None:
    """Return the choice in whose band a figure lies whole."""
    return next((value for value, (first, last) in bands.items() if first <= one.age_from and one.age_to <= last), None)


def in_bands(figures: Sequence[Figure], bands: Mapping[str, tuple[int, int]]) -> dict[str, int] | None:
    """Return inhabitants by choice; nothing when a figure lies across the edge of a band."""
    people: dict[str, int] = {}
    for one in figures:
        value = band_of(one, bands)
        if value:
            people[value] = people.get(value, 0) + one.inhabitants
        elif any(one.age_from <= last and first <= one.age_to for first, last in bands.values()):
            return None
    return people


def what_to_do(kind: str, band: tuple[int, int] | None) -> str:
    """Return the code of the advice for a group that is missing."""
    if kind != "age" or band is None:
        return kind
    return "young" if band[1] < 30 else "old" if band[0] >= 65 else "working"


def label_of(shape: Shape, value: str) -> Texts:
    """Return the words of a choice."""
    return dict(shape.choices).get(value) or {"fi": value}
