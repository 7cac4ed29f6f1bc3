"""How long things are kept: plain arithmetic with days and months, and what a kind of data must tell to be erased in time."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

ERASED = "–"  # stands where the words of an erased contribution were
WARNING_DAYS = 30  # how long before the end coordinators are told
WAIT_DAYS = 14  # how long after the warning nothing is erased, whatever the rule says


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months earlier, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def before(day: datetime.date, amount: int, *, in_days: bool) -> datetime.date:
    """Return the day so many days or months earlier: what began to count before it is kept too long."""
    return day - datetime.timedelta(days=amount) if in_days else months_before(day, amount)


def after(day: datetime.date, amount: int, *, in_days: bool) -> datetime.date:
    """Return the first day on which what began to count on a day is kept too long."""
    end = day + datetime.timedelta(days=amount) if in_days else months_before(day, -amount)
    return end + datetime.timedelta(days=1) if before(end, amount, in_days=in_days) <= day else end


@dataclass(frozen=True)
class Kept:
    """What is kept of one kind in one place: how many things, and since when the time of the oldest is counted."""

    process: Any
    scope: str  # empty for the process as a whole, otherwise the kind's own reference
    n: int
    since: datetime.date | None  # none: the time has not begun, for example while a survey is open
    name: Mapping[str, str] = field(default_factory=dict)


@runtime_checkable
class RetentionKind(Protocol):
    """A kind of data that is erased by itself: how long, counted from when, and how."""

    key: str
    order: int
    in_days: bool
    most: int
    is_rolling: bool  # things go one by one; otherwise all at once, and only some time after a warning
    warns: bool

    def label(self) -> str:
        """Return what it is called, in the language in use."""

    def counted_from(self) -> str:
        """Return from when its time is counted, in the language in use."""

    def usual(self, process: Any) -> int:
        """Return how long it is kept unless something else was chosen."""

    def kept(self, processes: Sequence[Any]) -> Sequence[Kept]:
        """Return what is kept in these processes."""

    def erase(self, kept: Kept, limit: datetime.date) -> Mapping[str, int]:
        """Erase what began to count before a day; returns how many of each. Safe to repeat."""
