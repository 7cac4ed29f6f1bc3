"""Who may read a summary: internal, shared with working groups, published with or without embargo; frozen for a meeting."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import events
from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.models.people import Person
from participation.models.summaries import Quote, Summary, SummaryLine
from participation.queries.summary_documents import sealed


@transaction.atomic
def share_summary(summary: Summary, *, by: Person) -> Summary:
    """Let members of the working groups read a draft; raises Conflict if it is shared or published already."""
    drafts = Summary.objects.filter(pk=summary.pk, state=Summary.State.DRAFT)
    if drafts.update(state=Summary.State.GROUP) != 1:
        raise Conflict(_("This summary is shared already."), current={"state": summary.state})
    summary.refresh_from_db(fields=["state"])
    add_audit_entry("share_summary", summary, by=by, number=summary.number)
    return summary


@transaction.atomic
def publish_summary(summary: Summary, *, by: Person, embargo_until: datetime.datetime | None = None) -> Summary:
    """Let everybody read a summary, at once or when the embargo ends; raises Conflict if it is published already."""
    now = timezone.now()
    if embargo_until is not None and embargo_until <= now:
        raise ParticipationError(_("The embargo must end in the future."), "past")
    internal = Summary.objects.filter(pk=summary.pk).exclude(state=Summary.State.PUBLISHED)
    changes = {"state": Summary.State.PUBLISHED, "published_at": now, "embargo_until": embargo_until}
    if internal.update(**changes) != 1:
        raise Conflict(_("This summary is published already."), current={"state": Summary.State.PUBLISHED.value})
    summary.refresh_from_db(fields=list(changes))
    embargo = embargo_until.isoformat() if embargo_until else ""
    add_audit_entry("publish_summary", summary, by=by, number=summary.number, embargo=embargo)
    events.summary_published.send(sender=Summary, summary=summary)
    return summary


@transaction.atomic
def freeze_summary(summary: Summary, meeting: str, *, by: Person) -> Summary:
    """Freeze a version for a meeting: nothing in it changes any more, and its seal is printed on every page."""
    if not meeting.strip():
        raise ParticipationError(_("Name the meeting."), "no_meeting")
    told = {"frozen_at": timezone.now(), "frozen_for": meeting.strip()[:200]}
    if Summary.objects.filter(pk=summary.pk, frozen_at__isnull=True).update(**told) != 1:
        raise Conflict(_("This version is frozen already."), "frozen")
    summary.refresh_from_db(fields=[*told, "section_order"])
    summary.seal = sealed(summary)  # read after the UPDATE: no edit can come in between
    summary.save(update_fields=["seal"])
    add_audit_entry("freeze_summary", summary, by=by, number=summary.number, seal=summary.seal)
    return summary


def waiting_for_approval(summary: Summary) -> dict[str, int]:
    """Return how many quotes and drafts nobody has approved: readers will not see them."""
    quotes = Quote.objects.filter(summary=summary, approved_at__isnull=True, is_left_out=False)
    drafts = SummaryLine.objects.filter(summary=summary, origin="assistant", approved_at__isnull=True, is_removed=False)
    return {"quotes": quotes.count(), "drafts": drafts.count()}
