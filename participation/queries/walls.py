"""A wall as screens need it: what changed since a version, and the board of those who run the workshop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from participation.logic.submissions import WITHDRAWN
from participation.logic.text import html_language
from participation.models.submissions import Submission
from participation.models.walls import WorkshopCluster, WorkshopNote
from participation.models.workshops import Workshop


def wall_change(workshop_id: int, since: int = 0) -> Mapping[str, Any]:
    """Return what the room may see of everything that changed after a version; since 0 all of it."""
    workshop = Workshop.objects.get(pk=workshop_id)
    upto = workshop.wall_version
    notes = WorkshopNote.objects.filter(workshop=workshop, changed__gt=since, changed__lte=upto)
    clusters = WorkshopCluster.objects.filter(workshop=workshop, changed__gt=since, changed__lte=upto)
    if not since:
        clusters = clusters.filter(is_removed=False)
    return {
        "version": upto,
        "whole": not since,
        "state": workshop.state,
        "step": workshop.step,
        "timer": int(workshop.timer_ends.timestamp() * 1000) if workshop.timer_ends else None,
        "n": WorkshopNote.objects.filter(workshop=workshop).count(),
        "notes": [note_of(note) for note in notes.select_related("submission").order_by("pk")],
        "clusters": [
            {"id": one.pk, "gone": True} if one.is_removed else {"id": one.pk, "name": one.name, "dots": one.dots}
            for one in clusters
        ],
    }


def note_of(note: WorkshopNote) -> dict[str, Any]:
    """Return a note for everybody: one that is not on the wall has no words."""
    if note.state != WorkshopNote.State.SHOWN or note.submission.state == WITHDRAWN:
        return {"id": note.pk, "gone": True}
    return {
        "id": note.pk,
        "text": note.submission.text,
        "lang": html_language(note.submission.language),
        "table": note.table,
        "prompt": note.prompt,
        "cluster": note.cluster_id,
        "support": note.support,
    }


@dataclass
class Column:
    """A cluster with its notes; without a cluster those that lie in none."""

    cluster: WorkshopCluster | None
    notes: list[WorkshopNote] = field(default_factory=list)
    number: int = 0


@dataclass(frozen=True)
class Board:
    """The wall of one workshop: what waits to be let through, what is in no cluster, the clusters."""

    waiting: Sequence[WorkshopNote]
    loose: Column
    columns: Sequence[Column]
    hidden: int
    n: int
    most: int

    @property
    def by_dots(self) -> list[Column]:
        """The five clusters with the most dots, for bars."""
        return sorted(self.columns, key=lambda one: -(one.cluster.dots if one.cluster else 0))[:5]


def board_of(workshop: Workshop) -> Board:
    """Return the wall with its clusters in the order in which they were made."""
    clusters = WorkshopCluster.objects.filter(workshop=workshop, is_removed=False)
    columns = {one.pk: Column(one, number=number) for number, one in enumerate(clusters, 1)}
    loose, waiting, hidden, n = Column(None), [], 0, 0
    for note in notes_of(workshop):
        n += 1
        if note.state == WorkshopNote.State.WAITING:
            waiting.append(note)
        elif note.state == WorkshopNote.State.HIDDEN:
            hidden += 1
        else:
            columns.get(note.cluster_id or 0, loose).notes.append(note)
    most = max((one.cluster.dots for one in columns.values() if one.cluster), default=0)
    return Board(waiting, loose, list(columns.values()), hidden, n, most)


def notes_of(workshop: Workshop) -> QuerySet[WorkshopNote]:
    """Return the notes of a workshop with their words, those withdrawn left out."""
    rows = WorkshopNote.objects.filter(workshop=workshop).exclude(submission__state=WITHDRAWN)
    return rows.select_related("submission").order_by("pk")


def grouping_of(submissions: Sequence[Submission]) -> Mapping[Any, str]:
    """Return by submission the name of the cluster into which the room put it."""
    notes = WorkshopNote.objects.filter(submission__in=submissions, cluster__isnull=False)
    return dict(notes.values_list("submission_id", "cluster__name"))
