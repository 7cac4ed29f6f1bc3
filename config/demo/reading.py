"""Reading the data files of the demo, and days and moments told from today."""

import datetime
import json
import uuid
from pathlib import Path
from typing import Any

from django.utils import timezone

DATA = Path(__file__).parent / "data"
NAMESPACE = uuid.UUID("5d1f0a52-6f0e-4a5b-9c55-0f6f9a3f7c01")


def document(name: str) -> Any:
    """Return a JSON file."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def lines(name: str) -> list[list[str]]:
    """Return the rows of a text file: columns divided by |, comments left out."""
    rows = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in row.split("|")] for row in rows if row and not row.startswith("#")]


def key_of(kind: str, words: str) -> uuid.UUID:
    """Return the fixed random-looking key of one contribution of the demo."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{words}")


def day(offset: int) -> datetime.date:
    """Return the day so many days from today."""
    return timezone.localdate() + datetime.timedelta(days=offset)


def moment(offset: int, hour: int = 8, minutes: int = 0) -> datetime.datetime:
    """Return the moment on a day from today, in the town's time."""
    start = datetime.datetime.combine(day(offset), datetime.time(hour), tzinfo=timezone.get_current_timezone())
    return start + datetime.timedelta(minutes=minutes)
