"""Keying in what came on paper, by mail, by phone or at a table: the clerk writes, the resident stays the author."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.ideas import source_key_of
from participation.actions.receipts import issue_receipt
from participation.actions.submissions import receive_submission
from participation.errors import ParticipationError
from participation.models.people import Person
from participation.models.receipts import Receipt
from participation.models.submissions import Submission
from participation.queries.submissions import ENTERED_CHANNELS


@transaction.atomic
def enter_submission(submission: Submission, *, key: str, addressee: str = "", by: Person) -> tuple[Submission, str]:
    """Store a contribution that a clerk keyed in; returns it and the code of the receipt to print for its author.

    The same key again gives the same receipt and adds nothing. The audit entry names the clerk, nothing else does.
    """
    if submission.channel not in ENTERED_CHANNELS:
        raise ParticipationError(_("Choose how the contribution came."), "channel")
    if submission.received_on > timezone.localdate():
        raise ParticipationError(
            _("Check the marked fields."),
            fields={"received_on": [{"code": "in_future", "message": _("The day is in the future.")}]},
        )
    submission.source_key = source_key_of(key)
    submission.provenance = {"addressee": addressee} if addressee else {}
    receipt, code = issue_receipt(key, kind=Receipt.Kind.SUBMISSION, process=submission.process)
    stored, is_new = receive_submission(submission, receipt=receipt)
    if is_new:
        add_audit_entry("enter_submission", stored, by=by, channel=stored.channel)
    return stored, code
