"""Who answered compared with who lives here, and results weighted to resemble the inhabitants, beside the raw ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from participation.models.areas import AreaPopulation
from surveys.logic.inhabitants import Figure, Known, bands_of, knowns_of, label_of, what_to_do
from surveys.logic.representation import AreaLine, area_lines
from surveys.logic.result_counts import Counts
from surveys.logic.result_tables import Table, Texts
from surveys.logic.weighted_counts import Combinations, weighted_tallies, with_weighted
from surveys.logic.weights import Margin, Weights, rake
from surveys.models.surveys import Survey
from surveys.queries.counting import Forms, Snapshot, snapshot_of
from surveys.queries.results import Filters, filter_for, kept_by, live_results, split_by

MOST_MISSING = 3
FEWEST_WEIGHED = 30  # responses of a group: weighted numbers of fewer mean little and lead back to who is in it
DECIMALS = 3  # of a group's weighted shares and means: finer ones would tell which weights were added


@dataclass(frozen=True)
class Compared:
    """One thing that is known of the inhabitants, group by group."""

    known: Known
    lines: Sequence[AreaLine]
    not_told: int


@dataclass(frozen=True)
class Missing:
    """A group from which clearly too few answered, and what to do about it."""

    line: AreaLine
    question: Texts
    advice: str


@dataclass(frozen=True)
class Guard:
    """What speaks against the weights, in words that a template chooses by code."""

    code: str
    question: Texts
    group: Texts


@dataclass(frozen=True)
class Representation:
    """Groups compared with the inhabitants, their combinations and the weight of each, and results with both numbers."""

    n: int
    year: int | None
    compared: Sequence[Compared]
    missing: Sequence[Missing]
    reasons: Sequence[str]
    combinations: Combinations
    weights: Weights
    problems: Sequence[Guard]
    warnings: Sequence[Guard]
    tables: Sequence[Table]


def figures_now() -> tuple[list[Figure], int | None]:
    """Return the newest figures of each area, and their newest year."""
    newest: dict[str, int] = {}
    rows = AreaPopulation.objects.order_by("area_id", "-year", "age_from", "age_to", "sex").values_list(
        "area__slug", "age_from", "age_to", "sex", "inhabitants", "year", "area__parent__slug"
    )
    found, parents = [], set()
    for area, age_from, age_to, sex, inhabitants, year, parent in rows:
        parents.add(parent)
        if newest.setdefault(area, year) == year:
            found.append(Figure(area, age_from, age_to, sex, inhabitants))
    return [one for one in found if one.area not in parents], max(newest.values(), default=None)


@dataclass(frozen=True)
class Groups:
    """The groups of the answers beside those of the inhabitants, why some cannot be compared, and the year."""

    compared: Sequence[Compared]
    reasons: Sequence[str]
    year: int | None

    def of(self, kind: str) -> Compared | None:
        """Return what is compared by area, age or sex."""
        return next((one for one in self.compared if one.known.kind == kind), None)


def groups_of(known: Forms, counts: Counts) -> Groups:
    """Compare the answers with the inhabitants by everything that was asked; one query, and no pass over responses."""
    figures, year = figures_now()
    knowns, reasons = knowns_of(list(known.shapes.values()), figures)
    return Groups([compared_of(one, counts) for one in knowns], reasons, year)


def representation_of(survey: Survey, snapshot: Snapshot | None = None) -> Representation:
    """Return the comparison with the inhabitants and the weighted results."""
    snapshot = snapshot or snapshot_of(survey, columns=True)
    groups = groups_of(snapshot.known, snapshot.counts)
    knowns = [one.known for one in groups.compared]
    found, weights = weights_of(snapshot, knowns)
    tables: list[Table] = []
    if weights.usable:
        raw = live_results(survey, snapshot=snapshot)["questions"]
        tables = weighted_tables(raw, snapshot, found, weights)
    return Representation(
        snapshot.counts.tally.n,
        groups.year,
        groups.compared,
        missing_of(groups.compared),
        groups.reasons,
        found,
        weights,
        [guard_of(fault, knowns) for fault in weights.problems],
        [guard_of(fault, knowns) for fault in weights.warnings],
        tables,
    )


def weights_of(snapshot: Snapshot, knowns: Sequence[Known]) -> tuple[Combinations, Weights]:
    """Return the combinations of groups and the weight of each."""
    places = [known.shape.name for known in knowns]
    found = Combinations(places, [list(known.people) for known in knowns], snapshot.book)
    margins = [Margin(known.shape.name, {value: float(n) for value, n in known.people.items()}) for known in knowns]
    return found, rake(found.counts(snapshot.blocks), margins)


def compared_of(known: Known, counts: Counts) -> Compared:
    """Return answers and inhabitants of each group of one question."""
    question = counts.tally.questions.get(known.shape.name)
    by_value = {str(cell): n for cell, n in question.counts.items()} if question else {}
    lines = area_lines(
        [(value, label_of(known.shape, value), by_value.get(value, 0)) for value in known.people], known.people
    )
    return Compared(known, lines, counts.tally.n - sum(line.n for line in lines))


def missing_of(groups: Sequence[Compared]) -> list[Missing]:
    """Return the three groups from which most answers are missing, the worst first."""
    found: list[Missing] = []
    for one in groups:
        bands = bands_of(one.known.shape) if one.known.kind == "age" else {}
        found += [
            Missing(line, one.known.shape.label, what_to_do(one.known.kind, bands.get(line.value)))
            for line in one.lines
            if line.is_lacking
        ]
    return sorted(found, key=lambda one: one.line.n - (one.line.expected or 0))[:MOST_MISSING]


def guard_of(fault: tuple[str, str, str], knowns: Sequence[Known]) -> Guard:
    """Return one guard rail with the words of its question and group."""
    code, name, value = fault
    shape = next((known.shape for known in knowns if known.shape.name == name), None)
    return Guard(code, shape.label if shape else {}, label_of(shape, value) if shape else {})


def weighted_tables(
    raw: Sequence[Table], snapshot: Snapshot, found: Combinations, weights: Weights, filters: Filters = ()
) -> list[Table]:
    """Return tables with weighted numbers of everybody, or of those who pass the filters, beside the raw ones."""
    keep = kept_by(filters, snapshot)
    tallies = weighted_tallies(snapshot.blocks, snapshot.book, found, weights.cells, keep)
    return [with_weighted(table, tallies.get(table["name"])) for table in raw]


def weighted_results(survey: Survey, *, by: str = "", where: Sequence[str] = ()) -> dict[str, Any]:
    """Return live results with a second, weighted number beside each; raises where weights cannot be had.

    Weights are made of all responses. Groups and filtered results carry weighted numbers from 30 responses on, rounded.
    """
    snapshot = snapshot_of(survey, columns=True)
    found = representation_of(survey, snapshot)
    if not found.weights.usable:
        raise ParticipationError(
            _("There are no weights: the answers and the figures of the inhabitants do not allow them."), "no_weights"
        )
    content = live_results(survey, by=by, where=where, snapshot=snapshot)
    filters = [filter_for(condition, snapshot.known) for condition in where]
    if not filters:
        content["questions"] = found.tables
    for part, own in parts_of(content, by, filters, snapshot):
        if (part["n"] or 0) >= FEWEST_WEIGHED:
            tables = weighted_tables(part["questions"], snapshot, found.combinations, found.weights, own)
            part["questions"] = [rounded(one) for one in tables]
    content["weights"] = told_weights(found)
    return content


def parts_of(
    content: dict[str, Any], by: str, filters: Filters, snapshot: Snapshot
) -> Iterator[tuple[dict[str, Any], Filters]]:
    """Yield the filtered whole and each group of results, with what a response must pass to be in it."""
    if filters:
        yield content, filters
    splits = [split_by(name, snapshot.known) for name in by.split(",")] if by else []
    for group in content.get("groups", ()):
        yield group, [*filters, *zip(splits, group["value"].split("|"), strict=True)]


def rounded(table: Table) -> Table:
    """Return a table with its weighted numbers rounded, at every depth."""
    kept = dict(table)
    for name in ("weighted_share", "weighted_mean"):
        if kept.get(name) is not None:
            kept[name] = round(kept[name], DECIMALS)
    for name in ("choices", "rows"):
        if name in kept:
            kept[name] = [rounded(one) for one in kept[name]]
    return kept


def told_weights(found: Representation) -> dict[str, Any]:
    """Return what is told about the weights beside the numbers."""
    weights = found.weights
    return {
        "by": [one.known.shape.name for one in found.compared],
        "year": found.year,
        "effective_n": weights.effective,
        "design_effect": weights.effect,
        "largest": max(weights.cells.values(), default=None),
        "smallest": min(weights.cells.values(), default=None),
        "trimmed": weights.trimmed,
        "warnings": sorted({code for code, _name, _group in weights.warnings}),
    }
