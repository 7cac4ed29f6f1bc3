"""Paper batches as the desk shows them: reconciliation, error rate of keying, what waits, what was noted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import get_language

from participation.logic.text import pick
from participation.models.people import Anonymous, Person
from surveys.logic.paper.fields import Field, all_fields, lettered, numbers_of
from surveys.models.kiosks import Kiosk
from surveys.models.paper import PaperBatch, Scan, ScanPage, Sheet, SheetEntry, SheetNote
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of

CONFIDENCE = 1.959964  # of 95 %


@dataclass(frozen=True)
class Reconciliation:
    """Printed = keyed + void + missing; keyed are the counted ones and those that wait."""

    printed: int
    accepted: int
    waiting: int
    void: int
    missing: int
    out: int

    @property
    def keyed(self) -> int:
        """How many were keyed."""
        return self.accepted + self.waiting

    @property
    def balanced(self) -> bool:
        """Tell whether every printed form is accounted for."""
        return self.printed == self.keyed + self.void + self.missing


@dataclass(frozen=True)
class ErrorRate:
    """In how many fields two clerks differed, with a 95 % interval (Wilson)."""

    sheets: int
    fields: int
    differing: int

    @property
    def share(self) -> float | None:
        """The share of fields that differed."""
        return self.differing / self.fields if self.fields else None

    @property
    def hundredths(self) -> dict[str, float]:
        """Share and interval in percent, for pages."""
        low, high = self.interval or (0.0, 1.0)
        return {"share": 100 * (self.share or 0), "low": 100 * low, "high": 100 * high}

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval in which the true share lies at 95 %."""
        return wilson(self.differing, self.fields) if self.fields else None


@dataclass(frozen=True)
class BatchLine:
    """A batch with its figures."""

    batch: PaperBatch
    counts: Reconciliation
    errors: ErrorRate


@dataclass(frozen=True)
class Unfinished:
    """What the closing of a survey would cut off: nothing of it can be kept afterwards."""

    batches: int = 0
    out: int = 0
    keyed: int = 0
    scans: int = 0
    devices: int = 0
    on_devices: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything waits."""
        return bool(self.batches or self.scans or self.on_devices)


def unfinished_of(survey: Survey) -> Unfinished:
    """Return what of a survey still waits: open batches with their forms, scans to approve, answers on devices."""
    sheets = Sheet.objects.filter(batch__survey=survey, batch__closed_on=None)
    forms = sheets.aggregate(
        batches=Count("batch", distinct=True),
        out=Count("pk", filter=Q(state=Sheet.State.OUT)),
        keyed=Count("pk", filter=Q(state=Sheet.State.KEYED)),
    )
    unread = Scan.objects.filter(survey=survey, state=Scan.State.WAITING).count()
    pages = ScanPage.objects.filter(Q(sheet=None) | Q(sheet__state=Sheet.State.OUT), scan__survey=survey).count()
    silent = Kiosk.objects.filter(surveys=survey, waiting__gt=0).aggregate(devices=Count("pk"), n=Sum("waiting"))
    return Unfinished(**forms, scans=unread + pages, devices=silent["devices"], on_devices=silent["n"] or 0)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the Wilson score interval of a share."""
    z2 = CONFIDENCE**2
    middle = (hits + z2 / 2) / (n + z2)
    half = CONFIDENCE / (n + z2) * math.sqrt(hits * (n - hits) / n + z2 / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def lines_of(batches: Sequence[PaperBatch]) -> list[BatchLine]:
    """Return batches with their figures, in one query."""
    rows = Sheet.objects.filter(batch__in=batches).order_by().values("batch")
    counted = {
        row["batch"]: row
        for row in rows.annotate(
            **{state: Count("pk", filter=Q(state=state)) for state in Sheet.State.values},
            twice=Count("pk", filter=Q(compared__isnull=False)),
            fields=Sum("compared"),
            wrong=Sum("differing"),
        )
    }
    return [line_of(batch, counted.get(batch.pk, {})) for batch in batches]


def line_of(batch: PaperBatch, row: Mapping[str, Any]) -> BatchLine:
    """Return a batch with its figures."""
    n = {state: row.get(state, 0) for state in Sheet.State.values}
    counts = Reconciliation(batch.size, n["accepted"], n["keyed"], n["void"], n["missing"], n["out"])
    return BatchLine(batch, counts, ErrorRate(row.get("twice", 0), row.get("fields") or 0, row.get("wrong") or 0))


def reconciliation_of(batch: PaperBatch) -> Reconciliation:
    """Return how the printed forms of a batch are accounted for."""
    return lines_of([batch])[0].counts


def batches_of(survey: Survey) -> list[BatchLine]:
    """Return the batches of a survey, the newest first."""
    rows = PaperBatch.objects.filter(survey=survey).select_related("survey", "batch", "version").order_by("-pk")
    return lines_of(list(rows))


def batches_to_key(person: Person | Anonymous) -> QuerySet[PaperBatch]:
    """Return the open batches that this person can key in, of surveys that take answers."""
    rows = PaperBatch.objects.keyed_by(person).filter(closed_on=None, survey__state=Survey.State.OPEN)
    return rows.select_related("batch", "version", "survey__process").order_by("-pk")


def desk_batches_of(person: Person | Anonymous) -> QuerySet[PaperBatch]:
    """Return every batch that this person may see."""
    return PaperBatch.objects.keyed_by(person).select_related("batch", "version", "survey__process")


def waiting_of(batch: PaperBatch, person: Person) -> list[dict[str, Any]]:
    """Return the keyed sheets that wait, each with what for and whether this person can do it."""
    entries: dict[int, list[SheetEntry]] = {}
    rows = list(Sheet.objects.filter(batch=batch, state=Sheet.State.KEYED))
    for entry in SheetEntry.objects.filter(sheet__in=rows).order_by("round"):
        entries.setdefault(entry.sheet_id, []).append(entry)
    hands = set(SheetNote.objects.filter(batch=batch, is_open=True).values_list("sheet", flat=True))
    found = []
    for sheet in rows:
        own = entries.get(sheet.pk, [])
        if sheet.in_sample and len(own) < 2:
            found.append({"sheet": sheet, "why": "second", "mine": bool(own) and own[0].by_id == person.pk})
        elif sheet.pk in hands:
            found.append({"sheet": sheet, "why": "hand", "mine": False})
        else:
            found.append({"sheet": sheet, "why": "differs", "mine": False})
    return found


def field_words(batch: PaperBatch) -> dict[str, str]:
    """Return what each field is called on the form, e.g. "5c Row words", in the language of the desk."""
    document, language = document_of(batch.version), get_language() or "fi"
    numbers, words = numbers_of(document), {}
    for name, one in all_fields(document).items():
        question = document.by_name[one.question]
        part = part_words(one, question, language)
        words[name] = f"{numbers[one.question]}{part[0]} {part[1] or pick(question.label, language)[0]}".strip()
    return words


def part_words(one: Field, question: Any, language: str) -> tuple[str, str]:
    """Return the letter and the words of a field that is a part of its question."""
    if not one.part:
        return ".", ""
    things = question.rows or question.choices
    for letter, value in lettered(things):
        if value == one.part:
            label = next(thing.label for thing in things if thing.value == value)
            return letter, pick(label, language)[0]
    return f".{one.part}", ""


def notes_of(batch: PaperBatch) -> list[dict[str, Any]]:
    """Return what was noted in a batch, questions about a hand first, each with the words of its field."""
    words = field_words(batch)
    document = document_of(batch.version)
    numbers = numbers_of(document)
    rows = SheetNote.objects.filter(batch=batch).select_related("sheet").order_by("-is_open", "pk")
    return [
        {
            "note": note,
            "field": words.get(note.field) or f"{numbers.get(note.field, '')}. {note.field}",
        }
        for note in rows
    ]
