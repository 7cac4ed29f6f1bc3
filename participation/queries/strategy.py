"""A strategy as residents read it: goals with objectives and measures, and indicators set against inhabitants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from participation.extension_points import Highlight, Panel
from participation.logic.indicator_charts import Drawing, drawing_of
from participation.logic.indicators import Awaited, is_old, plain_number
from participation.models.areas import AreaPopulation
from participation.models.processes import Process
from participation.models.strategy import Goal, Indicator, IndicatorValue, Measure, Objective, Strategy
from participation.queries.measures import with_sources
from participation.queries.trails import GoalTrail, trails_of

PER = 1000


@dataclass(frozen=True)
class ValueLine:
    """One value of an indicator, and per 1 000 inhabitants where the area's population is known."""

    value: IndicatorValue
    per_thousand: float | None

    @property
    def shown(self) -> float:
        """The value, without a decimal when it is whole."""
        return plain_number(self.value.value)


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator with its values by year, its chart, and whether a newer value should be known."""

    indicator: Indicator
    number: str
    values: list[ValueLine]
    drawing: Drawing | None = None
    is_old: bool = False

    @property
    def target(self) -> float | None:
        """The target, without a decimal when it is whole."""
        return None if self.indicator.target is None else plain_number(self.indicator.target)

    @property
    def baseline(self) -> float | None:
        """Where it began, without a decimal when it is whole."""
        return None if self.indicator.baseline is None else plain_number(self.indicator.baseline)

    @property
    def last(self) -> ValueLine | None:
        """The newest value of the whole town, else of any area."""
        towns = [line for line in self.values if line.value.area_id is None]
        rows = towns or self.values
        return rows[-1] if rows else None

    @property
    def has_rates(self) -> bool:
        """Whether some value can be told per 1 000 inhabitants."""
        return any(line.per_thousand is not None for line in self.values)

    @property
    def has_areas(self) -> bool:
        """Whether some value is about one area."""
        return any(line.value.area_id is not None for line in self.values)


@dataclass(frozen=True)
class MeasureLine:
    """A measure with its schedule and its indicators."""

    measure: Measure
    schedule: str
    indicators: list[IndicatorLine]


@dataclass(frozen=True)
class GoalLine:
    """A goal with its objectives and measures, and what it rests on."""

    goal: Goal
    objectives: list[Objective]
    measures: list[MeasureLine]
    trail: GoalTrail | None = None


def strategy_of(process: Process) -> Strategy | None:
    """Return the newest strategy of a process, if it has one."""
    return Strategy.objects.filter(process=process).select_related("process").order_by("-pk").first()


def goals_of(strategy: Strategy, number: int | None = None) -> list[GoalLine]:
    """Return the whole tree of a strategy, or of one goal of it, one query a level."""
    rows = Goal.objects.filter(strategy=strategy)
    goals = list(rows if number is None else rows.filter(number=number))
    objectives: dict[int, list[Objective]] = {}
    for objective in Objective.objects.filter(goal__in=goals):
        objectives.setdefault(objective.goal_id, []).append(objective)
    indicators = indicators_of(goals)
    measures: dict[int, list[MeasureLine]] = {}
    for measure in with_sources(Measure.objects.filter(goal__in=goals)):
        line = MeasureLine(measure, schedule_of(measure), indicators.get(measure.pk, []))
        measures.setdefault(measure.goal_id, []).append(line)
    trails = trails_of(strategy.process, goals)
    return [
        GoalLine(goal, objectives.get(goal.pk, []), measures.get(goal.pk, []), trails.get(goal.pk)) for goal in goals
    ]


def indicators_of(goals: Sequence[Goal]) -> dict[int, list[IndicatorLine]]:
    """Return the indicators of these goals with their values, by measure."""
    people = inhabitants_by_area()
    values: dict[int, list[ValueLine]] = {}
    rows = IndicatorValue.objects.filter(indicator__measure__goal__in=goals).select_related("area", "indicator")
    for row in rows.order_by("year", "area__order", "pk"):
        values.setdefault(row.indicator_id, []).append(ValueLine(row, per_thousand(row, people)))
    found: dict[int, list[IndicatorLine]] = {}
    indicators = Indicator.objects.filter(measure__goal__in=goals).select_related("measure__goal")
    for indicator in indicators.order_by("measure", "order"):
        found.setdefault(indicator.measure_id, []).append(line_of(indicator, values.get(indicator.pk, [])))
    return found


def line_of(indicator: Indicator, values: list[ValueLine]) -> IndicatorLine:
    """Return an indicator with its chart; done or not is no chart."""
    measure = indicator.measure
    towns = {line.value.year: line.value.value for line in values if line.value.area_id is None}
    number = f"{measure.goal.number}.{measure.order}.{indicator.order}"
    start, target = (indicator.baseline_year, indicator.baseline), (indicator.target_year, indicator.target)
    drawing = drawing_of(towns, start, target) if indicator.kind != Indicator.Kind.DONE else None
    last = max((line.value.year for line in values), default=None)
    is_settled = indicator.kind == Indicator.Kind.DONE and any(towns.values())
    awaited = Awaited(last, indicator.interval_years, measure.starts_year, measure.ends_year, is_settled)
    return IndicatorLine(indicator, number, values, drawing, is_old(awaited, timezone.localdate()))


def old_lines(strategies: Iterable[Strategy]) -> list[IndicatorLine]:
    """Return the indicators of strategies of which a newer value should be known by now, in the order of their numbers."""
    goals = list(Goal.objects.filter(strategy__in=list(strategies)).order_by("strategy", "number"))
    lines = [line for family in indicators_of(goals).values() for line in family if line.is_old]
    return sorted(lines, key=lambda line: [int(part) for part in line.number.split(".")])


def inhabitants_by_area() -> dict[tuple[int, int], int]:
    """Return inhabitants by (area, year), all ages and both sexes."""
    rows = AreaPopulation.objects.filter(sex=AreaPopulation.Sex.ALL).order_by().values("area", "year")
    return {(row["area"], row["year"]): row["people"] for row in rows.annotate(people=Sum("inhabitants"))}


def per_thousand(row: IndicatorValue, people: Mapping[tuple[int, int], int]) -> float | None:
    """Return the value per 1 000 inhabitants of its area: of its year, else of the newest year before it."""
    if row.area_id is None or row.indicator.kind not in (Indicator.Kind.COUNT, Indicator.Kind.EUROS):
        return None
    years = [year for area, year in people if area == row.area_id]
    if not years:
        return None
    year = max((year for year in years if year <= row.year), default=min(years))
    inhabitants = people[(row.area_id, year)]
    return round(row.value * PER / inhabitants, 1) if inhabitants else None


def schedule_of(measure: Measure) -> str:
    """Return the schedule as plans write it: "2022–", "2023–2024", "2024"."""
    if measure.starts_year is None:
        return f"–{measure.ends_year}" if measure.ends_year else ""
    if measure.ends_year == measure.starts_year:
        return str(measure.starts_year)
    return f"{measure.starts_year}–{measure.ends_year or ''}"


class StrategyPart:
    """What a strategy adds to the page of its process: a way in."""

    key = "participation.strategy"
    order = 50

    def highlights(self, processes: Sequence[Process]) -> Mapping[int, Sequence[Highlight]]:  # noqa: ARG002 -- the contract
        """Leave the front page to what can be affected."""
        return {}

    def panel(self, process: Process) -> Panel | None:
        """Show the vision and the goals with a link to the whole."""
        strategy = strategy_of(process)
        if strategy is None:
            return None
        goals = list(Goal.objects.filter(strategy=strategy))
        context = {"strategy": strategy, "goals": goals, "process": process}
        return Panel(self.key, "participation/strategy/panel.html", context, 40)

    def overview(self, process: Process) -> Panel | None:
        """Lead the coordinator to the measures and what they came from."""
        n = Measure.objects.filter(goal__strategy__process=process).count()
        return Panel(self.key, "participation/strategy/overview.html", {"process": process, "n": n}, 70) if n else None
