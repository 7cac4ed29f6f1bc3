"""Mailing a receipt: the address lives in a row of its own until the mail is sent, apart from all answers."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.jobs import add_job
from participation.actions.receipt_mails import mail_receipt
from participation.errors import ParticipationError, PermanentFailure
from participation.queries.receipts import receipt_of
from surveys.models.drafts import ReceiptMail

MAIL_RECEIPT = "surveys.mail_receipt"
KEPT_DAYS = 1


@transaction.atomic
def wish_receipt_mail(email: str, code: str, language: str) -> ReceiptMail:
    """Promise to mail a receipt code; raises ParticipationError for what is no address or no receipt of ours."""
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        fault = {"code": "invalid", "message": _("Write the address like name@example.com.")}
        raise ParticipationError(_("Check the marked fields."), fields={"email": [fault]}) from None
    if receipt_of(code) is None:
        raise ParticipationError(_("There is no contribution with this code. Check the characters once more."))
    wish = ReceiptMail.objects.create(email=address, code=code, language=language)
    add_job(MAIL_RECEIPT, wish.pk)
    return wish


def send_receipt_mail(wish: ReceiptMail) -> None:
    """Mail a receipt and delete the address; also when it is refused for good or could not be sent for a day."""
    too_old = wish.created_on < timezone.localdate() - datetime.timedelta(days=KEPT_DAYS)
    try:
        if not too_old:
            mail_receipt(wish.email, wish.code, wish.language, message_id=f"<receipt-{wish.pk}@kuulolla>")
    except PermanentFailure:
        pass
    wish.delete()
