"""From darkness in boxes to ticks: clear ones are told, everything else is left to a person.

A box is measured as the share of dark points inside its frame. Below EMPTY nothing was written; from TICK to FULL it is
a tick; between them, and for a box that was blackened to take a tick back, a person decides. The limits come from the
benchmark `scanning`: they leave a gap around every kind of tick and blemish that it draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

EMPTY, TICK, FULL = 0.03, 0.06, 0.94


@dataclass
class TickReading:
    """What was read in the boxes of one field: letters that are ticked for sure, letters that a person looks at."""

    ticked: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)


def judged(dark: float) -> str:
    """Return what a share of dark points means: empty, ticked or unsure."""
    if dark < EMPTY:
        return "empty"
    return "ticked" if TICK <= dark <= FULL else "unsure"


def read_boxes(boxes: Iterable[tuple[str, str, float]]) -> dict[str, TickReading]:
    """Return the reading of each field from (field, letter, share of dark points)."""
    found: dict[str, TickReading] = {}
    for name, letter, dark in boxes:
        reading = found.setdefault(name, TickReading())
        verdict = judged(dark)
        if verdict != "empty":
            (reading.ticked if verdict == "ticked" else reading.unsure).append(letter)
    return found


def as_json(readings: Mapping[str, TickReading], singles: Sequence[str]) -> dict[str, dict[str, object]]:
    """Return readings as they are kept; a field that takes one tick and has more is unsure."""
    return {
        name: {
            "ticked": reading.ticked,
            "unsure": bool(reading.unsure) or (name in singles and len(reading.ticked) > 1),
        }
        for name, reading in readings.items()
    }
