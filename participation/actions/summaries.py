"""Compiling summaries as versions: what people changed in the version before is kept, and what is new is marked."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.errors import ParticipationError
from participation.logic.summaries import Compiled, Material, Progress, compile_summary, fingerprint_of
from participation.logic.summary_builder import lines_of, tables_of
from participation.logic.summary_lines import Line, Part, Table, sources_in
from participation.logic.summary_words import ORDER
from participation.models.jobs import Job
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.summaries import Quote, Summary, SummaryLedger, SummaryLine
from participation.queries.summaries import COMPILE_JOB, material_of, parts_of, scope_name_of
from participation.queries.summary_sources import ledger_rows


@dataclass(frozen=True)
class Outcome:
    """The summary that stands now, and whether it was made just now."""

    summary: Summary
    new: bool


@dataclass(frozen=True)
class Draft:
    """Everything of a new version before it is stored."""

    compiled: Compiled
    tables: Mapping[str, Table]
    lines: Sequence[Line]
    ledger: Sequence[Mapping[str, object]]
    parts: Sequence[Part]


def compile_new_summary(
    process: Process, scope: str = "", *, by: Person | None, progress: Progress = lambda _share: None
) -> Outcome:
    """Compile the summary of a process or of one part of it; unchanged sources give no new version."""
    scope_name = scope_name_of(process, scope)
    if scope_name is None:
        raise unknown_part(scope)
    material, parts = material_of(process, scope), parts_of(process, scope)
    progress(10)
    fingerprint = fingerprint_with(material, parts)
    newest = newest_version(process, scope)
    if newest is not None and newest.fingerprint == fingerprint:
        return Outcome(newest, new=False)
    draft = draft_of(material, parts, progress)
    progress(95)
    summary = Summary(
        process=process, scope=scope, scope_name=dict(scope_name), fingerprint=fingerprint, compiled_by=by
    )
    return store_summary(summary, draft, by=by)


def unknown_part(scope: str) -> ParticipationError:
    """Return the refusal of a part that there is not."""
    if ":" in scope:
        return ParticipationError(_("There is no such part of the process."), "unknown_part")
    return ParticipationError(_("There is no working group %(code)s.") % {"code": scope}, "unknown_group")


def newest_version(process: Process, scope: str) -> Summary | None:
    """Return the version compiled last."""
    return Summary.objects.filter(process=process, scope=scope).order_by("-number").first()


def fingerprint_with(material: Material, parts: Sequence[Part]) -> str:
    """Return the SHA-256 of everything that goes in, what others add included."""
    added = json.dumps([asdict(part) for part in parts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{fingerprint_of(material)} {added}".encode()).hexdigest()


def draft_of(material: Material, parts: Sequence[Part], progress: Progress = lambda _share: None) -> Draft:
    """Return the tables, lines and ledger of a new version; the same material gives the same draft."""
    compiled = compile_summary(material, progress)
    tables = tables_of(material, compiled, parts)
    return Draft(compiled, tables, lines_of(material, compiled, tables, parts), ledger_rows(material, parts), parts)


@transaction.atomic
def store_summary(summary: Summary, draft: Draft, *, by: Person | None) -> Outcome:
    """Store a draft as the next version, unless the newest one has the same sources by now."""
    newest = newest_version(summary.process, summary.scope)
    if newest is not None and newest.fingerprint == summary.fingerprint:
        return Outcome(newest, new=False)
    versions = Summary.objects.filter(process=summary.process, scope=summary.scope)
    summary.number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    summary.content = draft.compiled.content.as_json()
    summary.content["titles"] = {part.section: dict(part.title) for part in draft.parts}
    summary.tables = json.loads(json.dumps({key: asdict(table) for key, table in draft.tables.items()}))
    summary.section_order = newest.section_order if newest else list(ORDER)
    summary.save(force_insert=True)
    SummaryLedger.objects.create(summary=summary, rows=list(draft.ledger))
    store_lines(summary, draft, newest)
    store_quotes(summary, draft.compiled, newest)
    add_audit_entry("compile_summary", summary, by=by, number=summary.number, scope=summary.scope)
    return Outcome(summary, new=True)


def store_lines(summary: Summary, draft: Draft, newest: Summary | None) -> None:
    """Store the lines that rest on something in their order, with what a person changed, left out or added before."""
    older = {line.key: line for line in SummaryLine.objects.filter(summary=newest)} if newest else {}
    made = [fresh_line(summary, line, draft) for line in draft.lines]
    lines = {line.key: line for line in made if line.rests}
    for key, line in lines.items():
        if key in older:
            keep_edit(line, older[key])
        elif older:
            line.news = "new"
    for key, old in older.items():
        if old.origin != SummaryLine.Origin.RULES and key not in lines:
            lines[key] = carried_line(summary, old)
    for place, key in enumerate(order_kept(list(lines), list(older))):
        lines[key].place = place
    SummaryLine.objects.bulk_create(sorted(lines.values(), key=lambda line: line.place), batch_size=200)


def fresh_line(summary: Summary, line: Line, draft: Draft) -> SummaryLine:
    """Return a line as the rules made it."""
    rests: dict[str, int] = {}
    for row in sources_in(draft.ledger, line.where):
        rests[str(row["of"])] = rests.get(str(row["of"]), 0) + 1
    told = line.as_json()
    return SummaryLine(
        summary=summary, key=line.key, section=line.section, kind=line.kind, texts=told["texts"], made=told["texts"],
        cells=told["cells"], where=told["where"], by=told["by"], table=line.table, rests=rests, place=0,
    )  # fmt: skip


def carried_line(summary: Summary, old: SummaryLine) -> SummaryLine:
    """Return what a person or the assistant wrote in the version before, for the next one."""
    names = (
        "key",
        "section",
        "kind",
        "texts",
        "cells",
        "where",
        "by",
        "rests",
        "table",
        "note",
        "origin",
        "is_removed",
    )
    kept = {name: getattr(old, name) for name in (*names, "approved_by_id", "approved_at")}
    return SummaryLine(summary=summary, place=0, **kept)


def keep_edit(line: SummaryLine, old: SummaryLine) -> None:
    """Carry over what a person did to a line; a conflict is marked where the rules now say something else."""
    differs = old.made != line.made or old.cells != line.cells
    line.is_removed = old.is_removed
    if old.is_edited:
        line.texts = old.texts
        line.news = "conflict" if differs else ""
    elif differs:
        line.news = "changed"


def order_kept(keys: Sequence[str], older: Sequence[str]) -> list[str]:
    """Return keys in the order of the version before; each new one stands after its neighbour in the order of the rules."""
    order = [key for key in older if key in set(keys)]
    for place, key in enumerate(keys):
        if key not in order:
            before = next((one for one in reversed(keys[:place]) if one in order), None)
            order.insert(order.index(before) + 1 if before else 0, key)
    return order


def store_quotes(summary: Summary, compiled: Compiled, newest: Summary | None) -> None:
    """Store the quotes; what a person approved or left out before stays so while the words are the same."""
    older = {(one.section, one.reference): one for one in Quote.objects.filter(summary=newest)} if newest else {}
    rows = []
    for place, line in enumerate(compiled.quotes):
        row = Quote(summary=summary, order=place, **asdict(line))
        old = older.get((line.section, line.reference))
        if old and old.excerpt == line.excerpt:
            row.approved_by, row.approved_at, row.is_left_out = old.approved_by, old.approved_at, old.is_left_out
        rows.append(row)
    Quote.objects.bulk_create(rows, batch_size=500)


@transaction.atomic
def order_summary(process: Process, scope: str = "", *, by: Person) -> Job:
    """Promise to compile a summary in the background; an order that waits already is not doubled."""
    if scope_name_of(process, scope) is None:
        raise unknown_part(scope)
    reference = f"{process.pk}:{by.pk}:{scope}"
    waiting = Job.objects.pending().filter(kind=COMPILE_JOB, reference=reference, attempts=0).first()
    return waiting or add_job(COMPILE_JOB, reference)


def compile_ordered_summary(reference: str) -> Outcome:
    """Compile the summary that a job's reference "process:person:scope" orders, noting on the job how far it is."""
    process, person, scope = reference.split(":", 2)
    jobs = Job.objects.pending().filter(kind=COMPILE_JOB, reference=reference)

    def note(share: int) -> None:
        jobs.update(progress=share)

    by = Person.objects.filter(pk=person).first()
    return compile_new_summary(Process.objects.get(pk=process), scope, by=by, progress=note)
