"""What a file would change in a strategy: line by line what is new, changed, the same, and what is not in the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from participation.logic import strategy_tables as tables
from participation.logic.imports import CellFault
from participation.logic.indicators import plain_number
from participation.logic.strategy_tables import GOAL, INDICATOR, LEVELS, MEASURE, OBJECTIVE, PARENT, Line, Number, Plan
from participation.models.areas import Area
from participation.models.processes import Process
from participation.models.strategy import Goal, Indicator, IndicatorValue, Measure, Objective, Strategy
from participation.queries.areas import areas_by_name
from participation.queries.measures import with_sources
from participation.queries.strategy import strategy_of

MODELS: Mapping[str, Any] = {GOAL: Goal, OBJECTIVE: Objective, MEASURE: Measure, INDICATOR: Indicator}
ORDER = {GOAL: "number", OBJECTIVE: "order", MEASURE: "order", INDICATOR: "order"}
TEXT_FIELDS = frozenset(tables.TEXTS)


@dataclass
class Step:
    """One line of the file beside what is stored: nothing stored means that it is new."""

    kind: str
    number: Number
    name: Mapping[str, str]
    said: Mapping[str, Any]
    stored: Any = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    linked: int = 0
    parent: Any = None  # as it is stored

    @property
    def dotted(self) -> str:
        """The number as it is written."""
        return tables.dotted(self.number)

    @property
    def renames(self) -> bool:
        """Whether the name becomes another, so that somebody must see that it is still the same thing."""
        return "name" in self.changes


@dataclass(frozen=True)
class ValueStep:
    """One value of the file beside what is stored; before and what is stored are empty when it is new."""

    indicator: Number
    area: Area | None
    year: int
    value: float
    stored: IndicatorValue | None = None
    before: float | None = None

    @property
    def dotted(self) -> str:
        """The number of its indicator as it is written."""
        return tables.dotted(self.indicator)

    @property
    def after(self) -> float:
        """The value of the file, without a decimal when it is whole."""
        return plain_number(self.value)


@dataclass
class Comparison:
    """Everything that a file would do, before anything is done."""

    process: Process
    strategy: Strategy | None
    steps: list[Step] = field(default_factory=list)
    values: list[ValueStep] = field(default_factory=list)
    missing: list[Step] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    left_out: Sequence[str] = ()
    same_values: int = 0
    known: dict[tuple[str, Number], Any] = field(default_factory=dict)  # stored rows by the number that they have now

    def new(self, kind: str) -> list[Step]:
        """Return the lines of a kind that are not stored yet."""
        return [step for step in self.steps if step.kind == kind and step.stored is None]

    @property
    def changed(self) -> list[Step]:
        """Stored lines about which the file says something else."""
        return [step for step in self.steps if step.changes]

    @property
    def new_values(self) -> list[ValueStep]:
        """Values that are not stored yet."""
        return [one for one in self.values if one.stored is None]

    @property
    def changed_values(self) -> list[ValueStep]:
        """Values that are stored differently."""
        return [one for one in self.values if one.stored is not None]

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.values or any(step.stored is None or step.changes for step in self.steps))


def comparison_of(process: Process, plan: Plan) -> Comparison:
    """Return what a plan would change in the strategy of a process, with what cannot be taken."""
    return Comparer(process, plan).compare()


class Comparer:
    """Finds for each line of a file what is stored: by number and name, by name alone, then by number alone."""

    def __init__(self, process: Process, plan: Plan) -> None:
        self.plan = plan
        strategy = strategy_of(process)
        self.told = Comparison(process, strategy, faults=list(plan.faults), left_out=plan.left_out)
        self.rows = stored_rows(strategy)
        self.found: dict[tuple[str, Number], Any] = {}  # what is stored under a number of the file

    def compare(self) -> Comparison:
        """Return the comparison."""
        for kind in LEVELS:
            self.level(kind)
        self.figures()
        return self.told

    def level(self, kind: str) -> None:
        """Compare the lines of one kind below each of their parents."""
        families: dict[Number, list[Line]] = {}
        for line in self.plan.of(kind):
            families.setdefault(line.number[:-1], []).append(line)
        taken: set[int] = set()
        for above, lines in families.items():
            if kind != GOAL and (PARENT[kind], above) not in self.found:
                self.told.faults += [
                    CellFault(one.row, "number", f"no_{PARENT[kind]}", tables.dotted(one.number)) for one in lines
                ]
                continue
            parent = self.found[(PARENT[kind], above)] if kind != GOAL else None
            siblings = self.siblings(kind, parent)
            pairs = paired(lines, siblings, ORDER[kind])
            for line in lines:
                stored = pairs.get(line.number)
                self.found[(kind, line.number)] = stored
                self.told.steps.append(step_of(line, stored, parent))
                taken |= {stored.pk} if stored is not None else set()
        self.rest(kind, taken, bool(families))

    def siblings(self, kind: str, parent: Any) -> list[Any]:
        """Return the stored rows of a kind below a parent; a new parent has none."""
        if kind == GOAL:
            return self.rows[kind]
        return [
            row for row in self.rows[kind] if parent is not None and getattr(row, f"{PARENT[kind]}_id") == parent.pk
        ]

    def rest(self, kind: str, taken: set[int], is_in_file: bool) -> None:
        """Note the stored rows that the file does not name; they can be named as parents all the same."""
        for row in (row for row in self.rows[kind] if row.pk not in taken):
            number = number_of_row(kind, row)
            self.found.setdefault((kind, number), row)
            self.told.known.setdefault((kind, number), row)
            if is_in_file:
                parent = getattr(row, PARENT[kind]) if kind in PARENT else None
                linked = getattr(row, "source_count", 0)
                self.told.missing.append(Step(kind, number, row.name, {}, row, linked=linked, parent=parent))

    def figures(self) -> None:
        """Compare the values."""
        areas = areas_by_name()
        kinds = {step.number: step.said.get("kind") for step in self.told.steps if step.kind == INDICATOR}
        known = {(row.indicator_id, row.area_id, row.year): row for row in self.rows["value"]}
        for one in self.plan.figures:
            if (INDICATOR, one.indicator) not in self.found:
                self.told.faults.append(CellFault(one.row, "number", "no_indicator", tables.dotted(one.indicator)))
                continue
            indicator = self.found[(INDICATOR, one.indicator)]
            kind = kinds.get(one.indicator) or (indicator.kind if indicator else Indicator.Kind.COUNT)
            value = tables.value_of(kind, one.written)
            area = areas.get(one.area.casefold()) if one.area else None
            if value is None:
                code = "not_done_or_not" if kind == Indicator.Kind.DONE else "not_a_figure"
                self.told.faults.append(CellFault(one.row, one.column, code, one.written[:60]))
            elif one.area and area is None:
                self.told.faults.append(CellFault(one.row, "area", "no_area", one.area[:60]))
            else:
                stored = known.get((indicator.pk, area.pk if area else None, one.year)) if indicator else None
                if stored is not None and stored.value == value:
                    self.told.same_values += 1
                else:
                    before = plain_number(stored.value) if stored else None
                    self.told.values.append(ValueStep(one.indicator, area, one.year, value, stored, before))


def stored_rows(strategy: Strategy | None) -> dict[str, list[Any]]:
    """Return everything stored of a strategy by kind, with what their numbers need; one query a kind."""
    if strategy is None:
        return {kind: [] for kind in (*LEVELS, "value")}
    measures = Measure.objects.filter(goal__strategy=strategy).select_related("goal")
    return {
        GOAL: list(Goal.objects.filter(strategy=strategy)),
        OBJECTIVE: list(Objective.objects.filter(goal__strategy=strategy).select_related("goal")),
        MEASURE: list(with_sources(measures)),
        INDICATOR: list(Indicator.objects.filter(measure__goal__strategy=strategy).select_related("measure__goal")),
        "value": list(
            IndicatorValue.objects.filter(indicator__measure__goal__strategy=strategy)
            .select_related("area")
            .order_by("indicator__measure__goal__number", "indicator__measure__order", "indicator__order", "year", "pk")
        ),
    }


def number_of_row(kind: str, row: Any) -> Number:
    """Return the number under which a stored row is known."""
    if kind == GOAL:
        return (row.number,)
    if kind == INDICATOR:
        return (row.measure.goal.number, row.measure.order, row.order)
    return (row.goal.number, row.order)


def paired(lines: Iterable[Line], stored: Iterable[Any], order: str) -> dict[Number, Any]:
    """Return by number what is stored for each line: renumbered lines keep what hangs on them."""
    pairs: dict[Number, Any] = {}
    left = list(stored)

    def pair(is_same: Any) -> None:
        for line in (line for line in lines if line.number not in pairs):
            fitting = [row for row in left if is_same(line, row)]
            if len(fitting) == 1:
                pairs[line.number] = fitting[0]
                left.remove(fitting[0])

    lines = list(lines)
    pair(lambda line, row: same_name(line, row) and getattr(row, order) == line.number[-1])
    pair(same_name)
    pair(lambda line, row: getattr(row, order) == line.number[-1])
    return pairs


def same_name(line: Line, row: Any) -> bool:
    """Tell whether a line and a row share their name in some language."""
    names = line.fields.get("name", {})
    return any(text and row.name.get(code, "").casefold() == text.casefold() for code, text in names.items())


def step_of(line: Line, stored: Model | None, parent: Any) -> Step:
    """Return one line beside what is stored."""
    said = dict(line.fields)
    name = {code: text for code, text in said.get("name", {}).items() if text}
    step = Step(line.kind, line.number, name, said, stored, parent=parent)
    if stored is None:
        return step
    step.linked = getattr(stored, "source_count", 0)
    for key, value in said.items():
        before = getattr(stored, key)
        after = merged(before, value) if key in TEXT_FIELDS else value
        if before != after:
            step.changes[key] = (before, after)
    order = ORDER[line.kind]
    if getattr(stored, order) != line.number[-1]:
        step.changes[order] = (getattr(stored, order), line.number[-1])
    return step


def merged(before: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Return texts by language: a language that the file has no column for stays, an empty cell takes it away."""
    kept = {code: text for code, text in before.items() if code not in said}
    return kept | {code: text for code, text in said.items() if text}
