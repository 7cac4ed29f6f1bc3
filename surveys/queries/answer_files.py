"""Ordered files of answers, as their page tells of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from participation.models.jobs import Job
from surveys.models.files import AnswerFile


def given_up(files: Iterable[AnswerFile]) -> set[uuid.UUID]:
    """Return the keys of the files whose making was given up after its last attempt."""
    waiting = {str(one.pk): one.pk for one in files if one.state == AnswerFile.State.WAITING}
    if not waiting:
        return set()
    dead = Job.objects.dead().filter(reference__in=waiting)
    return {waiting[reference] for reference in dead.values_list("reference", flat=True)}
