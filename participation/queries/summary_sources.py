"""What lines of a summary rest on, whether it is still so, and how two versions differ."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from participation.extension_points import summary_sources
from participation.logic.retention import ERASED
from participation.logic.summaries import Material, scoped
from participation.logic.summary_lines import Change, Part, changes_between, ledger_of, sources_in, still_true
from participation.logic.text import pick
from participation.models.submissions import Submission
from participation.models.summaries import Summary, SummaryLedger, SummaryLine
from participation.queries.summaries import material_of, parts_of

Row = Mapping[str, Any]


def keyed(text: str) -> str:
    """Return a digest of a text that nobody without the server's secret can try texts against."""
    return salted_hmac("participation.summaries", text).hexdigest()[:12]


def ledger_rows(material: Material, parts: Sequence[Part]) -> list[dict[str, object]]:
    """Return the ledger of everything that goes into a summary."""
    return ledger_of(scoped(material), parts, keyed)


def stored_ledger(summary: Summary) -> list[Row]:
    """Return what a summary was made of."""
    row = SummaryLedger.objects.filter(summary=summary).first()
    return list(row.rows) if row else []


def changes_since(summary: Summary) -> tuple[Change, ...]:
    """Return what has happened to the sources since the summary was compiled."""
    material = material_of(summary.process, summary.scope)
    return changes_between(stored_ledger(summary), ledger_rows(material, parts_of(summary.process, summary.scope)))


def doubts(lines: Iterable[SummaryLine], changes: Sequence[Change]) -> dict[str, dict[str, int]]:
    """Return by line what touched its sources; lines that are still true are not among them."""
    told = {line.key: still_true(changes, line.where, line.by) for line in lines}
    return {key: one for key, one in told.items() if one}


@dataclass(frozen=True)
class TableCell:
    """A number of a line with the table and the line of it that it stands in; without a table it was counted."""

    n: int
    table: str
    row: str


def cells_of(line: SummaryLine) -> list[TableCell]:
    """Return where the numbers of a line stand; shares are made of them and are not among them."""
    language, cells = get_language() or "fi", []
    for cell in line.cells:
        table = line.summary.tables.get(cell["table"], {})
        row: Row = next((row for row in table.get("rows", ()) if row["key"] == cell["row"]), {})
        title, name = (pick(one, language)[0] for one in (table.get("title"), row.get("name")))
        if not cell["share"]:
            cells.append(TableCell(cell["n"], title, name))
    return cells


@dataclass(frozen=True)
class Source:
    """One source of a line as staff see it; the words are those of today."""

    kind: str
    name: str
    address: str
    text: str
    language: str
    erased: bool = False


def sources_of(summary: Summary, line: SummaryLine) -> list[Row]:
    """Return the ledger rows that a line rests on."""
    return sources_in(stored_ledger(summary), line.where)


def shown_sources(rows: Sequence[Row]) -> list[Source]:
    """Return sources with their words and staff addresses, in one query."""
    keys = [row["ref"] for row in rows if row["of"] in ("contribution", "decision")]
    found = {str(one.pk): one for one in Submission.objects.filter(pk__in=keys)}
    return [shown_source(row, found.get(row["ref"])) for row in rows]


def shown_source(row: Row, submission: Submission | None) -> Source:
    """Return one source; a table of another part leads to where it lives."""
    if row["of"] not in ("contribution", "decision"):
        name, language = pick(row.get("name") or {}, get_language() or "fi")
        return Source(row["of"], name or row["ref"], row.get("address", ""), "", language)
    plugin = summary_sources.get(row.get("source", "decisions"))
    address = plugin.address_of(row["ref"]) if plugin else ""
    if submission is None:
        return Source(row["of"], "", "", "", "fi", erased=True)
    erased = submission.text == ERASED
    text = "" if erased else submission.text
    return Source(row["of"], submission.reference, address, text, submission.language, erased)


@dataclass(frozen=True)
class Difference:
    """One line in two versions, its words marked as same, added or gone."""

    kind: str  # added, removed, changed
    section: str
    words: Sequence[tuple[str, str]]


def differences(older: Iterable[SummaryLine], newer: Iterable[SummaryLine], language: str) -> list[Difference]:
    """Return what differs between two versions, in the order of the newer one, then what is gone."""
    before = {line.key: line for line in older if not line.is_removed}
    after = {line.key: line for line in newer if not line.is_removed}
    found = []
    for key, line in after.items():
        old = before.get(key)
        told, was = pick(line.texts, language)[0], pick(old.texts, language)[0] if old else ""
        if old is None:
            found.append(Difference("added", line.section, [("added", told)]))
        elif told != was or line.cells != old.cells:
            words = marked_rows(was, old, line, language) if line.kind == "chart" else marked(was, told)
            found.append(Difference("changed", line.section, words))
    gone = [line for key, line in before.items() if key not in after]
    found += [Difference("removed", line.section, [("gone", pick(line.texts, language)[0])]) for line in gone]
    return found


def marked_rows(title: str, old: SummaryLine, line: SummaryLine, language: str) -> list[tuple[str, str]]:
    """Return the title of a chart and the numbers in it that differ, each marked as gone or added."""
    before, after = ({cell["row"]: cell["n"] for cell in one.cells} for one in (old, line))
    rows = [*line.summary.tables[line.table]["rows"], *old.summary.tables[old.table]["rows"]]
    names = {row["key"]: pick(row["name"], language)[0] for row in reversed(rows)}
    words = [("same", f"{title}:")]
    for key, name in reversed(names.items()):
        if before.get(key) != after.get(key):
            numbers = [("gone", str(before[key]))] if key in before else []
            words += [("same", name), *numbers, *([("added", str(after[key]))] if key in after else [])]
    return words


def marked(was: str, told: str) -> list[tuple[str, str]]:
    """Return the words of two texts, each marked as same, gone or added."""
    one, other = was.split(), told.split()
    words: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=one, b=other, autojunk=False).get_opcodes():
        if tag == "equal":
            words.append(("same", " ".join(one[a:b])))
            continue
        words += [("gone", " ".join(one[a:b]))] if b > a else []
        words += [("added", " ".join(other[c:d]))] if d > c else []
    return words
