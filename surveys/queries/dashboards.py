"""Everything that a coordinator's page of one survey shows, gathered in few passes over the responses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from surveys.logic.columns import MARKS
from surveys.logic.comparisons import Tested
from surveys.logic.drawings import SMALL, Drawing, compared, drawing_of
from surveys.logic.result_tables import Shape
from surveys.models.surveys import Survey
from surveys.queries.counting import MARKED, Forms, forms_of, snapshot_of
from surveys.queries.results import (
    ABOUT,
    WORDS,
    Texts,
    closed_shape,
    filter_for,
    live_results,
    open_questions_of,
    splits_of,
)
from surveys.queries.statistics import tests_by
from surveys.queries.surveys import Progress, progress_of


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    question: Texts
    value: Texts
    without: str


@dataclass(frozen=True)
class Choosing:
    """What can be compared and filtered by, and what is chosen now."""

    by: str
    where: Sequence[str]
    splits: Sequence[tuple[str, Texts]]
    filters: Sequence[tuple[Texts, Sequence[tuple[str, Texts]]]]
    chips: Sequence[Chip]

    @property
    def query(self) -> str:
        """The choice as the query of an address."""
        return query_of(self.by, self.where)


@dataclass(frozen=True)
class Dashboard:
    """Live results with how answering goes."""

    progress: Progress
    drawings: list[Drawing]
    choosing: Choosing
    n: int | None
    groups: list[dict[str, Any]]
    open_questions: list[Shape]
    tests: Sequence[Tested] = ()
    marked: int = 0

    @property
    def by(self) -> str:
        """What groups are made by."""
        return self.choosing.by

    @property
    def is_small(self) -> bool:
        """Whether so few answered that every share is unsure."""
        return 0 < self.progress.n < SMALL

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
        choosing=choosing_in(known, by, where),
        n=live["n"],
        groups=groups,
        open_questions=open_questions_of(known),
        tests=tests_by(survey, snapshot, by, where) if by else (),
        marked=dict(snapshot.counts.about.get(MARKS, ())).get(MARKED, 0),
    )


def query_of(by: str, where: Sequence[str]) -> str:
    """Return a comparison and filters as the query of an address."""
    pairs = [*([("by", by)] if by else []), *(("where", condition) for condition in where)]
    return f"?{urlencode(pairs)}" if pairs else ""


def choosing_of(survey: Survey, by: str, where: Sequence[str]) -> Choosing:
    """Return what can be chosen on a page of statistics."""
    return choosing_in(forms_of(survey), by, where)


def choosing_in(known: Forms, by: str, where: Sequence[str]) -> Choosing:
    """Return what can be compared and filtered by: closed questions, then what is known about each response."""
    splits = splits_of(known)
    about = [(name, {"fi": words}) for name, words in about_words().items() if name not in known.shapes]
    labels: dict[str, Texts] = dict([*splits, *about])
    filters = [
        (label, [(f"{name}:{value}", words or {"fi": value}) for value, words in known.shapes[name].choices])
        for name, label in splits
    ]
    filters += [
        (label, [(f"{name}:{value}", words) for value, words in WORDS[name].items()])
        for name, label in about
        if WORDS[name]
    ]
    chips = []
    for condition in where:
        split, value = filter_for(condition, known)
        name = condition.partition(":")[0]
        others = [one for one in where if one != condition]
        label = labels.get(name) or labels.get(split.place) or {"fi": name}
        chips.append(Chip(label, split.label_of(value), query_of(by, others) or "?"))
    return Choosing(by, list(dict.fromkeys(where)), [*splits, *about], filters, chips)


def about_words() -> dict[str, str]:
    """Return the words for what is known about each response, in the language in use."""
    words = (_("Language"), _("Channel"), _("How they were let in"), _("Version of the questionnaire"), _("Marks"))
    return dict(zip(ABOUT, words, strict=True))


def drawings_of(tables: Sequence[dict[str, Any]], groups: Sequence[dict[str, Any]], by: str) -> list[Drawing]:
    """Return what to draw: each question, or each comparable one by groups, without the one they are made by."""
    if not by:
        return [drawing_of(table) for table in tables]
    return [compared(t, groups) for t in tables if t["name"] != by and ("choices" in t or "mean" in t)]


def split_name(by: str, known: Forms) -> str:
    """Return the name of the question that groups are made by; language and channel stay as they are."""
    shape = closed_shape(by, known)
    return shape.name if shape else by
