"""Geometry of an indicator's chart: its values over the years, where it began, and the line of its target."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from participation.logic.indicators import plain_number

HEIGHT, TOP, BOTTOM = 168, 26, 34
MARGIN = 8  # percent of the width on each side
ALL_WORDED = 5  # dots beside which values stand where they do not touch; of more the first and the last
APART = 17  # percent of the width that two words need
MOST_YEARS = 6


@dataclass(frozen=True)
class Dot:
    """One value: where it lies and where its words stand; without words they are in the table alone."""

    x: str
    y: str
    words_at: str
    value: float
    year: int
    is_worded: bool
    is_start: bool = False


@dataclass(frozen=True)
class Target:
    """The line of the target, and on which side of the drawing its words stand."""

    y: str
    words_at: str
    x: str
    anchor: str
    value: float


@dataclass(frozen=True)
class Drawing:
    """One chart ready for a page; years are (x, year) under its base."""

    dots: Sequence[Dot]
    joins: Sequence[tuple[Dot, Dot]]
    years: Sequence[tuple[str, int]]
    target: Target | None
    base: str = str(HEIGHT - BOTTOM)
    years_at: str = str(HEIGHT - BOTTOM + 22)
    height: int = HEIGHT


def drawing_of(
    values: Mapping[int, float], start: tuple[int | None, float | None], target: tuple[int | None, float | None]
) -> Drawing | None:
    """Return the chart of values by year; nothing for a single point, which a sentence tells better."""
    points = dict(sorted(values.items()))
    begins = start[0] if start[0] is not None and start[1] is not None and start[0] not in points else None
    if begins is not None:
        points = dict(sorted({**points, begins: start[1] or 0.0}.items()))
    goal = target[1]
    if not values or len(points) < 2:
        return None
    years = [*points, *([target[0]] if target[0] is not None and goal is not None else [])]
    first, last = min(years), max(years)
    heights = [*points.values(), *([goal] if goal is not None else [])]
    low, high = min(0.0, *heights), max(0.0, *heights)

    def x(year: int) -> float:
        part = (year - first) / (last - first) if last > first else 0.5
        return MARGIN + (100 - 2 * MARGIN) * part

    def y(value: float) -> float:
        part = (value - low) / (high - low) if high > low else 0.0
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - part)

    worded = apart(
        {year: x(year) for year in points}
        if len(points) <= ALL_WORDED
        else {year: x(year) for year in (min(points), max(points))}
    )
    dots = [
        Dot(
            f"{x(year):.2f}%",
            f"{y(value):.1f}",
            f"{y(value) - 10:.1f}",
            plain_number(value),
            year,
            year in worded,
            year == begins,
        )
        for year, value in points.items()
    ]
    return Drawing(
        dots,
        list(itertools.pairwise(dots)),
        [(f"{x(year):.2f}%", year) for year in apart({year: x(year) for year in thinned(sorted(set(years)))})],
        target_of(goal, dots, y) if goal is not None else None,
    )


def target_of(goal: float, dots: Sequence[Dot], y: Callable[[float], float]) -> Target:
    """Return the line of the target, its words above it on the side where the values are farther away."""
    height = y(goal)
    is_left = abs(float(dots[0].y) - height) >= abs(float(dots[-1].y) - height)
    x, anchor = ("0", "start") if is_left else ("100%", "end")
    return Target(f"{height:.1f}", f"{height - 7:.1f}", x, anchor, plain_number(goal))


def apart(places: Mapping[int, float]) -> list[int]:
    """Return so many years that their words do not touch, the last among them."""
    years = list(places)
    kept = years[-1:]
    for year in years[:-1]:
        if all(abs(places[year] - places[one]) >= APART for one in kept):
            kept.append(year)
    return sorted(kept)


def thinned(years: Sequence[int]) -> list[int]:
    """Return so few years that their words do not touch, the first and the last among them."""
    if len(years) <= MOST_YEARS:
        return list(years)
    step = -(-(len(years) - 1) // (MOST_YEARS - 1))
    kept = list(years[:-1:step])
    return [*(kept[:-1] if len(years) - 1 - years.index(kept[-1]) < step else kept), years[-1]]
