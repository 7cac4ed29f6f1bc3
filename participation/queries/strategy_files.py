"""A strategy as the table that can be brought in again, and what such a table would change in words."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.indicators import plain_number
from participation.logic.strategy_tables import (
    FIELDS,
    GOAL,
    INDICATOR,
    LANGUAGES,
    LEVELS,
    MEASURE,
    OBJECTIVE,
    TEXTS,
    VALUE,
    dotted,
)
from participation.logic.text import pick
from participation.models.processes import Process
from participation.models.strategy import Indicator, Measure
from participation.queries.strategy import strategy_of
from participation.queries.strategy_imports import Comparison, Step, number_of_row, stored_rows

PLAIN = ("starts_year", "ends_year", "state", "kind", "baseline", "baseline_year", "target", "target_year")
HEADINGS = {"starts_year": "starts", "ends_year": "ends"}
TRIGGERS = ("=", "+", "@", "\t")  # what spreadsheets take for a formula; figures may begin with a minus


@dataclass(frozen=True)
class ChangeLine:
    """One field of one line in words: what it was and what it becomes."""

    step: Step
    field: str
    before: str
    after: str


def field_words() -> dict[str, str]:
    """Return what the fields of a strategy are called."""
    return {
        "name": _("name"),
        "order": _("number"),
        "starts_year": _("from year"),
        "ends_year": _("to year"),
        "responsible": _("responsible"),
        "follow_up": _("follow-up"),
        "state": _("state"),
        "kind": _("kind"),
        "unit": _("unit"),
        "baseline": _("baseline"),
        "baseline_year": _("year of the baseline"),
        "target": _("target"),
        "target_year": _("year of the target"),
        "source": _("source"),
        "interval_years": _("years from value to value"),
        "number": _("number"),
    }


def new_counts(told: Comparison) -> list[tuple[str, int]]:
    """Return how many lines of each kind are new; kinds without new ones are left out."""
    words = {GOAL: _("Goals"), OBJECTIVE: _("Objectives"), MEASURE: _("Measures"), INDICATOR: _("Indicators")}
    return [(label, len(told.new(kind))) for kind, label in words.items() if told.new(kind)]


def changes_in_words(told: Comparison) -> list[ChangeLine]:
    """Return every change of a stored line, field by field."""
    words = field_words()
    return [
        ChangeLine(step, words[name], shown(name, before), shown(name, after))
        for step in told.changed
        for name, (before, after) in step.changes.items()
    ]


def shown(name: str, value: Any) -> str:
    """Return a value as people read it."""
    if name in TEXTS:
        language = get_language() or "fi"
        first = pick(value, language)[0]
        others = [text for code, text in (value or {}).items() if text and text != first]
        return " · ".join([first, *others]) if first else "–"
    if name == "state":
        return str(Measure.State(value).label)
    if name == "kind":
        return str(Indicator.Kind(value).label)
    return "–" if value is None else str(plain_number(value))


def strategy_file(process: Process) -> str:
    """Return the strategy of a process as CSV, as spreadsheets in Finland open it; without a strategy the headings."""
    rows = stored_rows(strategy_of(process))
    towns: dict[int, dict[int, float]] = {}
    for value in rows[VALUE]:
        if value.area_id is None:
            towns.setdefault(value.indicator_id, {})[value.year] = value.value
    years = sorted({year for values in towns.values() for year in values})
    texts = [f"{name}_{code}" for name in TEXTS for code in LANGUAGES]
    columns = ["type", "number", *texts, *PLAIN, "interval_years", "year", "area", "value"]
    out = io.StringIO()
    writer = csv.DictWriter(out, [*columns, *map(str, years)], delimiter=";", restval="", lineterminator="\r\n")
    writer.writerow({name: HEADINGS.get(name, name) for name in writer.fieldnames})
    numbers = {row.pk: number_of_row(INDICATOR, row) for row in rows[INDICATOR]}
    for kind in LEVELS:
        for number, row in sorted((number_of_row(kind, row), row) for row in rows[kind]):
            values = towns.get(row.pk, {}) if kind == INDICATOR else {}
            figures = {str(year): plain_number(value) for year, value in values.items()}
            writer.writerow({"type": kind, "number": dotted(number), **cells(kind, row), **figures})
    for value in (one for one in rows[VALUE] if one.area_id is not None):
        known = {"number": dotted(numbers[value.indicator_id]), "year": value.year, "area": value.area.slug}
        writer.writerow({"type": VALUE, **known, "value": plain_number(value.value)})
    return "\ufeff" + out.getvalue()


def cells(kind: str, row: Any) -> dict[str, Any]:
    """Return the cells of one stored line."""
    found: dict[str, Any] = {}
    for name in FIELDS[kind]:
        value = getattr(row, name)
        if name in TEXTS:
            found |= {f"{name}_{code}": safe(value.get(code, "")) for code in LANGUAGES}
        elif isinstance(value, float):
            found[name] = plain_number(value)
        else:
            found[name] = "" if value is None else value
    return found


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(TRIGGERS) else text
