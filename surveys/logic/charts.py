"""Geometry of charts: from the numbers of a table to positions in percent, so that a template only writes them down.

Widths are percent of the drawing and texts keep their size, so a chart is as readable on a phone as on a wall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COLOURS = {
    2: ("c1", "c5"),
    3: ("c1", "c3", "c5"),
    4: ("c1", "c2", "c4", "c5"),
    5: ("c1", "c2", "c3", "c4", "c5"),
    6: ("c1", "c1", "c2", "c4", "c5", "c5"),
    7: ("c1", "c1", "c2", "c3", "c4", "c5", "c5"),
}
GAP = 0.3
WIDEST = 24.0  # percent of the drawing that one column takes


@dataclass(frozen=True)
class Part:
    """One piece of a stacked bar; numbers are texts with a decimal point, as SVG wants them in every language."""

    colour: str
    x: str
    width: str
    middle: str
    words: str  # empty when the piece is too narrow for them
    ink: str


@dataclass(frozen=True)
class StackedBar:
    """A bar of pieces; axis is where the middle of the scale lies, empty when some steps are not shown."""

    parts: tuple[Part, ...]
    axis: str


def percent_text(value: float) -> str:
    """Return a number for an SVG attribute in percent."""
    return f"{value:.2f}%"


def can_diverge(steps: int) -> bool:
    """Tell whether a scale has few enough steps to be drawn around its middle."""
    return steps in COLOURS


def diverging_bars(rows: Sequence[Sequence[float | None] | None]) -> list[StackedBar | None]:
    """Return a bar a row of shares, all around one common middle; a row with hidden shares starts at the left edge.

    A row of None stays without a bar.
    """
    whole = [row for row in rows if row is not None and all(share is not None for share in row)]
    left = max((left_of_middle([share or 0.0 for share in row]) for row in whole), default=0.0)
    right = max((1 - left_of_middle([share or 0.0 for share in row]) for row in whole if any(row)), default=0.0)
    scale = 100 / (left + right) if left + right else 100.0
    bars: list[StackedBar | None] = []
    for row in rows:
        if row is None:
            bars.append(None)
        elif all(share is not None for share in row):
            shares = [share or 0.0 for share in row]
            start = (left - left_of_middle(shares)) * scale
            bars.append(StackedBar(stack(shares, start, scale), percent_text(left * scale)))
        else:
            bars.append(StackedBar(stack(row, 0.0, 100.0), ""))
    return bars


def left_of_middle(shares: Sequence[float]) -> float:
    """Return the share that lies left of the middle line; an odd scale's middle step is halved by it."""
    half = len(shares) // 2
    return sum(shares[:half]) + (shares[half] / 2 if len(shares) % 2 else 0.0)


def stack(shares: Sequence[float | None], start: float, scale: float) -> tuple[Part, ...]:
    """Return the pieces of one bar from left to right; what is hidden becomes one neutral piece at the end."""
    colours = COLOURS[len(shares)]
    parts: list[Part] = []
    x = start
    for colour, share in zip(colours, shares, strict=True):
        if share:
            parts.append(part(colour, x, share * scale, f"{round(share * 100)}"))
            x += share * scale
    rest = 1 - sum(share or 0.0 for share in shares)
    if None in shares and rest > 0:
        parts.append(part("track", x, rest * scale, ""))
    return tuple(parts)


def part(colour: str, x: float, width: float, words: str) -> Part:
    """Return one piece with a thin gap on both sides; words only when they fit on a phone."""
    fits = width > (5.5 if len(words) < 2 else 8.5)
    return Part(
        colour=colour,
        x=percent_text(x + GAP / 2),
        width=percent_text(max(width - GAP, 0.05)),
        middle=percent_text(x + width / 2),
        words=words if fits else "",
        ink="k" + colour[1:],
    )


@dataclass(frozen=True)
class Column:
    """One column of a chart over time or over numbers."""

    label: str
    value: int
    x: str
    width: str
    y: str
    height: str


def columns(values: Sequence[tuple[str, int]], *, height: float = 100.0) -> list[Column]:
    """Return columns side by side, the largest as high as the drawing."""
    highest = max((value for _label, value in values), default=0)
    step = 100 / len(values) if values else 0.0
    wide = min(step * 0.8, WIDEST)
    drawn = []
    for place, (label, value) in enumerate(values):
        tall = height * value / highest if highest else 0.0
        drawn.append(
            Column(
                label=label,
                value=value,
                x=percent_text(place * step + (step - wide) / 2),
                width=percent_text(wide),
                y=f"{height - tall:.1f}",
                height=f"{tall:.1f}",
            )
        )
    return drawn
