"""Population tables: the simple form with age_from and age_to, and the long and the wide form of statistical offices.

In the wide form a column is a year, a sex, an age or several of them together, as PxWeb writes a table with headings:
"2024 Miehet 0 - 6". Columns that say anything else, such as a mean age, are left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from participation.logic.imports import CellFault, Table, TableRow

COLUMN_WORDS = {
    "area": ("area", "alue", "asuinalue", "kunta", "postinumeroalue", "område", "kommun"),
    "year": ("year", "vuosi", "år"),
    "age": ("age", "ikä", "ålder"),
    "age_from": ("age_from",),
    "age_to": ("age_to",),
    "sex": ("sex", "sukupuoli", "kön"),
    "inhabitants": ("inhabitants", "asukkaita", "väestö", "väkiluku", "population", "folkmängd", "invånare"),
}
SEXES = {
    "all": ("", "all", "yhteensä", "total", "totalt", "sammanlagt", "molemmat"),
    "women": ("women", "naiset", "female", "females", "kvinnor", "nainen"),
    "men": ("men", "miehet", "male", "males", "män", "mies"),
}
OLDEST = 120
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
NOISE = re.compile(r"\b3?1\.1?2?\.|\(\w{1,4}\)|[,:]")  # the day of the figures, codes of tables, commas
UNKNOWN = frozenset({"", ".", "..", "...", "*"})
NOTHING = frozenset({"-", "–"})
OVER = ("over", "older", "yli", "vanhem", "täyttän", "äldre", "över")  # 85 years or over
FILLING = frozenset(("sukupuolet", "ikä", "iät", "ikäluokat", "ikäryhmät", "könen", "åldrar", "ages", "sexes", "both"))
LONG = ("area", "year", "age", "sex", "inhabitants")


@dataclass(frozen=True)
class PopulationRow:
    """How many people of an age band and sex live in an area."""

    area: str
    year: int
    age_from: int
    age_to: int
    sex: str
    inhabitants: int


def columns_in(header: Sequence[str]) -> dict[str, int]:
    """Return by meaning where its column is; the column of inhabitants may carry more words, such as the day."""
    folded = [name.casefold().strip() for name in header]
    found = {meaning: folded.index(word) for meaning, words in COLUMN_WORDS.items() for word in words if word in folded}
    if "inhabitants" not in found:
        for place, name in enumerate(folded):
            if name.startswith(COLUMN_WORDS["inhabitants"]):
                found["inhabitants"] = place
    return found


def year_in(header: Sequence[str]) -> str:
    """Return the year that the heading of the inhabitants names, e.g. "Väestö 31.12.2024"."""
    place = columns_in(header).get("inhabitants")
    match = re.search(r"(?:19|20)\d{2}", header[place]) if place is not None else None
    return match.group(0) if match else ""


def ages_of(written: str) -> tuple[int, int] | None:
    """Return the band that "0–6", "65 -", "7 vuotta" or "Yhteensä" names, or nothing."""
    written = written.casefold().strip()
    if written in SEXES["all"]:
        return 0, OLDEST
    match = re.match(r"^(\d{1,3})\s*(?:([-–+])\s*(\d{1,3})?)?(?:\s*[^\W\d]+)*$", written)
    if match is None:
        return None
    first = int(match.group(1))
    is_open = bool(match.group(2)) or any(word.startswith(OVER) for word in written.split())
    last = int(match.group(3)) if match.group(3) else OLDEST if is_open else first
    return (first, last) if first <= last <= OLDEST else None


def said_by(heading: str) -> dict[str, str] | None:
    """Return the year, sex and age that the heading of a column of figures names; nothing where it says more or less."""
    text = heading.casefold()
    found = {"year": match[0]} if (match := YEAR.search(text)) else {}
    words = NOISE.sub(" ", YEAR.sub(" ", text)).split()
    about = {word for word in words if word.startswith(COLUMN_WORDS["inhabitants"])}
    rest = [word for word in words if word not in about | FILLING]
    for sex, names in sorted(SEXES.items(), key=lambda pair: pair[0] == "all"):
        named = [word for word in rest if word in names]
        if named:
            found.setdefault("sex", sex)
            rest = [word for word in rest if word not in named]
    if rest:
        if ages_of(" ".join(rest)) is None:
            return None
        found["age"] = " ".join(rest)
    return found if found or about else None


def long_form(table: Table) -> Table:
    """Return a table in the wide form as rows of the long one; any other table as it is."""
    stubs = {meaning: place for meaning, place in columns_in(table.header).items() if meaning != "inhabitants"}
    wide = {
        place: said
        for place, heading in enumerate(table.header)
        if place not in stubs.values() and (said := said_by(heading)) is not None
    }
    if "area" not in stubs or len(wide) < (2 if "inhabitants" in columns_in(table.header) else 1):
        return table
    rows = []
    for row in table.rows:
        known = {meaning: row.cells[place].strip() for meaning, place in stubs.items()}
        for place, said in wide.items():
            figure = row.cells[place].strip()
            if figure not in UNKNOWN:
                one = {**known, **said, "inhabitants": "0" if figure in NOTHING else figure}
                rows.append(TableRow(row.number, tuple(one.get(name, "") for name in LONG)))
    return Table(LONG, tuple(rows))


def populations_of(table: Table) -> tuple[list[PopulationRow], list[CellFault]]:
    """Return the rows of a population table and what is wrong with it."""
    table = long_form(table)
    places = columns_in(table.header)
    missing = [name for name in ("area", "inhabitants") if name not in places]
    if "year" not in places and not year_in(table.header):
        missing.append("year")
    if missing:
        return [], [CellFault(1, name, "no_column") for name in missing]
    rows: list[PopulationRow] = []
    faults: list[CellFault] = []
    numbers: list[int] = []
    for row in table.rows:
        read = population_of(row, table.header, places)
        if isinstance(read, CellFault):
            faults.append(read)
        else:
            rows.append(read)
            numbers.append(row.number)
    seen: set[tuple[object, ...]] = set()
    for number, one in zip(numbers, rows, strict=True):
        key = (one.area.casefold(), one.year, one.age_from, one.age_to, one.sex)
        if key in seen:
            faults.append(CellFault(number, "area", "repeated", one.area))
        seen.add(key)
    return rows, faults


def population_of(row: TableRow, header: Sequence[str], places: dict[str, int]) -> PopulationRow | CellFault:
    """Return what one row says, or its first fault."""

    def cell(name: str) -> str:
        return row.cells[places[name]].strip() if name in places else ""

    year = cell("year") or year_in(header)
    people = re.sub(r"[\s\u00a0]", "", cell("inhabitants"))
    if "age_from" in places or "age_to" in places:
        ages = ages_of(f"{cell('age_from') or 0}-{cell('age_to')}")
    else:
        ages = ages_of(cell("age"))
    sex = next((code for code, words in SEXES.items() if cell("sex").casefold() in words), None)
    checks = (
        ("area", cell("area"), bool(cell("area"))),
        ("year", year, bool(re.fullmatch(r"(?:19|20)\d{2}", year))),
        ("age", cell("age"), ages is not None),
        ("sex", cell("sex"), sex is not None),
        ("inhabitants", people, people.isdecimal() and len(people) < 9),
    )
    for name, seen, good in checks:
        if not good:
            return CellFault(row.number, header[places[name]] if name in places else name, "not_read", seen)
    first, last = ages or (0, OLDEST)
    return PopulationRow(cell("area"), int(year), first, last, sex or "all", int(people))
