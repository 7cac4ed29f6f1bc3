"""What to draw for a table of results: stacked bars around a middle, plain bars, columns, means, or words alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.logic.charts import (
    COLOURS,
    Column,
    StackedBar,
    can_diverge,
    columns,
    diverging_bars,
    percent_text,
)
from surveys.logic.disclosure import all_shown
from surveys.logic.result_tables import Table, Texts, is_step
from surveys.logic.results import NO_OPINION, WRITTEN

FEW = 10  # of fewer answers than this only numbers are told: a share of three says more than is known
SMALL = 30  # shares of fewer than this are told, and that they are unsure


@dataclass(frozen=True)
class Line:
    """One line of a chart: its words, how many answered, its numbers, and its bar."""

    label: Texts
    n: int | None
    cells: Sequence[Table] = ()
    mean: float | None = None
    bar: StackedBar | None = None
    width: str = ""
    share: float | None = None
    count: int | None = None


@dataclass(frozen=True)
class Drawing:
    """A question ready for a page."""

    kind: str  # hidden, likert, bars, columns, means, grid, words
    table: Table
    lines: Sequence[Line] = ()
    legend: Sequence[tuple[str, Texts]] = ()
    columns: Sequence[Column] = ()
    aside: Sequence[Table] = ()  # choices outside the scale, such as "no opinion"

    @property
    def name(self) -> str:
        """The question's name."""
        return str(self.table["name"])

    @property
    def hides_something(self) -> bool:
        """Whether the disclosure rules took numbers out."""
        return not all_shown(self.table)

    @property
    def is_few(self) -> bool:
        """Whether so few answered that no shares are told."""
        return is_few(self.table)

    @property
    def is_small(self) -> bool:
        """Whether shares are told, but unsure."""
        return bool(self.table["n"]) and FEW <= self.table["n"] < SMALL


def drawing_of(table: Table) -> Drawing:  # noqa: PLR0911 -- one return a kind of drawing
    """Return the drawing that fits the numbers of a question."""
    kind = table["type"]
    if table.get("hidden") or not table["n"]:
        return Drawing("hidden" if table.get("hidden") else "empty", table)
    few = is_few(table)
    if kind == "scale" and not few and can_diverge(len(steps_of(table["choices"]))):
        return likert(table, [Line(table["label"], table["n"], table["choices"], table["mean"])])
    if kind == "matrix_single" and not few and table["rows"] and can_diverge(len(table["rows"][0]["choices"])):
        return likert(
            table, [Line(r["label"] or {"fi": r["value"]}, r["n"], r["choices"], r["mean"]) for r in table["rows"]]
        )
    if kind in ("ranking", "allocation"):
        return Drawing("means", table, mean_lines(table["rows"], longest_first=kind == "allocation"))
    if kind.startswith("matrix"):
        return Drawing("grid", table, [Line(r["label"], r["n"], r["choices"], r["mean"]) for r in table["rows"]])
    if "choices" in table:
        return Drawing("bars", table, bar_lines(table["choices"], few=table["n"] if few else None))
    if "distribution" in table:
        return Drawing("columns", table, columns=columns([(bin_words(b), b["count"]) for b in table["distribution"]]))
    return Drawing("words" if kind in WRITTEN else "empty", table)


def steps_of(choices: Sequence[Table]) -> list[Table]:
    """Return the choices that are steps of a scale, without "no opinion"."""
    return [choice for choice in choices if choice["value"] != NO_OPINION]


def likert(table: Table, lines: Sequence[Line]) -> Drawing:
    """Return stacked bars around the middle of the scale; shares are of those who had an opinion."""
    rows = [shares_of(steps_of(line.cells)) if line.n else None for line in lines]
    bars = diverging_bars(rows)
    steps = steps_of(lines[0].cells)
    return Drawing(
        "likert",
        table,
        [Line(line.label, line.n, line.cells, line.mean, bar) for line, bar in zip(lines, bars, strict=True)],
        [(colour, words_of(step)) for colour, step in zip(COLOURS[len(steps)], steps, strict=True)],
        aside=[cell for line in lines[:1] for cell in line.cells if cell["value"] == NO_OPINION],
    )


def shares_of(steps: Sequence[Table]) -> list[float | None] | None:
    """Return the shares of the steps among themselves; with hidden steps, of all who answered; nothing if all hide."""
    counts = [step["count"] for step in steps]
    if all(count is None for count in counts):
        return None
    if None in counts:
        return [step["share"] for step in steps]
    whole = sum(counts)
    return [count / whole if whole else 0.0 for count in counts]


def words_of(line: Table) -> Texts:
    """Return the words of a choice, its value where it has none."""
    return line["label"] or {"fi": str(line["value"])}


def is_few(table: Table) -> bool:
    """Tell whether so few answered that only numbers are told."""
    return bool(table["n"]) and table["n"] < FEW


def bar_lines(choices: Sequence[Table], *, few: int | None = None) -> list[Line]:
    """Return a plain bar a choice; of few who answered a number of them instead of a share."""
    return [
        Line(
            words_of(choice),
            few,
            share=None if few else choice["share"],
            count=choice["count"],
            width=percent_text(100 * choice["share"]) if choice["share"] is not None else "",
        )
        for choice in choices
    ]


def mean_lines(rows: Sequence[Table], *, longest_first: bool) -> list[Line]:
    """Return a bar a mean: the best place or the largest amount first and longest."""
    means = [row["mean"] for row in rows if row["mean"] is not None]
    top, last = max(means, default=0.0), len(rows)

    def part(mean: float) -> float:
        if longest_first:
            return mean / top if top else 0.0
        return (last + 1 - mean) / last if last else 0.0

    ordered = sorted(rows, key=lambda row: (row["mean"] is None, -part(row["mean"] or 0.0)))
    return [
        Line(
            words_of(row),
            row["n"],
            mean=row["mean"],
            width="" if row["mean"] is None else percent_text(100 * part(row["mean"])),
        )
        for row in ordered
    ]


def bin_words(step: Table) -> str:
    """Return "20–30", or the number alone."""
    return str(step["from"]) if step["from"] == step["to"] else f"{step['from']}–{step['to']}"


def compared(table: Table, groups: Sequence[Mapping[str, Any]]) -> Drawing:
    """Return one question by groups: a line a group, stacked around the middle where the question is a scale."""
    lines = []
    for group in groups:
        own = next(t for t in group["questions"] if t["name"] == table["name"])
        lines.append(Line(group["label"] or {"fi": group["value"]}, own["n"], own.get("choices", ()), own.get("mean")))
    if not lines:  # nobody is left by the filters
        return Drawing("empty", table)
    steps = steps_of(table.get("choices", ()))
    if table["type"] == "scale" and can_diverge(len(steps)) and all(is_step(step["value"]) for step in steps):
        return likert(table, lines)
    return Drawing("compared" if "choices" in table else "compared_means", table, lines)
