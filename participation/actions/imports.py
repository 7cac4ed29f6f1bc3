"""Bringing in many contributions at once from a table: all rows or none, and a repeated import adds nothing."""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation import events
from participation.actions.audit import add_audit_entry
from participation.actions.submissions import content_hash
from participation.errors import ParticipationError
from participation.logic import imports as tables
from participation.logic import submissions as rules
from participation.logic.imports import CellFault, Columns, Table, TableRow
from participation.logic.language import detect_language
from participation.logic.text import clean
from participation.models.areas import Area
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.submissions import Batch, Submission, SubmissionEvent
from participation.queries.areas import areas_by_name

CHUNK = 500
SHOWN_FAULTS = 20
NO_AREA = frozenset({"", "location_not_specified", "-", "–", "n/a"})

WORDS: dict[str, Callable[[CellFault], str]] = {
    "empty": lambda _f: _("The file is empty."),
    "no_rows": lambda _f: _("The file has a header and no rows below it."),
    "too_big": lambda _f: _("The file is too big: at most 50 MB can be taken."),
    "too_many_rows": lambda _f: _("The file has too many rows. Divide it."),
    "encoding": lambda f: _("The letters of the file cannot be read as %(encoding)s.") % {"encoding": f.seen},
    "not_a_spreadsheet": lambda _f: _("The file is not a spreadsheet that can be opened safely."),
    "broken_quotes": lambda _f: _("A quotation mark is opened and not closed, or closed too early."),
    "cells": lambda f: (
        _("The row has %(cells)s cells, the header has %(columns)s.")
        % dict(zip(("cells", "columns"), f.seen.split("/"), strict=True))
    ),
    "required": lambda _f: _("The text is missing."),
    "too_long": lambda f: _("The text is too long: at most %(limit)s characters fit.") % {"limit": f.seen},
    "nul": lambda _f: _("The cell holds a NUL character, which is no text."),
    "not_a_date": lambda f: _("“%(seen)s” is not a date such as 31.1.2026 or 2026-01-31.") % {"seen": f.seen},
    "in_future": lambda f: _("“%(seen)s” is in the future.") % {"seen": f.seen},
    "no_column": lambda _f: _("The file has no such column."),
    "not_read": lambda f: _("“%(seen)s” cannot be read here.") % {"seen": f.seen},
    "repeated": lambda f: _("“%(seen)s” comes again with the same year, age and sex.") % {"seen": f.seen},
    "not_a_point": lambda f: _("“%(seen)s” are not degrees of latitude and longitude.") % {"seen": f.seen},
}


@dataclass(frozen=True)
class FaultLine:
    """One fault in words: where it is and what to do."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = [_("row %(row)s") % {"row": self.row}] if self.row else []
        where += [_("column %(column)s") % {"column": self.column}] if self.column else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


class ImportRefused(ParticipationError):
    """Nothing was imported; tells of every fault found."""

    words: Mapping[str, Callable[[CellFault], str]] = WORDS

    def __init__(self, faults: Sequence[CellFault]) -> None:
        self.lines = [FaultLine(f.row, f.column, self.words[f.code](f)) for f in faults]
        shown = [str(line) for line in self.lines[:SHOWN_FAULTS]]
        rest = len(self.lines) - len(shown)
        if rest:
            shown.append(ngettext("and %(n)s more.", "and %(n)s more.", rest) % {"n": rest})
        super().__init__(_("Nothing was imported.") + " " + " · ".join(shown), "invalid_table")


@dataclass(frozen=True)
class ImportOrder:
    """What to make of a table: where it goes, what its columns mean."""

    process: Process
    columns: Columns
    channel: str = "import"
    batch: str = ""
    language: str = ""
    create_areas: bool = False


@dataclass
class ImportReport:
    """What came of an import, in numbers."""

    batch: Batch | None = None
    rows: int = 0
    added: int = 0
    known: int = 0
    changed: int = 0
    repeated: int = 0
    without_area: int = 0
    unknown_areas: Counter[str] = field(default_factory=Counter)
    created_areas: int = 0
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def language_counts(self) -> list[tuple[str, int]]:
        """The languages with their rows, the most frequent first."""
        return self.languages.most_common()

    @property
    def unknown_area_counts(self) -> list[tuple[str, int]]:
        """The names of areas that are not known here, the most frequent first."""
        return self.unknown_areas.most_common()


def read_import(data: bytes, *, may_have_title: bool = False) -> Table:
    """Read a file as a table; raises ImportRefused with row and reason."""
    try:
        return tables.read_table(data, may_have_title=may_have_title)
    except tables.UnreadableTableError as error:
        raise ImportRefused([error.fault]) from error


class Reader:
    """Turns rows into unsaved submissions, collecting faults."""

    def __init__(self, table: Table, order: ImportOrder) -> None:
        self.order = order
        self.header = table.header
        self.faults: list[CellFault] = []
        self.places = {name: self.found(getattr(order.columns, name)) for name in Columns.__dataclass_fields__}
        self.areas = areas_by_name()
        self.new_areas: dict[str, Area] = {}
        self.seen: Counter[str] = Counter()
        self.report = ImportReport(rows=len(table.rows))
        if not self.places["text"]:
            raise ParticipationError(_("Say which column holds the text."), "column")

    def found(self, names: str) -> tuple[int, ...]:
        """Return the positions of a column; raises with the nearest names when it is missing."""
        try:
            return tables.places_of(names, self.header)
        except tables.UnknownColumnError as error:
            raise ParticipationError(
                _("The file has no column “%(column)s”. The nearest: %(nearest)s.")
                % {"column": error.name, "nearest": ", ".join(error.nearest)},
                "column",
            ) from error

    def cell(self, row: TableRow, name: str) -> str:
        """Return the cell of a column, cleaned; several columns are joined by a hyphen."""
        return "-".join(clean(row.cells[place]) for place in self.places[name])

    def fault(self, row: TableRow, name: str, code: str, seen: str = "") -> None:
        """Note a fault."""
        places = self.places[name]
        self.faults.append(CellFault(row.number, self.header[places[0]] if places else "", code, seen[:60]))

    def submission(self, row: TableRow) -> Submission:
        """Return the unsaved submission of one row, noting its faults."""
        for place, cell in enumerate(row.cells):
            if "\x00" in cell:
                self.faults.append(CellFault(row.number, self.header[place], "nul"))
        text, title = self.cell(row, "text"), self.cell(row, "title")
        for fault in rules.faults_of(text=text, title=title):
            self.fault(row, fault.field, fault.code, str(fault.limit or ""))
        language = self.order.language or detect_language(f"{title}\n{text}" if title else text)
        self.report.languages[language] += 1
        submission = Submission(
            process=self.order.process,
            text=text,
            title=title,
            language=language,
            area=self.area(row),
            location=self.point(row),
            channel=self.order.channel,
            origin_reference=self.reference(row),
            received_on=self.day(row),
            provenance={"row": row.number},
        )
        submission.content_hash = hash_of(submission)
        return submission

    def area(self, row: TableRow) -> Area | None:
        """Return the area that the cell names; unknown names are counted, or made when the order says so."""
        if not self.places["area"]:
            return None
        name = self.cell(row, "area")
        key = name.casefold()
        area = self.areas.get(key) or self.new_areas.get(key)
        if area is None and key not in NO_AREA:
            if self.order.create_areas:
                area = self.new_areas[key] = Area(slug=slugify(name)[:60] or uuid.uuid4().hex[:8], name={"fi": name})
            else:
                self.report.unknown_areas[name] += 1
        self.report.without_area += area is None
        return area

    def point(self, row: TableRow) -> dict[str, object] | None:
        """Return the place of a row, if its cells are filled."""
        latitude, longitude = self.cell(row, "latitude"), self.cell(row, "longitude")
        if not latitude or not longitude:
            return None
        point = tables.point_of(latitude, longitude)
        if point is None:
            self.fault(row, "latitude", "not_a_point", f"{latitude} {longitude}")
        return point

    def reference(self, row: TableRow) -> str:
        """Return the reference; one that comes again in the same file is numbered, so that no row is lost."""
        reference = self.cell(row, "reference")[:100]
        if not reference:
            return ""
        self.seen[reference] += 1
        if self.seen[reference] == 1:
            return reference
        self.report.repeated += 1
        return f"{reference} ({self.seen[reference]})"

    def day(self, row: TableRow) -> datetime.date:
        """Return the day received, today without a date."""
        written = self.cell(row, "date")
        if not written:
            return timezone.localdate()
        day = tables.day_of(written)
        if day is None:
            self.fault(row, "date", "not_a_date", written)
        elif day > timezone.localdate():
            self.fault(row, "date", "in_future", written)
        return day or timezone.localdate()


def hash_of(submission: Submission) -> str:
    """Return the hash of what residents wrote; the area by short name, as a new one has no id yet."""
    return content_hash(
        title=submission.title,
        text=submission.text,
        area=submission.area.slug if submission.area else "",
        location=submission.location,
    )


def import_submissions(table: Table, order: ImportOrder, *, by: Person | None) -> ImportReport:
    """Store one submission a row in one batch, announced once; raises ImportRefused when any row is faulty.

    Rows whose reference was imported before through the same channel are counted as known and left as they are.
    """
    reader = Reader(table, order)
    submissions = [reader.submission(row) for row in table.rows]
    if reader.faults:
        raise ImportRefused(reader.faults)
    return store_import(submissions, list(reader.new_areas.values()), order, reader.report, by=by)


@transaction.atomic
def store_import(
    submissions: Sequence[Submission],
    new_areas: Sequence[Area],
    order: ImportOrder,
    report: ImportReport,
    *,
    by: Person | None,
) -> ImportReport:
    """Store what is not known yet, with its first event, and announce it once."""
    known = known_references(order, [s.origin_reference for s in submissions if s.origin_reference])
    fresh = [s for s in submissions if not s.origin_reference or s.origin_reference not in known]
    report.known = len(submissions) - len(fresh)
    report.changed = sum(
        s.origin_reference in known and known[s.origin_reference] != s.content_hash for s in submissions
    )
    if not fresh:
        return report
    report.created_areas = add_areas(new_areas)
    for submission in fresh:
        submission.area = submission.area  # takes over the id of an area stored just now
    batch = report.batch = batch_of(order)
    report.added = len(fresh)
    for submission in fresh:
        submission.batch = batch
    Submission.objects.bulk_create(fresh, batch_size=CHUNK)
    SubmissionEvent.objects.bulk_create(
        [SubmissionEvent(submission=s, kind="received", to_state=s.state, by=by) for s in fresh], batch_size=CHUNK
    )
    add_audit_entry("import_submissions", batch, by=by, added=report.added, known=report.known)
    events.submissions_imported.send(sender=Submission, submission_ids=[s.pk for s in fresh], batch=batch)
    return report


def known_references(order: ImportOrder, references: Sequence[str]) -> dict[str, str]:
    """Return by reference the content hash of what was imported before."""
    rows = Submission.objects.filter(process=order.process, channel=order.channel)
    known: dict[str, str] = {}
    for start in range(0, len(references), CHUNK):
        part = rows.filter(origin_reference__in=references[start : start + CHUNK])
        known.update(part.values_list("origin_reference", "content_hash"))
    return known


def add_areas(areas: Iterable[Area]) -> int:
    """Store areas that the table names and the town did not have; returns how many."""
    taken = set(Area.objects.values_list("slug", flat=True))
    added = 0
    for area in areas:
        wanted, number = area.slug, 2
        while area.slug in taken:
            area.slug, number = f"{wanted[:56]}-{number}", number + 1
        taken.add(area.slug)
        area.save(force_insert=True)
        added += 1
    return added


def batch_of(order: ImportOrder) -> Batch:
    """Return the batch to add to: the one named, or a new one named after the day."""
    if order.batch:
        return Batch.objects.get_or_create(
            process=order.process, name=order.batch[:120], defaults={"channel": order.channel}
        )[0]
    wanted = _("Import %(day)s") % {"day": timezone.localdate().isoformat()}
    taken = set(Batch.objects.filter(process=order.process, name__startswith=wanted).values_list("name", flat=True))
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted} ({number})", number + 1
    return Batch.objects.create(process=order.process, name=name, channel=order.channel)
