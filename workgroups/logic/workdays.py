"""Working days in Finland: weekdays that are neither a public holiday nor Midsummer's or Christmas Eve."""

import datetime
from functools import cache

import holidays

EVES = {(12, 24)}
ONE_DAY = datetime.timedelta(days=1)


@cache
def free_days(year: int) -> frozenset[datetime.date]:
    """Return the days of a year on which offices are closed beside the week-ends."""
    found = set(holidays.country_holidays("FI", years=year))
    friday = next(day for n in range(19, 26) if (day := datetime.date(year, 6, n)).weekday() == 4)
    return frozenset(found | {friday} | {datetime.date(year, month, day) for month, day in EVES})


def is_working_day(day: datetime.date) -> bool:
    """Tell whether offices are open."""
    return day.weekday() < 5 and day not in free_days(day.year)


def working_days_since(start: datetime.date, today: datetime.date) -> int:
    """Return how many working days have passed after a day, today counted."""
    days = (today - start).days
    return sum(is_working_day(start + ONE_DAY * n) for n in range(1, days + 1))


def day_before_working_days(today: datetime.date, count: int) -> datetime.date:
    """Return the last day from which so many working days have passed today."""
    day, left = today, count
    while left > 0:
        left -= is_working_day(day)
        day -= ONE_DAY
    return day
