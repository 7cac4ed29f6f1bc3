"""Everything that a coordinator's page of one survey shows, gathered in few passes over the responses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from surveys.logic.drawings import Drawing, compared, drawing_of
from surveys.logic.result_tables import Shape
from surveys.models.surveys import Survey
from surveys.queries.counting import Forms, forms_of, snapshot_of
from surveys.queries.results import (
    Texts,
    closed_shape,
    live_results,
    open_questions_of,
    splits_of,
)
from surveys.queries.surveys import Progress, progress_of


@dataclass(frozen=True)
class Dashboard:
    """Live results with how answering goes."""

    progress: Progress
    drawings: list[Drawing]
    splits: list[tuple[str, Texts]]
    by: str
    where: Sequence[str]
    n: int | None
    groups: list[dict[str, Any]]
    open_questions: list[Shape]

    @property
    def other_languages_share(self) -> float | None:
        """The share of answers in another language than the most used one."""
        return 1 - self.progress.languages[0].share if self.progress.languages else None

    @property
    def other_channels_share(self) -> float | None:
        """The share of answers that came by another channel than the web."""
        web = next((line.share for line in self.progress.channels if line.value == "web"), 0.0)
        return 1 - web if self.progress.channels else None


def dashboard_of(survey: Survey, *, by: str = "", where: Sequence[str] = ()) -> Dashboard:
    """Return the dashboard; raises ParticipationError for a comparison that cannot be made."""
    known = forms_of(survey)
    snapshot = snapshot_of(survey, known, columns=bool(by or where))
    live = live_results(survey, by=by, where=where, snapshot=snapshot)
    groups = live.get("groups", [])
    tables = live["questions"]
    return Dashboard(
        progress=progress_of(survey, known, counts=snapshot.counts),
        drawings=drawings_of(tables, groups, by and split_name(by, known)),
        splits=splits_of(known),
        by=by,
        where=where,
        n=live["n"],
        groups=groups,
        open_questions=open_questions_of(known),
    )


def drawings_of(tables: Sequence[dict[str, Any]], groups: Sequence[dict[str, Any]], by: str) -> list[Drawing]:
    """Return what to draw: each question, or each comparable one by groups, without the one they are made by."""
    if not by:
        return [drawing_of(table) for table in tables]
    return [compared(t, groups) for t in tables if t["name"] != by and ("choices" in t or "mean" in t)]


def split_name(by: str, known: Forms) -> str:
    """Return the name of the question that groups are made by; language and channel stay as they are."""
    shape = closed_shape(by, known)
    return shape.name if shape else by
