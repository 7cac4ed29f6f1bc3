"""Geometry of a series: dots with their intervals, joined by a line except where the series breaks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.logic.charts import percent_text
from surveys.logic.series import SHARE, Point, Through, Track

HEIGHT, TOP, BOTTOM = 132, 26, 12


@dataclass(frozen=True)
class Dot:
    """One number: where it lies, its interval, and where its words stand."""

    x: str
    y: str
    low: str
    high: str
    words_at: str
    value: float


@dataclass(frozen=True)
class Join:
    """A line between two dots."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class TrackDrawing:
    """One track ready for a page."""

    track: Track
    dots: Sequence[Dot]
    joins: Sequence[Join]
    breaks: Sequence[str]
    low: float
    high: float
    cells: Sequence[Point | None] = ()  # one a survey

    @property
    def newest(self) -> Point | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.track.points) if point.value is not None), None)


def drawings_of(through: Through, waves: int) -> list[TrackDrawing]:
    """Return the drawings of a question; all its tracks have the same ends, so that heights can be compared."""
    low, high = ends_of(through)
    return [drawing_of(track, waves, low, high) for track in through.tracks]


def ends_of(through: Through) -> tuple[float, float]:
    """Return the lowest and highest number of the drawings of one question."""
    shape = through.newest.shape
    points = [point for track in through.tracks for point in track.points if point.value is not None]
    tops = [value for point in points for value in (point.value, point.high) if value is not None]
    if through.tracks and through.tracks[0].kind == SHARE:
        highest = max(tops, default=1.0)
        return 0.0, min(1.0, math.ceil(highest * 10) / 10 or 0.1)
    steps = [float(value) for value, _label in shape.choices if value.lstrip("-").isdecimal()]
    bottoms = [value for point in points for value in (point.value, point.low) if value is not None]
    if steps and shape.type not in ("ranking", "allocation"):
        return min([*steps, *bottoms]), max([*steps, *tops])
    low, high = min(bottoms, default=0.0), max(tops, default=1.0)
    if shape.type == "ranking":
        return 1.0, max(float(len(shape.choices)), high)
    return (min(0.0, low), high) if high > 0 else (low, 1.0)


def drawing_of(track: Track, waves: int, low: float, high: float) -> TrackDrawing:
    """Return the drawing of one track."""

    def y(value: float) -> float:
        part = (value - low) / (high - low) if high > low else 0.5
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(1.0, max(0.0, part)))

    def x(place: float) -> float:
        return 100 * (place + 0.5) / max(1, waves)

    dots, joins, breaks = [], [], []
    last: Point | None = None
    broken = False
    for point in track.points:
        if point.breaks:
            broken = True
            before = [one.place for one in track.points if one.place < point.place]
            breaks.append(
                percent_text((x(max(before)) + x(point.place)) / 2) if before else percent_text(x(point.place))
            )
        if point.value is None:
            continue
        top = y(point.high if point.high is not None else point.value)
        dots.append(
            Dot(
                percent_text(x(point.place)),
                f"{y(point.value):.1f}",
                f"{y(point.low if point.low is not None else point.value):.1f}",
                f"{top:.1f}",
                f"{max(13.0, top - 7):.1f}",
                point.value,
            )
        )
        if last is not None and last.value is not None and not broken:
            joins.append(Join(percent_text(x(last.place)), f"{y(last.value):.1f}", dots[-1].x, dots[-1].y))
        last, broken = point, False
    found = {point.place: point for point in track.points}
    return TrackDrawing(track, dots, joins, breaks, low, high, [found.get(place) for place in range(waves)])
