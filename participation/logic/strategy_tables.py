"""A strategy as one table: a line a goal, objective, measure, indicator or value, known by its number, 1.2.3 under 1.2.

Values stand in columns named by years or in lines of their own. The headings and the words of the cells are known in
Finnish, Swedish and English, so that the file can be the one that a town has.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from participation.logic.imports import CellFault, Table, TableRow
from participation.logic.indicators import done_of, figure_of, year_of
from participation.logic.text import clean

GOAL, OBJECTIVE, MEASURE, INDICATOR, VALUE = "goal", "objective", "measure", "indicator", "value"
LEVELS = (GOAL, OBJECTIVE, MEASURE, INDICATOR)
PARENT = {OBJECTIVE: GOAL, MEASURE: GOAL, INDICATOR: MEASURE}
DEPTH = {GOAL: 1, OBJECTIVE: 2, MEASURE: 2, INDICATOR: 3, VALUE: 3}
LANGUAGES = ("fi", "sv", "en")
MAX_LINES, MAX_NAME, MOST = 5000, 500, 999
TYPES = {
    GOAL: ("goal", "päämäärä", "mål"),
    OBJECTIVE: ("objective", "tavoite", "delmål"),
    MEASURE: ("measure", "toimenpide", "åtgärd"),
    INDICATOR: ("indicator", "mittari", "indikator", "mätare"),
    VALUE: ("value", "arvo", "värde"),
}
STATES = {
    "planned": ("planned", "suunniteltu", "suunnitteilla", "planerad"),
    "under_way": ("under way", "under_way", "käynnissä", "meneillään", "pågår"),
    "done": ("done", "tehty", "valmis", "klar", "gjord"),
}
KINDS = {
    "count": ("count", "lukumäärä", "antal"),
    "euros": ("euros", "eur", "€", "euroa", "euro"),
    "done": ("done", "done or not", "tehty", "tehty tai ei", "klar", "gjord eller inte"),
    "survey": ("survey", "kysely", "enkät"),
    "other": ("other", "another figure", "muu", "muu luku", "annat", "annat tal"),
}
TEXTS = {  # by language: name_fi, name_sv, name_en; without a language Finnish
    "name": ("name", "nimi", "namn"),
    "responsible": ("responsible", "vastuutaho", "vastuu", "ansvarig"),
    "follow_up": ("follow_up", "follow-up", "seuranta", "uppföljning"),
    "unit": ("unit", "yksikkö", "enhet"),
    "source": ("source", "lähde", "källa"),
}
COLUMNS = {
    "type": ("type", "laji", "tyyppi", "typ"),
    "number": ("number", "numero", "nro", "nummer", "nr"),
    "starts_year": ("starts", "alkaa", "börjar"),
    "ends_year": ("ends", "päättyy", "slutar"),
    "state": ("state", "tila", "läge"),
    "kind": ("kind", "mittarin laji", "slag"),
    "baseline": ("baseline", "lähtötaso", "utgångsläge"),
    "baseline_year": ("baseline_year", "lähtövuosi", "utgångsår"),
    "target": ("target", "tavoitearvo", "målvärde"),
    "target_year": ("target_year", "tavoitevuosi", "målår"),
    "interval_years": ("interval_years", "päivitysväli", "intervall"),
    "year": ("year", "vuosi", "år"),
    "area": ("area", "alue", "område"),
    "value": ("value", "arvo", "värde"),
}
FIELDS = {  # what a line of each kind can say
    GOAL: ("name",),
    OBJECTIVE: ("name",),
    MEASURE: ("name", "starts_year", "ends_year", "responsible", "follow_up", "state"),
    INDICATOR: (
        "name",
        "kind",
        "unit",
        "baseline",
        "baseline_year",
        "target",
        "target_year",
        "source",
        "interval_years",
    ),
}
YEARS = ("starts_year", "ends_year", "baseline_year", "target_year")

Number = tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One goal, objective, measure or indicator of the file; fields that have no column are not said."""

    row: int
    kind: str
    number: Number
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """One value of the file; no area is the whole town."""

    row: int
    column: str
    indicator: Number
    year: int
    area: str
    written: str


@dataclass
class Plan:
    """Everything that a file says, what of it cannot be taken, and the columns that mean nothing here."""

    lines: list[Line] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Line]:
        """Return the lines of one kind."""
        return [line for line in self.lines if line.kind == kind]


def dotted(number: Sequence[int]) -> str:
    """Return a number as it is written."""
    return ".".join(map(str, number))


def number_of(written: str) -> Number | None:
    """Return the number that "1.2.3" means, or nothing; a full stop at the end is forgiven."""
    plain = written.strip().rstrip(".")
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){0,2}", plain, re.ASCII):
        return None
    parts = tuple(map(int, plain.split(".")))
    return parts if all(parts) else None


def meaning_of(heading: str) -> str:
    """Return what a heading means: a column, a text with its language such as name_sv, a year, or nothing."""
    plain = re.sub(r"\s+", " ", heading.strip().casefold())
    if year_of(plain):
        return plain
    for meaning, words in COLUMNS.items():
        if plain in (meaning, *words) or plain.replace(" ", "_") in words:
            return meaning
    stem, language = plain, "fi"
    if match := re.fullmatch(r"(.+?)[ _(]+(fi|sv|en)\)?", plain):
        stem, language = match.groups()
    for meaning, words in TEXTS.items():
        if stem in words or stem.replace(" ", "_") in words:
            return f"{meaning}_{language}"
    return ""


class PlanReader:
    """Reads a table line by line, noting each fault at its row and column."""

    def __init__(self, table: Table, this_year: int) -> None:
        self.table, self.this_year = table, this_year
        self.plan = Plan()
        self.places: dict[str, int] = {}
        for place, heading in enumerate(table.header):
            meaning = meaning_of(heading)
            if not meaning:
                self.plan.left_out += [heading] if heading else []
            elif meaning in self.places:
                self.plan.faults.append(CellFault(1, heading, "column_twice"))
            else:
                self.places[meaning] = place
        self.seen: set[tuple[object, ...]] = set()

    def read(self) -> Plan:
        """Return what the table says."""
        missing = [name for name in ("type", "number") if name not in self.places]
        self.plan.faults += [CellFault(1, name, "no_column") for name in missing]
        if len(self.table.rows) > MAX_LINES:
            self.plan.faults.append(CellFault(0, "", "too_many_rows"))
        if not self.plan.faults:
            for row in self.table.rows:
                self.line(row)
        return self.plan

    def cell(self, row: TableRow, meaning: str) -> str:
        """Return a cell, cleaned; a column that is not there is empty. The mark of what is no formula is left out."""
        written = clean(row.cells[self.places[meaning]]) if meaning in self.places else ""
        return written[1:] if written.startswith(("'=", "'+", "'@")) else written

    def fault(self, row: TableRow, meaning: str, code: str, seen: str = "") -> None:
        """Note a fault at its row and column."""
        column = self.table.header[self.places[meaning]] if meaning in self.places else meaning
        self.plan.faults.append(CellFault(row.number, column, code, seen[:60]))

    def line(self, row: TableRow) -> None:
        """Read one row."""
        written = self.cell(row, "type").casefold()
        kind = next((one for one, words in TYPES.items() if written in words), "")
        number = number_of(self.cell(row, "number"))
        if not kind:
            self.fault(row, "type", "not_a_type", self.cell(row, "type"))
        elif number is None or len(number) != DEPTH[kind]:
            self.fault(row, "number", f"number_of_{DEPTH[kind]}", self.cell(row, "number"))
        elif kind == VALUE:
            self.value(row, number)
        elif (kind, number) in self.seen:
            self.fault(row, "number", "number_twice", dotted(number))
        else:
            self.seen.add((kind, number))
            self.plan.lines.append(Line(row.number, kind, number, self.fields(row, kind)))
            if kind == INDICATOR:
                for year in (one for one in self.places if one.isdecimal()):
                    self.figure(row, year, number, int(year), "", self.cell(row, year))

    def value(self, row: TableRow, number: Number) -> None:
        """Read a row that is a value of its own."""
        year, written = year_of(self.cell(row, "year")), self.cell(row, "value")
        if year is None:
            self.fault(row, "year", "not_a_year", self.cell(row, "year"))
        elif not written:
            self.fault(row, "value", "required_value")
        else:
            self.figure(row, "value", number, year, self.cell(row, "area"), written)

    def figure(self, row: TableRow, column: str, number: Number, year: int, area: str, written: str) -> None:
        """Note a value; an empty cell says nothing of what is known already."""
        if not written:
            return
        key = (VALUE, number, year, area.casefold())
        if year > self.this_year:
            self.fault(row, column if column.isdecimal() else "year", "year_ahead", str(year))
        elif key in self.seen:
            self.fault(row, column, "value_twice", f"{dotted(number)} · {year}")
        else:
            self.seen.add(key)
            heading = self.table.header[self.places[column]]
            self.plan.figures.append(Figure(row.number, heading, number, year, area, written))

    def fields(self, row: TableRow, kind: str) -> dict[str, Any]:
        """Return what a row says of each field that has a column."""
        said: dict[str, Any] = {}
        for name in FIELDS[kind]:
            if name in TEXTS:
                columns = [code for code in LANGUAGES if f"{name}_{code}" in self.places]
                texts = {code: self.cell(row, f"{name}_{code}") for code in columns}
                said |= {name: texts} if columns else {}
                for code in (code for code, text in texts.items() if len(text) > MAX_NAME):
                    self.fault(row, f"{name}_{code}", "text_too_long", str(MAX_NAME))
            elif name in self.places:
                said |= self.plain(row, name)
        if not any(said.get("name", {}).values()):
            self.fault(row, "name_fi", "name_missing")
        first, last = said.get("starts_year"), said.get("ends_year")
        if first and last and last < first:
            self.fault(row, "ends_year", "ends_before", f"{first}–{last}")
        return said

    def plain(self, row: TableRow, name: str) -> dict[str, Any]:
        """Return what a cell says that is no text: a year, a word of a list, a figure; nothing where it is at fault."""
        written = self.cell(row, name)
        if name in ("state", "kind"):
            words = STATES if name == "state" else KINDS
            found = next((one for one, known in words.items() if written.casefold() in known), None)
            if written and found is None:
                self.fault(row, name, f"not_a_{name}", written)
            return {name: found} if found else {}
        if name == "interval_years":
            good = re.fullmatch(r"[1-9]\d?", written, re.ASCII)
            if written and not good:
                self.fault(row, name, "not_an_interval", written)
            return {name: int(written)} if good else {}
        read = year_of(written) if name in YEARS else figure_of(written)
        if written and read is None:
            self.fault(row, name, "not_a_year" if name in YEARS else "not_a_figure", written)
        return {name: read}


def plan_of(table: Table, this_year: int) -> Plan:
    """Return everything that a table of a strategy says, with its faults."""
    return PlanReader(table, this_year).read()


def value_of(kind: str, written: str) -> float | None:
    """Return the value that a cell means for an indicator of a kind, or nothing."""
    return done_of(written) if kind == "done" else figure_of(written)
