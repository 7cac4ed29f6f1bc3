"""Rules of waiting: who is asked after how many working days, and how many minutes a queue takes."""

import datetime
from collections.abc import Mapping
from typing import Literal

from workgroups.logic.workdays import working_days_since

Step = Literal["reminder", "deputy", "coordinator"]
REMINDED_BEFORE = 2  # working days before the deputy is asked
PATIENCE = 3  # working days that the deputy has
MINUTES: Mapping[str, int] = {"routed": 1, "in_review": 3, "on_agenda": 0, "decided": 1}


def limits_of(days: int) -> Mapping[Step, int]:
    """Return after how many working days each step is due, when a group has so many to take something up."""
    return {"reminder": max(1, days - REMINDED_BEFORE), "deputy": days, "coordinator": days + PATIENCE}


def steps_due(since: datetime.date, today: datetime.date, days: int) -> list[Step]:
    """Return the steps that are due for what has waited since a day, the last one last."""
    waited = working_days_since(since, today)
    return [step for step, limit in limits_of(days).items() if waited >= limit]


def minutes_of(counts: Mapping[str, int]) -> int:
    """Return how many minutes a queue takes, by the states of its contributions; at least one."""
    return max(1, sum(MINUTES.get(state, 0) * count for state, count in counts.items()))
