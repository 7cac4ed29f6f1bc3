"""Erasure on request, and retention: what is kept too long is erased by itself."""

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import events
from participation.actions.audit import add_audit_entry, add_residents_entry
from participation.actions.erasure_notes import PERSON, RECEIPT, note_erasure, person_key
from participation.actions.follows import drop_unconfirmed
from participation.actions.jobs import add_job
from participation.actions.submissions import move_submission
from participation.actions.walls import touch
from participation.actions.webhook_news import tell_withdrawn
from participation.actions.webhooks import drop_old_deliveries
from participation.errors import ParticipationError
from participation.extension_points import personal_data
from participation.gateways import accounts, mail, uploads
from participation.logic import submissions as rules
from participation.logic.retention import ERASED
from participation.models.audit import AuditEntry
from participation.models.invitations import Invitation
from participation.models.jobs import Job
from participation.models.notifications import Follow, Notification, Preference, QuietHours
from participation.models.people import ApiToken, Person, Role
from participation.models.privacy import DeletionRecord
from participation.models.processes import Process
from participation.models.receipts import JourneyEntry, Receipt
from participation.models.search import SearchText
from participation.models.submissions import Submission
from participation.models.summaries import AssistantCall, Quote, Summary
from participation.models.walls import WorkshopNote

PURGE_JOB = "participation.purge_expired"
INSTALLATION, ON_REQUEST = "participation.installation", "participation.request"
JOB_DAYS = 30
WEBHOOK_DAYS = 30
MAIL_DAYS = 30
NOTIFICATION_DAYS = 90
UPLOAD_DAYS = 1


@transaction.atomic
def forget_receipt(receipt: Receipt, *, by: Person | None) -> int:
    """Erase everything that hangs on a receipt, in every app, and the receipt itself; returns how many things.

    The words, the place and left addresses disappear; that there was a contribution stays, so that counts stay true.
    """
    note_erasure(RECEIPT, receipt.pk)
    erased = {part.key: part.forget_receipt(receipt) for part in personal_data}
    note_deed("forget_receipt", receipt, by=by, erased=sum(erased.values()))
    record_request(erased, receipt.process)
    receipt.delete()
    return sum(erased.values())


def note_deed(verb: str, receipt: Receipt, *, by: Person | None, **data: object) -> None:
    """Note what was done with a receipt: by staff exactly, by its owner as little as owners are known."""
    if by:
        add_audit_entry(verb, receipt, by=by, **data)
    else:
        add_residents_entry(verb, receipt.process_id, **data)


def record_request(erased: Mapping[str, int], process: Process | None) -> DeletionRecord:
    """Keep the proof that somebody's data was erased because they asked."""
    counts = {key: n for key, n in erased.items() if n}
    return DeletionRecord.objects.create(
        process=process, kind=ON_REQUEST, counts=counts, reason=DeletionRecord.Reason.REQUEST
    )


def export_receipt(receipt: Receipt, *, by: Person | None) -> dict[str, Any]:
    """Return everything kept that hangs on a receipt, as a document for machines; notes that it was taken."""
    note_deed("export_receipt", receipt, by=by)
    about = {"kind": receipt.kind, "process": receipt.process.slug, "received_on": receipt.received_on.isoformat()}
    parts = {part.key: dict(part.export_receipt(receipt)) for part in personal_data}
    return {"format": 1, "receipt": about, **{key: part for key, part in parts.items() if part}}


def export_person(person: Person, *, by: Person) -> dict[str, Any]:
    """Return everything kept about a staff member, as a document for machines; notes that it was taken."""
    add_audit_entry("export_person", person, by=by)
    parts = {part.key: dict(part.export_person(person)) for part in personal_data}
    return {"format": 1, **{key: part for key, part in parts.items() if part}}


@transaction.atomic
def forget_person(person: Person, *, by: Person | None) -> int:
    """Close an account for good: name, address, ways to sign in, roles and messages go; deeds keep only its number.

    What the person decided stays a decision of the town, by somebody who has left. Raises ParticipationError for the
    own account: so one administrator always remains.
    """
    if by and person.pk == by.pk:
        raise ParticipationError(_("Ask another administrator to erase your own account."), "own_account")
    note_erasure(PERSON, person_key(person))
    erased = {part.key: part.forget_person(person) for part in personal_data}
    add_audit_entry("forget_person", person, by=by, erased=sum(erased.values()))
    record_request(erased, None)
    return sum(erased.values())


def forget_submission(submission: Submission) -> None:
    """Erase one contribution in every app; one that was not yet answered counts as withdrawn."""
    if rules.may_move(submission.state, rules.WITHDRAWN):
        move_submission(submission, rules.WITHDRAWN, by=None, kind="erased")
        events.submission_withdrawn.send(sender=Submission, submission=submission)
    else:
        tell_withdrawn(submission)
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
    """Erase what has been kept long enough everywhere, whatever process it belongs to; returns how many of each.

    What a process chooses itself is erased by actions.retention. Safe to repeat.
    """
    moment = now or timezone.now()
    notified = timezone.localdate(moment) - datetime.timedelta(days=NOTIFICATION_DAYS)
    ended = [Process.State.CLOSED, Process.State.ARCHIVED]
    counts = {
        "addresses": rows(Follow.objects.filter(submission__process__state__in=ended).delete(), "Follow")
        + drop_unconfirmed(timezone.localdate(moment)),
        "jobs": rows(Job.objects.filter(done_at__lt=moment - datetime.timedelta(days=JOB_DAYS)).delete(), "Job"),
        "mails": mail.drop_old_mails(moment - datetime.timedelta(days=MAIL_DAYS)),
        "messages": rows(
            Notification.objects.exclude(state=Notification.State.WAITING).filter(created_on__lt=notified).delete(),
            "Notification",
        ),
        "sessions": accounts.drop_old_sessions(moment),
        "webhook_messages": drop_old_deliveries(moment - datetime.timedelta(days=WEBHOOK_DAYS)),
        "uploads": uploads.drop_old_uploads(moment - datetime.timedelta(days=UPLOAD_DAYS)),
    }
    if any(counts.values()):
        AuditEntry.objects.create(verb="purge_expired", subject_type="installation", subject_id="", data=counts)
        reason = DeletionRecord.Reason.RETENTION
        DeletionRecord.objects.create(kind=INSTALLATION, counts={k: n for k, n in counts.items() if n}, reason=reason)
    return counts


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
            if is_said(quote.excerpt, [*(str(one.get("content", "")) for one in call.sent), call.answer]):
                AssistantCall.objects.filter(pk=call.pk).update(sent=[], answer="")
        quote.delete()


def forget_titles(submission: Submission) -> None:
    """Put the short name of a contribution in the place of its words where summaries list what was decided on it."""
    for summary in Summary.objects.filter(process=submission.process_id).only("content"):
        mine = [one for one in summary.content.get("decisions", ()) if one["reference"] == str(submission.pk)]
        for one in mine:
            one["title"] = submission.reference
        if mine:
            summary.save(update_fields=["content"])


def is_said(excerpt: str, texts: Sequence[str]) -> bool:
    """Tell whether some text holds an excerpt, as it is or inside JSON, where quotation marks and line breaks are written otherwise."""
    forms = (excerpt, json.dumps(excerpt, ensure_ascii=False)[1:-1])
    return any(form in text for form in forms for text in texts)


def rows(deleted: tuple[int, Mapping[str, int]], model: str) -> int:
    """Return how many rows of one model a deletion took, without those that went with them."""
    return deleted[1].get(f"participation.{model}", 0)


def take_off_walls(submission: Submission) -> None:
    """Take the note of a contribution off the wall of its workshop, on every screen."""
    for note in WorkshopNote.objects.filter(submission=submission).select_related("workshop"):
        hidden = {"state": WorkshopNote.State.HIDDEN, "changed": touch(note.workshop)}
        WorkshopNote.objects.filter(pk=note.pk).update(**hidden)


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
            "roles": [
                {"role": one.kind, "process": one.process.slug if one.process else "", "until": one.ends_on}
                for one in Role.objects.filter(person=person).select_related("process").order_by("pk")
            ],
            "signing_in": accounts.ways_in(person),
            "messages": list(
                Notification.objects.filter(person=person).order_by("pk").values("kind", "title", "noted_at")
            ),
            "deeds": [{"at": at.isoformat(), "verb": verb, "subject": subject} for at, verb, subject in deeds],
        }

    def forget_person(self, person: Person) -> int:
        """Erase the account itself: name, address, ways to sign in, messages, wishes, keys, invitations; end its roles."""
        today = timezone.localdate()
        gone = 0
        for model in (Notification, Preference, QuietHours, ApiToken):
            gone += model._base_manager.filter(person=person).delete()[0]  # noqa: SLF001 -- public by its documentation
        gone += Invitation.objects.filter(email__iexact=person.email).delete()[0]
        gone += Role.objects.in_force().filter(person=person).update(ends_on=today - datetime.timedelta(days=1))
        gone += accounts.drop_ways_in(person)
        person.email, person.name = f"erased-{person.pk}@invalid", ""
        person.is_active = person.is_staff = person.is_superuser = False
        person.last_login = None
        person.set_unusable_password()
        person.save()
        return gone + 1

    def export_receipt(self, receipt: Receipt) -> Mapping[str, Any]:
        """Return the contributions that have this receipt, with their journey and the addresses left for them."""
        rows = Submission.objects.filter(receipt=receipt).select_related("theme", "area").order_by("received_on", "pk")
        return {"contributions": [told(row) for row in rows]}

    def forget_submission(self, submission: Submission) -> None:
        """Erase the words, the place, the journey's way back, quotes of it and addresses left for it."""
        Follow.objects.filter(submission=submission).delete()
        forget_quotes(submission)
        forget_titles(submission)
        take_off_walls(submission)
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


def told(row: Submission) -> dict[str, Any]:
    """Return everything kept about one contribution that its author gave or was told."""
    stages = JourneyEntry.objects.filter(submission=row).order_by("on", "pk")
    follows = Follow.objects.filter(submission=row).order_by("pk")
    return {
        "reference": row.reference,
        "title": row.title,
        "text": row.text,
        "language": row.language,
        "theme": row.theme.name if row.theme else None,
        "area": row.area.name if row.area else None,
        "location": row.location,
        "channel": row.channel,
        "provenance": row.provenance,
        "received_on": row.received_on.isoformat(),
        "state": row.state,
        "journey": [{"stage": one.stage, "on": one.on.isoformat(), "text": one.text} for one in stages],
        "addresses": [
            {"email": one.email, "left_on": one.created_on.isoformat(), "words_agreed_to": one.notice}
            for one in follows
        ],
    }
