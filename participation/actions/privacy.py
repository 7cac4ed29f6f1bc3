"""Erasure on request, and retention: what is kept too long is erased by itself."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from participation import events
from participation.actions.audit import add_audit_entry
from participation.actions.follows import drop_unconfirmed
from participation.actions.jobs import add_job
from participation.actions.submissions import move_submission
from participation.extension_points import personal_data
from participation.gateways import uploads
from participation.logic import submissions as rules
from participation.logic.retention import ERASED, months_before
from participation.models.audit import AuditEntry
from participation.models.jobs import Job
from participation.models.notifications import Follow, Notification
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.receipts import JourneyEntry, Receipt
from participation.models.search import SearchText
from participation.models.submissions import Submission
from participation.models.summaries import AssistantCall, Quote

PURGE_JOB = "participation.purge_expired"
JOB_DAYS = 30
NOTIFICATION_DAYS = 90
UPLOAD_DAYS = 1


@transaction.atomic
def forget_receipt(receipt: Receipt, *, by: Person | None) -> int:
    """Erase everything that hangs on a receipt, in every app, and the receipt itself; returns how many things.

    The words, the place and left addresses disappear; that there was a contribution stays, so that counts stay true.
    """
    erased = sum(part.forget_receipt(receipt) for part in personal_data)
    add_audit_entry("forget_receipt", receipt, by=by, erased=erased)
    receipt.delete()
    return erased


def forget_submission(submission: Submission) -> None:
    """Erase one contribution in every app; one that was not yet answered counts as withdrawn."""
    if rules.may_move(submission.state, rules.WITHDRAWN):
        move_submission(submission, rules.WITHDRAWN, by=None, kind="erased")
        events.submission_withdrawn.send(sender=Submission, submission=submission)
    for part in personal_data:
        part.forget_submission(submission)


@transaction.atomic
def promise_purge(*, now: datetime.datetime | None = None) -> bool:
    """Promise today's erasing of what is kept too long; tells whether it was not promised yet."""
    today = timezone.localdate(now).isoformat()
    if Job.objects.filter(kind=PURGE_JOB, reference=today).exists():
        return False
    add_job(PURGE_JOB, today)
    return True


@transaction.atomic
def purge_expired(*, now: datetime.datetime | None = None) -> dict[str, int]:
    """Erase what has been kept long enough; returns how many of each. Safe to repeat."""
    moment = now or timezone.now()
    notified = timezone.localdate(moment) - datetime.timedelta(days=NOTIFICATION_DAYS)
    ended = [Process.State.CLOSED, Process.State.ARCHIVED]
    counts = {
        "addresses": rows(Follow.objects.filter(submission__process__state__in=ended).delete(), "Follow")
        + drop_unconfirmed(timezone.localdate(moment)),
        "jobs": rows(Job.objects.filter(done_at__lt=moment - datetime.timedelta(days=JOB_DAYS)).delete(), "Job"),
        "messages": rows(
            Notification.objects.exclude(state=Notification.State.WAITING).filter(created_on__lt=notified).delete(),
            "Notification",
        ),
        "texts": purge_texts(timezone.localdate(moment)),
        "uploads": uploads.drop_old_uploads(moment - datetime.timedelta(days=UPLOAD_DAYS)),
    }
    if any(counts.values()):
        AuditEntry.objects.create(verb="purge_expired", subject_type="installation", subject_id="", data=counts)
    return counts


def purge_texts(today: datetime.date) -> int:
    """Erase the words of contributions that are older than their process keeps them; returns how many."""
    count = 0
    for process in Process.objects.all():
        limit = months_before(today, process.retention_months)
        old = Submission.objects.for_process(process).filter(received_on__lt=limit).exclude(text=ERASED)
        for submission in old.iterator(chunk_size=500):
            outlive(submission)
            count += 1
    return count


def outlive(submission: Submission) -> None:
    """Erase the words of a contribution and keep its journey without any: the receipt still shows what became of it."""
    stages = list(JourneyEntry.objects.filter(submission=submission).order_by("pk"))
    receipt = submission.receipt_id
    for part in personal_data:
        part.forget_submission(submission)
    Submission.objects.filter(pk=submission.pk).update(receipt=receipt)
    for stage in stages:
        stage.text = {}  # an answer may quote what it answers
    JourneyEntry.objects.bulk_create(stages)


def forget_quotes(submission: Submission) -> None:
    """Delete the quotes of a contribution, and what a language model was sent and answered where one of them was in it."""
    for quote in Quote.objects.filter(reference=str(submission.pk)):
        for call in AssistantCall.objects.filter(summary_id=quote.summary_id):
            if quote.excerpt in json.dumps([call.sent, call.answer], ensure_ascii=False):
                AssistantCall.objects.filter(pk=call.pk).update(sent=[], answer="")
        quote.delete()


def rows(deleted: tuple[int, Mapping[str, int]], model: str) -> int:
    """Return how many rows of one model a deletion took, without those that went with them."""
    return deleted[1].get(f"participation.{model}", 0)


class ContributionsPrivacy:
    """What the ground floor keeps about people: words and addresses of residents, accounts and deeds of staff."""

    key = "participation.contributions"
    order = 10

    def export_person(self, person: Person) -> Mapping[str, Any]:
        """Return the account of a staff member and what they did."""
        deeds = AuditEntry.objects.filter(by=person).order_by("pk").values_list("at", "verb", "subject_type")
        return {
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "joined_on": person.joined_on.isoformat(),
            "deeds": [{"at": at.isoformat(), "verb": verb, "subject": subject} for at, verb, subject in deeds],
        }

    def forget_submission(self, submission: Submission) -> None:
        """Erase the words, the place, the journey's way back, quotes of it and addresses left for it."""
        Follow.objects.filter(submission=submission).delete()
        forget_quotes(submission)
        SearchText.objects.filter(submission=submission).delete()
        Submission.objects.filter(pk=submission.pk).update(
            text=ERASED, title="", location=None, source_key=None, content_hash="", receipt=None
        )
        JourneyEntry.objects.filter(submission=submission).delete()

    def forget_receipt(self, receipt: Receipt) -> int:
        """Erase the contributions that have this receipt."""
        submissions = list(Submission.objects.filter(receipt=receipt))
        for submission in submissions:
            forget_submission(submission)
        return len(submissions)
