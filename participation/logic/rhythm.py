"""When a message is due: at once, in the next daily or weekly digest, never; and never in quiet hours."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

AT_ONCE, DAILY, WEEKLY, NEVER = RHYTHMS = ("at_once", "daily", "weekly", "never")
DIGEST_HOUR = datetime.time(8)
MONDAY = 0


@dataclass(frozen=True)
class Quiet:
    """Hours in which no mail is sent; over midnight when they begin later than they end, none when they are equal."""

    begins: datetime.time
    ends: datetime.time

    def holds(self, at: datetime.time) -> bool:
        """Tell whether a time of day is quiet."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


NEVER_QUIET = Quiet(datetime.time(0), datetime.time(0))


def due_at(rhythm: str, now: datetime.datetime, zone: ZoneInfo, quiet: Quiet = NEVER_QUIET) -> datetime.datetime:
    """Return when a message noted now is sent; digests go at eight, or when the quiet hours around that end.

    A digest is always later than now, so its content is closed when its time comes.
    """
    local = now.astimezone(zone)
    if rhythm == AT_ONCE:
        return end_of_quiet(now, zone, quiet) if quiet.holds(local.time()) else now
    hour = quiet.ends if quiet.holds(DIGEST_HOUR) else DIGEST_HOUR
    day = local.date()
    while True:
        slot = datetime.datetime.combine(day, hour, tzinfo=zone).astimezone(datetime.UTC)
        if slot > now and (rhythm == DAILY or day.weekday() == MONDAY):
            return slot
        day += datetime.timedelta(days=1)


def end_of_quiet(now: datetime.datetime, zone: ZoneInfo, quiet: Quiet) -> datetime.datetime:
    """Return when the quiet hours that hold now end."""
    day = now.astimezone(zone).date()
    while True:
        end = datetime.datetime.combine(day, quiet.ends, tzinfo=zone).astimezone(datetime.UTC)
        if end > now:
            return end
        day += datetime.timedelta(days=1)


def hours_of(written: str) -> Quiet:
    """Return the quiet hours written as "21-7"; an empty text means none. Raises ValueError for anything else."""
    if not written.strip():
        return NEVER_QUIET
    begins, ends = (datetime.time(int(part)) for part in written.split("-"))
    return Quiet(begins, ends)
