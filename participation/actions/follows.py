"""Following by e-mail: left with the receipt code, confirmed by a link, left again at any time."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.erasure_notes import FOLLOW, note_erasure
from participation.actions.notifications import notify
from participation.errors import ParticipationError
from participation.models.notifications import Follow
from participation.models.receipts import Receipt
from participation.models.submissions import Submission

CONFIRM = "participation.confirm_follow"
UNCONFIRMED_DAYS = 14
MOST_OF_ONE = 20  # addresses that one contribution can have


def check_address(email: str) -> None:
    """Raise ParticipationError unless the address, if any, can be one."""
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        fault = {"code": "invalid", "message": _("Write the address in the form name@example.org, or leave it out.")}
        raise ParticipationError(_("Check the marked fields."), fields={"email": [fault]}) from None


@transaction.atomic
def follow_receipt(receipt: Receipt, email: str, language: str) -> int:
    """Let an address follow all contributions of a receipt once it is confirmed; returns how many there are.

    Whether the address follows already is told to nobody: it gets another mail only if it never confirmed.
    """
    check_address(email)
    rows = list(Submission.objects.filter(receipt=receipt, whole__isnull=True).exclude(state="withdrawn"))
    for submission in rows:
        begin_follow(submission, email, language)
    return len(rows)


@transaction.atomic
def begin_follow(submission: Submission, email: str, language: str) -> Follow | None:
    """Note an address for a contribution and ask it to confirm, once a day at most."""
    if Follow.objects.filter(submission=submission).count() >= MOST_OF_ONE:
        return None
    address = email.strip().lower()
    follow, _new = Follow.objects.get_or_create(submission=submission, email=address, defaults={"language": language})
    if follow.confirmed_on is None:
        day = timezone.localdate().isoformat()
        notify(CONFIRM, f"confirm:{day}", follows=[follow], context={"follow": str(follow.pk)})
    return follow


@transaction.atomic
def confirm_follow(follow: Follow) -> int:
    """Confirm an address: with it every contribution of the same receipt that it waits to follow; returns how many."""
    same = Follow.objects.filter(pk=follow.pk)
    receipt = Submission.objects.filter(pk=follow.submission_id).values_list("receipt", flat=True).first()
    if receipt:
        same = Follow.objects.filter(email=follow.email, submission__receipt=receipt)
    return same.filter(confirmed_on__isnull=True).update(confirmed_on=timezone.localdate())


@transaction.atomic
def leave_follow(follow: Follow) -> None:
    """Erase an address from all contributions of the same receipt, with the messages noted for it."""
    same = Q(pk=follow.pk)
    receipt = Submission.objects.filter(pk=follow.submission_id).values_list("receipt", flat=True).first()
    if receipt:
        same |= Q(email=follow.email, submission__receipt=receipt)
    for one in Follow.objects.filter(same):
        note_erasure(FOLLOW, one.pk)
        one.delete()


def drop_unconfirmed(today: datetime.date) -> int:
    """Erase addresses that nobody confirmed in two weeks; returns how many."""
    limit = today - datetime.timedelta(days=UNCONFIRMED_DAYS)
    _count, by_model = Follow.objects.filter(confirmed_on__isnull=True, created_on__lt=limit).delete()
    return by_model.get("participation.Follow", 0)
