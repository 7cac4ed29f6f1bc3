"""Lines of a summary and what each rests on: sources are chosen by a condition on the ledger of everything that went in."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from participation.logic.quoting import QUESTION
from participation.logic.retention import ERASED
from participation.logic.summaries import DecisionLine, Material, Passage, week_of

Names = Mapping[str, str]
Condition = Mapping[str, object]  # field of a ledger row -> the value it must have; none: every row of the kind
KINDS = ("sentence", "chart", "quotes", "decisions", "steps")


@dataclass(frozen=True)
class TableRow:
    """One line of a table; n is None where it may not be shown."""

    key: str
    name: Names
    n: int | None


@dataclass(frozen=True)
class Table:
    """A table of numbers that sentences and charts take theirs from."""

    key: str
    title: Names
    rows: tuple[TableRow, ...]
    total: int | None
    adds_up: bool = True  # no: several may be chosen at once, so shares do not sum up to 100 %

    def value(self, row: str) -> int | None:
        """Return the number of one line; nothing where it is hidden or there is no such line."""
        return next((one.n for one in self.rows if one.key == row), None)


@dataclass(frozen=True)
class Cell:
    """Where a number in a text stands: table, line, and whether the text gives it as a share."""

    table: str
    row: str
    n: int
    share: bool = False


@dataclass(frozen=True)
class Line:
    """One sentence, chart or list of a summary with everything it rests on."""

    key: str
    section: str
    kind: str
    texts: Names
    cells: tuple[Cell, ...] = ()
    where: tuple[Condition, ...] = ()  # each condition chooses rows of the ledger
    by: tuple[str, ...] = ()  # fields of the ledger that it counts by
    table: str = ""

    def as_json(self) -> dict[str, object]:
        """Return what can be stored as JSON."""
        return json.loads(json.dumps(asdict(self)))


@dataclass(frozen=True)
class Part:
    """What another part of the platform adds: a section with its tables and lines; rows are its own ledger rows."""

    section: str
    title: Names
    tables: tuple[Table, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: tuple[Mapping[str, object], ...] = ()
    order: int = 100


@dataclass(frozen=True)
class Change:
    """Something in the sources that is no longer as it was: late, gone, erased, recoded or reworded."""

    what: str
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()


def asks(text: str) -> bool:
    """Tell whether a contribution asks something: it has a question mark."""
    return QUESTION in text


def ledger_of(material: Material, parts: Iterable[Part], digest: Callable[[str], str]) -> list[dict[str, object]]:
    """Return one row for every source, without its words: what it is, how it is coded, and a keyed digest of its text."""
    answered = {line.reference for line in material.decisions}
    rows = [
        passage_row(one, material.labels.get(one.reference, ("", {}))[0], one.reference in answered, digest)
        for one in material.passages
    ]
    rows += [decision_row(line, digest) for line in material.decisions]
    rows += [dict(row) for part in parts for row in part.rows]
    return rows


def passage_row(one: Passage, group: str, answered: bool, digest: Callable[[str], str]) -> dict[str, object]:
    """Return the ledger row of a contribution; an erased one has no digest."""
    return {
        "of": "contribution",
        "ref": one.reference,
        "source": one.source,
        "theme": one.theme,
        "area": one.area,
        "channel": one.channel,
        "language": one.language,
        "group": group,
        "state": one.state,
        "week": week_of(one.on),
        "asks": asks(one.text),
        "answered": answered,
        "text": "" if one.text == ERASED else digest(one.text),
    }


def decision_row(line: DecisionLine, digest: Callable[[str], str]) -> dict[str, object]:
    """Return the ledger row of a published decision."""
    words = json.dumps([line.title, dict(line.reason), dict(line.next_step), str(line.due)], sort_keys=True)
    return {
        "of": "decision",
        "ref": line.reference,
        "group": line.scope,
        "outcome": line.outcome,
        "step": bool(line.next_step or line.due),
        "due": bool(line.due),
        "text": digest(words),
    }


def fits(row: Mapping[str, object], condition: Condition) -> bool:
    """Tell whether a row of the ledger is what a condition asks for."""
    return all(row.get(name) == value for name, value in condition.items())


def rests_on(row: Mapping[str, object], where: Iterable[Condition]) -> bool:
    """Tell whether a row is among the sources that any of the conditions chooses."""
    return bool(row) and any(fits(row, condition) for condition in where)


def sources_in(rows: Iterable[Mapping[str, object]], where: Sequence[Condition]) -> list[Mapping[str, object]]:
    """Return the rows that conditions choose."""
    return [row for row in rows if rests_on(row, where)]


def changes_between(
    before: Iterable[Mapping[str, object]], after: Iterable[Mapping[str, object]]
) -> tuple[Change, ...]:
    """Return what has happened to the sources since a ledger was written."""
    old = {(row["of"], row["ref"]): row for row in before}
    new = {(row["of"], row["ref"]): row for row in after}
    found = [Change("late", after=row) for key, row in new.items() if key not in old]
    for key, row in old.items():
        now = new.get(key)
        if now is None:
            found.append(Change("gone", before=row))
        elif now != row:
            fields = frozenset(name for name in {*row, *now} if row.get(name) != now.get(name))
            erased = row.get("text") and now.get("text") == ""
            what = "erased" if erased else "reworded" if fields == {"text"} else "recoded"
            found.append(Change(what, row, now, fields))
    return tuple(found)


def touches(change: Change, where: Sequence[Condition], by: Iterable[str]) -> bool:
    """Tell whether a change bears on a line: a source came, went, was erased, or is counted elsewhere now."""
    here, there = rests_on(change.before, where), rests_on(change.after, where)
    if change.what in ("late", "gone", "erased"):
        return here or there
    return here != there or (here and bool(change.fields.intersection(by)))


def still_true(changes: Sequence[Change], where: Sequence[Condition], by: Sequence[str]) -> dict[str, int]:
    """Return by kind how many changes bear on a line; empty while everything it rests on is as it was."""
    told: dict[str, int] = {}
    for change in changes:
        if touches(change, where, by):
            told[change.what] = told.get(change.what, 0) + 1
    return told


def seal_of(document: object) -> str:
    """Return the SHA-256 of a document, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def printed_seal(seal: str) -> str:
    """Return the first 16 digits of a seal in groups of four, as they are printed and read aloud."""
    short = seal[:16].upper()
    return " ".join(short[place : place + 4] for place in range(0, len(short), 4))
