"""Counting what happens on the pages of surveys, without looking at anybody.

A count holds a survey, a word and a number: no address, no device, no moment, no key of a form. Counts are gathered in
the memory of the process and added every few seconds, all at once, so that even a copy of the database taken every
second does not say who turned which page. What was not yet added when a process ends is lost; these are no answers.
"""

from __future__ import annotations

import threading
import time
from collections import Counter

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F

from surveys.models.spreading import Tally
from surveys.models.surveys import Survey

Key = tuple[int, str, str]
MOST_NAMES = 80


class Gathered:
    """The counts of this process that are not in the database yet."""

    def __init__(self) -> None:
        self.counts: Counter[Key] = Counter()
        self.lock = threading.Lock()
        self.since = time.monotonic()

    def add(self, key: Key) -> bool:
        """Count one; tells whether it is time to hand everything on."""
        with self.lock:
            self.counts[key] += 1
            return time.monotonic() - self.since >= settings.TALLY_SECONDS

    def take(self) -> Counter[Key]:
        """Return everything and begin anew."""
        with self.lock:
            taken, self.counts = self.counts, Counter()
            self.since = time.monotonic()
            return taken


GATHERED = Gathered()


def count(survey_id: int, kind: str, name: str) -> None:
    """Count one thing on the pages of a survey."""
    if GATHERED.add((survey_id, kind, name[:MOST_NAMES])):
        add_gathered()


def add_gathered() -> None:
    """Add what was gathered to the database; when that fails nobody is kept waiting, and the counts are dropped."""
    taken = GATHERED.take()
    if not taken:
        return
    try:
        with transaction.atomic():
            there = set(Survey.objects.filter(pk__in={key[0] for key in taken}).values_list("pk", flat=True))
            for (survey_id, kind, name), n in sorted(taken.items()):
                if survey_id not in there:
                    continue
                row = Tally.objects.filter(survey_id=survey_id, kind=kind, name=name)
                if not row.update(n=F("n") + n):
                    Tally.objects.get_or_create(survey_id=survey_id, kind=kind, name=name)
                    row.update(n=F("n") + n)
    except DatabaseError:
        return
