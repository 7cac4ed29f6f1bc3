"""When a survey takes responses."""

import datetime

GRACE = datetime.timedelta(minutes=10)  # for forms that were open when the survey closed


def is_taking_responses(
    state: str, opens: datetime.datetime | None, closes: datetime.datetime | None, now: datetime.datetime
) -> bool:
    """Tell whether responses are taken: published, opened, and not closed longer than the grace ago."""
    return state == "open" and (opens is None or opens <= now) and (closes is None or now < closes + GRACE)
