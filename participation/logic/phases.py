"""When a phase is open: the one place that compares its times with a clock that is passed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PhaseTimes:
    """What is needed to tell whether a phase is open; a missing end is no bound."""

    order: int
    opens: datetime | None
    closes: datetime | None
    takes_ideas: bool = False


def is_open(phase: PhaseTimes, now: datetime) -> bool:
    """Tell whether the phase is open: from its opening, the moment of closing excluded."""
    return (phase.opens is None or phase.opens <= now) and (phase.closes is None or now < phase.closes)


def state_of(phase: PhaseTimes, now: datetime) -> str:
    """Return "coming", "now" or "past"."""
    if phase.opens is not None and now < phase.opens:
        return "coming"
    return "now" if is_open(phase, now) else "past"


def takes_ideas(phases: Iterable[PhaseTimes], now: datetime) -> bool:
    """Tell whether residents may leave ideas at this moment."""
    return any(phase.takes_ideas and is_open(phase, now) for phase in phases)
