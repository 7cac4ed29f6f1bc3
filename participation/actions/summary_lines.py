"""What a person does with a compiled summary: edit, move, leave out, add lines; approve and leave out quotes."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.logic.text import clean
from participation.models.people import Person
from participation.models.summaries import Quote, Summary, SummaryLine
from participation.queries.summary_documents import sections_in_order


def refuse_locked(summary: Summary) -> None:
    """Raise Conflict for a summary that is frozen or published: a new version can be compiled.

    The UPDATE changes nothing: it holds the row, so that nobody freezes or publishes before the change at hand is whole.
    """
    free = Summary.objects.filter(pk=summary.pk, frozen_at__isnull=True).exclude(state=Summary.State.PUBLISHED)
    if free.update(frozen_at=None) == 1:
        return
    raise Conflict(_("This version is frozen or published. Compile a new one to change it."), "locked")


@transaction.atomic
def edit_line(line: SummaryLine, texts: Mapping[str, str], *, by: Person) -> SummaryLine:
    """Give a sentence other words; it keeps what it rests on, and the words of the rules stay at hand."""
    refuse_locked(line.summary)
    line.texts = {code: clean(text) for code, text in texts.items() if clean(text)}
    if not line.texts:
        raise ParticipationError(_("Write the sentence in at least one language."), "empty")
    line.news = ""
    line.save(update_fields=["texts", "news"])
    add_audit_entry("edit_summary_line", line.summary, by=by, line=line.key)
    return line


@transaction.atomic
def restore_line(line: SummaryLine, *, by: Person) -> SummaryLine:
    """Take the words of the rules again."""
    refuse_locked(line.summary)
    if line.origin != SummaryLine.Origin.RULES:
        raise ParticipationError(_("Only what the rules made can be taken back."), "not_made")
    line.texts, line.news, line.is_removed = line.made, "", False
    line.save(update_fields=["texts", "news", "is_removed"])
    add_audit_entry("restore_summary_line", line.summary, by=by, line=line.key)
    return line


@transaction.atomic
def leave_out_line(line: SummaryLine, *, by: Person, back: bool = False) -> SummaryLine:
    """Leave a line out of the summary, or take it back; it stays out in later versions too."""
    refuse_locked(line.summary)
    line.is_removed = not back
    line.save(update_fields=["is_removed"])
    add_audit_entry("leave_out_summary_line", line.summary, by=by, line=line.key, back=back)
    return line


@transaction.atomic
def move_line(line: SummaryLine, step: int, *, by: Person) -> SummaryLine:
    """Change places with the neighbour above (-1) or below (1) in the same section; at the edge nothing happens."""
    refuse_locked(line.summary)
    beside = SummaryLine.objects.filter(summary=line.summary, section=line.section)
    if step < 0:
        other = beside.filter(place__lt=line.place).order_by("-place").first()
    else:
        other = beside.filter(place__gt=line.place).order_by("place").first()
    if other is not None:
        line.place, other.place = other.place, line.place
        SummaryLine.objects.bulk_update([line, other], ["place"])
        add_audit_entry("move_summary_line", line.summary, by=by, line=line.key)
    return line


@transaction.atomic
def move_section(summary: Summary, section: str, step: int, *, by: Person) -> Summary:
    """Move a whole section up (-1) or down (1) by one."""
    refuse_locked(summary)
    order = sections_in_order(summary, list(SummaryLine.objects.filter(summary=summary).only("section")))
    if section not in order:
        raise ParticipationError(_("There is no such section."), "unknown_section")
    place = order.index(section)
    other = min(max(place + (1 if step > 0 else -1), 0), len(order) - 1)
    order[place], order[other] = order[other], order[place]
    summary.section_order = order
    summary.save(update_fields=["section_order"])
    add_audit_entry("move_summary_section", summary, by=by, section=section)
    return summary


@transaction.atomic
def add_line(
    summary: Summary, section: str, texts: Mapping[str, str], *, by: Person, rests_like: str = "", note: str = ""
) -> SummaryLine:
    """Add a sentence of one's own; it says what it rests on: the sources of another line, or a source in words."""
    refuse_locked(summary)
    told = {code: clean(text) for code, text in texts.items() if clean(text)}
    if not told:
        raise ParticipationError(_("Write the sentence in at least one language."), "empty")
    pattern = SummaryLine.objects.filter(summary=summary, key=rests_like).first() if rests_like else None
    if pattern is None and not clean(note):
        raise ParticipationError(_("Say what the sentence rests on."), "no_source")
    last = SummaryLine.objects.filter(summary=summary).order_by("-place").first()
    line = SummaryLine.objects.create(
        summary=summary,
        key=f"{section}.own.{uuid.uuid4().hex[:12]}",
        section=section,
        kind="sentence",
        place=(last.place if last else 0) + 1,
        texts=told,
        where=pattern.where if pattern else [],
        by=pattern.by if pattern else [],
        rests=pattern.rests if pattern else {},
        note=clean(note)[:300],
        origin=SummaryLine.Origin.PERSON,
    )
    add_audit_entry("add_summary_line", summary, by=by, line=line.key)
    return line


@transaction.atomic
def approve_draft(line: SummaryLine, *, by: Person) -> SummaryLine:
    """Let a draft of the assistant stand in the summary."""
    refuse_locked(line.summary)
    line.approved_by, line.approved_at = by, timezone.now()
    line.save(update_fields=["approved_by", "approved_at"])
    add_audit_entry("approve_summary_draft", line.summary, by=by, line=line.key)
    return line


@transaction.atomic
def judge_quote(quote: Quote, *, approve: bool, by: Person) -> Quote:
    """Approve a quote, which a person has then read, or leave it out."""
    refuse_locked(quote.summary)
    quote.approved_by = by if approve else None
    quote.approved_at = timezone.now() if approve else None
    quote.is_left_out = not approve
    quote.save(update_fields=["approved_by", "approved_at", "is_left_out"])
    add_audit_entry("approve_quote" if approve else "leave_out_quote", quote.summary, by=by, reference=quote.reference)
    return quote


@transaction.atomic
def approve_quotes(summary: Summary, *, by: Person) -> int:
    """Approve all quotes that nobody has judged yet; returns how many."""
    refuse_locked(summary)
    waiting = Quote.objects.filter(summary=summary, approved_at__isnull=True, is_left_out=False)
    count = waiting.update(approved_by=by, approved_at=timezone.now())
    add_audit_entry("approve_quotes", summary, by=by, quotes=count)
    return count
