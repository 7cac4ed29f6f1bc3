"""One question in full for staff: its numbers with intervals, groups compared, days, places; and who is tested how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from participation.models.areas import Area
from surveys.logic.comparisons import CrossLine, Tested, comparisons_of, cross_lines
from surveys.logic.drawings import Drawing, compared, drawing_of
from surveys.logic.inference import quantile, wilson
from surveys.logic.place_counts import Outlined, Spread, spread_of
from surveys.logic.result_tables import Shape, Table, numeric
from surveys.logic.results import NUMBERS, QuestionTally
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.counting import CHUNK, Snapshot, forms_of, snapshot_of
from surveys.queries.results import (
    Texts,
    counted_shapes,
    filter_for,
    groups_in,
    live_results,
    split_by,
    tally_in,
)

PARTS = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Line:
    """A choice with its count, share and the interval of the share."""

    label: Texts
    count: int | None
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class RankLine:
    """A choice of a ranking: mean place, how often first, points by Borda."""

    label: Texts
    n: int
    mean: float | None
    first: int
    borda: int


@dataclass(frozen=True)
class QuestionStatistics:
    """Everything that is known of one question at this moment."""

    shape: Shape
    table: Table
    drawing: Drawing
    lines: Sequence[Line] = ()
    quantiles: Sequence[tuple[int, float]] = ()
    ranks: Sequence[RankLine] = ()
    days: Sequence[tuple[str, int]] = ()
    spread: Spread | None = None
    groups: Sequence[Mapping[str, Any]] = ()
    across: Sequence[CrossLine] = ()
    compared: Drawing | None = None
    tests: Sequence[Tested] = field(default_factory=tuple)


def tests_by(survey: Survey, snapshot: Snapshot, by: str, where: Sequence[str]) -> list[Tested]:
    """Return all tests of one comparison, corrected together; none where people can be in several groups."""
    splits = [split_by(name, snapshot.known) for name in by.split(",")]
    if any(split.is_many for split in splits):
        return []
    filters = [filter_for(condition, snapshot.known) for condition in where]
    parts = groups_in(snapshot, splits, filters)
    tallies = [tally for _value, _label, tally in parts]
    return comparisons_of(counted_shapes(snapshot.known), tallies, survey.threshold, without=splits[0].place)


def statistics_of(survey: Survey, name: str, *, by: str = "", where: Sequence[str] = ()) -> QuestionStatistics | None:
    """Return the statistics of a question, nothing where there is none; raises for a comparison that cannot be made."""
    known = forms_of(survey)
    shape = known.shapes.get(name)
    if shape is None:
        return None
    snapshot = snapshot_of(survey, known, columns=bool(by or where))
    live = live_results(survey, by=by, where=where, snapshot=snapshot)
    table = next((table for table in live["questions"] if table["name"] == name), None)
    if table is None:
        return None
    tally = snapshot.counts.tally if not where else filtered(snapshot, where)
    counted = tally.questions.get(name) or QuestionTally()
    is_raw = not where
    groups = live.get("groups", [])
    is_compared = bool(groups) and (("choices" in table) or ("mean" in table))
    return QuestionStatistics(
        shape,
        table,
        drawing_of(table),
        lines=lines_of(table),
        quantiles=quantiles_of(counted) if is_raw and shape.type in NUMBERS else (),
        ranks=ranks_of(shape, counted) if is_raw and shape.type == "ranking" else (),
        days=days_of(survey, name) if is_raw and shape.type == "date" else (),
        spread=spread_of(values_of(survey, name), outlines()) if is_raw and shape.type == "map" else None,
        groups=groups,
        across=cross_lines(table, groups) if is_compared else (),
        compared=compared(table, groups) if is_compared else None,
        tests=[test for test in tests_by(survey, snapshot, by, where) if test.name == name] if by else (),
    )


def filtered(snapshot: Snapshot, where: Sequence[str]) -> Any:
    """Return the tally of those who pass all filters."""
    return tally_in(snapshot, [filter_for(one, snapshot.known) for one in where])


def lines_of(table: Table) -> list[Line]:
    """Return a line a choice with Wilson's interval."""
    lines = []
    for choice in table.get("choices", ()):
        ends = wilson(choice["count"], table["n"]) if choice["count"] is not None and table["n"] else None
        low, high = ends or (None, None)
        lines.append(Line(choice["label"] or {"fi": choice["value"]}, choice["count"], choice["share"], low, high))
    return lines


def quantiles_of(counted: QuestionTally) -> list[tuple[int, float]]:
    """Return the numbers below which a tenth, a quarter, half, three quarters and nine tenths of the answers lie."""
    counts = numeric(counted.counts)
    found = [(round(100 * part), quantile(counts, part)) for part in PARTS]
    return [(part, value) for part, value in found if value is not None]


def ranks_of(shape: Shape, counted: QuestionTally) -> list[RankLine]:
    """Return the choices of a ranking, the most points first: of m choices the first place gives m - 1 points."""
    lines = []
    most = len(shape.choices)
    for value, label in shape.choices:
        places = numeric(counted.rows.get(value, {}))
        n = sum(places.values())
        mean = sum(place * count for place, count in places.items()) / n if n else None
        borda = sum(int(most - place) * count for place, count in places.items())
        lines.append(RankLine(label or {"fi": value}, n, mean, places.get(1, 0), borda))
    return sorted(lines, key=lambda line: -line.borda)


def values_of(survey: Survey, name: str) -> Iterator[Any]:
    """Stream the answers to one question as they are stored."""
    rows = Response.objects.in_results().filter(survey=survey, answers__has_key=name).order_by()
    yield from rows.values_list(f"answers__{name}", flat=True).iterator(chunk_size=CHUNK)


def outlines() -> list[Outlined]:
    """Return the areas of the town that have an outline."""
    areas = Area.objects.exclude(outline=None).order_by("order", "slug")
    return [Outlined(area.slug, area.name, area.outline) for area in areas]


def days_of(survey: Survey, name: str) -> list[tuple[str, int]]:
    """Return how often each month was answered to a question about a date."""
    months = Counter(str(value)[:7] for value in values_of(survey, name) if value)
    return sorted(months.items())
