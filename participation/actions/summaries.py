"""Compiling summaries as versions, and publishing them."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.errors import Conflict, ParticipationError
from participation.logic.summaries import Compiled, compile_summary, fingerprint_of
from participation.models.jobs import Job
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.summaries import Quote, Summary
from participation.queries.summaries import COMPILE_JOB, material_of, scope_name_of


@dataclass(frozen=True)
class Outcome:
    """The summary that stands now, and whether it was made just now."""

    summary: Summary
    new: bool


def compile_new_summary(process: Process, scope: str = "", *, by: Person | None) -> Outcome:
    """Compile the summary of a process or of one group's part; unchanged sources give no new version."""
    scope_name = scope_name_of(process, scope)
    if scope_name is None:
        raise ParticipationError(_("There is no working group %(code)s.") % {"code": scope}, "unknown_group")
    material = material_of(process, scope)
    fingerprint = fingerprint_of(material)
    newest = Summary.objects.filter(process=process, scope=scope).order_by("-number").first()
    if newest is not None and newest.fingerprint == fingerprint:
        return Outcome(newest, new=False)
    compiled = compile_summary(material)
    summary = Summary(
        process=process, scope=scope, scope_name=dict(scope_name), fingerprint=fingerprint, compiled_by=by
    )
    return store_summary(summary, compiled, by=by)


@transaction.atomic
def store_summary(summary: Summary, compiled: Compiled, *, by: Person | None) -> Outcome:
    """Store a compiled summary as the next version, unless the newest one has the same sources by now."""
    versions = Summary.objects.filter(process=summary.process, scope=summary.scope)
    newest = versions.order_by("-number").first()
    if newest is not None and newest.fingerprint == summary.fingerprint:
        return Outcome(newest, new=False)
    summary.number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    summary.content = compiled.content.as_json()
    summary.save(force_insert=True)
    Quote.objects.bulk_create(
        [
            Quote(
                summary=summary,
                section=line.section,
                source=line.source,
                reference=line.reference,
                excerpt=line.excerpt,
                language=line.language,
                order=place,
            )
            for place, line in enumerate(compiled.quotes)
        ],
        batch_size=500,
    )
    add_audit_entry("compile_summary", summary, by=by, number=summary.number, scope=summary.scope)
    return Outcome(summary, new=True)


@transaction.atomic
def order_summary(process: Process, scope: str = "", *, by: Person) -> Job:
    """Promise to compile a summary in the background; an order that waits already is not doubled."""
    if scope_name_of(process, scope) is None:
        raise ParticipationError(_("There is no working group %(code)s.") % {"code": scope}, "unknown_group")
    reference = f"{process.pk}:{by.pk}:{scope}"
    waiting = Job.objects.pending().filter(kind=COMPILE_JOB, reference=reference, attempts=0).first()
    return waiting or add_job(COMPILE_JOB, reference)


def compile_ordered_summary(reference: str) -> Outcome:
    """Compile the summary that a job's reference "process:person:scope" orders."""
    process, person, scope = reference.split(":", 2)
    by = Person.objects.filter(pk=person).first()
    return compile_new_summary(Process.objects.get(pk=process), scope, by=by)


@transaction.atomic
def publish_summary(summary: Summary, *, by: Person) -> Summary:
    """Let everybody read a summary; raises Conflict if it is published already."""
    drafts = Summary.objects.filter(pk=summary.pk, state=Summary.State.DRAFT)
    if drafts.update(state=Summary.State.PUBLISHED, published_at=timezone.now()) != 1:
        raise Conflict(_("This summary is published already."), current={"state": Summary.State.PUBLISHED.value})
    summary.refresh_from_db(fields=["state", "published_at"])
    add_audit_entry("publish_summary", summary, by=by, number=summary.number)
    return summary
