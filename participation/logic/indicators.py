"""Indicators of a strategy: when a new value is awaited, when the last one is old, and numbers as people write them."""

import datetime
import math
import re
from dataclasses import dataclass

REPORTED_MONTH = 4  # figures of a year come with its annual report, by the end of March
LARGEST = 1e15
FIRST_YEAR, LAST_YEAR = 1900, 2100
YES = frozenset({"yes", "done", "kyllä", "tehty", "valmis", "ja", "gjort", "klar", "x"})
NO = frozenset({"no", "not yet", "ei", "ei vielä", "nej", "inte än"})
SPACES = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True)
class Awaited:
    """What decides whether a value is awaited: the newest year, how often one comes, how long the measure goes on."""

    last_year: int | None
    interval: int
    begins: int | None = None
    ends: int | None = None
    is_settled: bool = False  # done or not, and done


def awaited_from(one: Awaited) -> datetime.date | None:
    """Return the day from which the last value is old, or nothing when no further one is awaited."""
    if one.is_settled or (one.ends is not None and one.last_year is not None and one.last_year >= one.ends):
        return None
    if one.last_year is None and one.begins is None:
        return None
    year = one.last_year + max(1, one.interval) if one.last_year is not None else one.begins or 0
    year = min(year, one.ends) if one.ends is not None and one.last_year is not None else year
    return datetime.date(min(year + 1, LAST_YEAR), REPORTED_MONTH, 1)


def is_old(one: Awaited, today: datetime.date) -> bool:
    """Tell whether a newer value should be known by now."""
    day = awaited_from(one)
    return day is not None and today >= day


def figure_of(written: str) -> float | None:
    """Return the number that "1 234,5", "85 %" or "12.5" means, or nothing."""
    plain = SPACES.sub("", written).rstrip("%€").replace("\u2212", "-").replace(",", ".")
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", plain, re.ASCII):
        return None
    number = float(plain)
    return number if math.isfinite(number) and abs(number) <= LARGEST else None


def done_of(written: str) -> float | None:
    """Return 1 for "done" and 0 for "not yet" in any of the languages, or nothing."""
    folded = written.strip().casefold()
    if folded in YES or folded == "1":
        return 1.0
    return 0.0 if folded in NO or folded == "0" else None


def year_of(written: str) -> int | None:
    """Return the year that a cell names, or nothing."""
    plain = written.strip()
    if not re.fullmatch(r"\d{4}", plain, re.ASCII):
        return None
    return int(plain) if FIRST_YEAR <= int(plain) <= LAST_YEAR else None


def plain_number(value: float) -> float:
    """Return a whole number as such."""
    return int(value) if value == int(value) else value
