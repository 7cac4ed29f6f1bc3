"""What authors told about answers: how many were answered, by working group."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from participation.models import AnswerOpinion, Process
from workgroups.models import Decision, Group


@dataclass(frozen=True)
class Told:
    """How many authors said that an answer answered, and how many that it did not."""

    yes: int
    no: int

    @property
    def total(self) -> int:
        """How many told."""
        return self.yes + self.no


def told_of(groups: Iterable[Group]) -> Told:
    """Return what authors told about the answers of these groups."""
    return counted(Q(submission__in=Decision.objects.filter(group__in=list(groups)).values("submission")))


def told_in(process: Process) -> Told:
    """Return what authors told about all answers of a process."""
    return counted(Q(submission__process=process))


def counted(which: Q) -> Told:
    """Count opinions by one query."""
    found = AnswerOpinion.objects.filter(which).aggregate(
        yes=Count("pk", filter=Q(is_answered=True)), no=Count("pk", filter=Q(is_answered=False))
    )
    return Told(found["yes"], found["no"])
