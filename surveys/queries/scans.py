"""The scan inbox as the desk shows it, and what a scan proposes for a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.logic.paper.fields import TICKED, all_fields
from surveys.logic.paper.keying import typed_ticks
from surveys.models.paper import PaperBatch, Scan, ScanPage, Sheet
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of

AROUND = 3.0  # millimetres of paper around a cut-out
BESIDE = 75.0  # of words beside a tick box


@dataclass
class Inbox:
    """Files, the sheets with pages to approve, and pages without a sheet."""

    files: list[Scan]
    sheets: list[dict[str, Any]]
    lost: list[ScanPage]


@dataclass
class Proposal:
    """What a scan proposes for a sheet: typed letters, fields to look at, the page that shows each field."""

    typed: dict[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    pages: dict[str, ScanPage] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)


def inbox_of(survey: Survey) -> Inbox:
    """Return what lies in the inbox of a survey, in three queries."""
    files = list(Scan.objects.filter(survey=survey))
    pages = list(
        ScanPage.objects.filter(scan__in=files)
        .select_related("sheet__batch__batch", "scan")
        .order_by("sheet__number", "page")
    )
    sheets: dict[int, dict[str, Any]] = {}
    for page in pages:
        if page.sheet and page.sheet.state == Sheet.State.OUT:
            line = sheets.setdefault(page.sheet.pk, {"sheet": page.sheet, "pages": set(), "unsure": 0})
            line["pages"].add(page.page)
            line["unsure"] += sum(bool(read["unsure"]) for read in page.reading.values())
    for line in sheets.values():
        line["found"], line["last"] = len(line["pages"]), line["sheet"].batch.layout["last"]
    return Inbox(files, list(sheets.values()), [page for page in pages if page.sheet is None])


def scanned_of(batch: PaperBatch) -> list[int]:
    """Return the numbers of the sheets of a batch that were scanned and wait to be approved."""
    pages = ScanPage.objects.filter(sheet__batch=batch, sheet__state=Sheet.State.OUT)
    return sorted(set(pages.order_by().values_list("sheet__number", flat=True)))


def proposal_of(sheet: Sheet) -> Proposal | None:
    """Return what the scans propose for a sheet, nothing without any."""
    pages = {page.page: page for page in ScanPage.objects.filter(sheet=sheet).order_by("pk")}
    if not pages:
        return None
    fields, proposal = all_fields(document_of(sheet.batch.version)), Proposal()
    shown = {box[1]: pages[box[0]] for box in reversed(sheet.batch.layout["boxes"]) if box[0] in pages}
    for page in pages.values():
        add_ticks(proposal, fields, page.reading)
    proposal.pages = shown
    proposal.missing = sorted({box[0] for box in sheet.batch.layout["boxes"]} - set(pages))
    return proposal


def add_ticks(proposal: Proposal, fields: Mapping[str, Any], reading: Mapping[str, Any]) -> None:
    """Add the ticks of one page; a field split over two pages gets both. What is unsure is left to the person."""
    for name, read in reading.items():
        if name not in fields or fields[name].mode not in TICKED:
            continue
        if read["unsure"]:
            proposal.unsure.add(name)
        letters = [*fields[name].letters] if not read["ticked"] else read["ticked"]
        if read["ticked"]:
            before = proposal.typed.get(name, "")
            proposal.typed[name] = typed_ticks(fields[name], [*letters, *before.split(), *before])
    for name in proposal.unsure:
        proposal.typed.pop(name, None)


def place_of(page: ScanPage, name: str) -> tuple[float, float, float, float] | None:
    """Return where on its page a field is, in millimetres, with some paper around it."""
    if page.sheet is None:
        return None
    boxes = [box for box in page.sheet.batch.layout["boxes"] if box[0] == page.page and box[1] == name]
    if not boxes:
        return None
    left, top = min(box[3] for box in boxes) - AROUND, min(box[4] for box in boxes) - AROUND
    beside = BESIDE if len(boxes) < 40 and boxes[0][2] else 0.0
    right = max(box[3] + box[5] for box in boxes) + AROUND + beside
    lower = max(box[4] + box[6] for box in boxes) + AROUND
    return max(0.0, left), max(0.0, top), min(210.0, right) - max(0.0, left), lower - max(0.0, top)
