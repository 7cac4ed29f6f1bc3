"""Door to the mail server."""

import datetime
import smtplib
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from participation.errors import PermanentFailure, TemporaryFailure


def send_mail(*, to: str, subject: str, text: str, html: str, message_id: str, headers: dict[str, str]) -> None:
    """Hand one message over; raises TemporaryFailure or PermanentFailure, whose text holds no address."""
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()), body=text, to=[to], headers={"Message-ID": message_id, **headers}
    )
    message.attach_alternative(html, "text/html")
    try:
        get_connection().send_messages([message])
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        if codes and all(500 <= code < 600 for code in codes):
            raise PermanentFailure("the address was refused", "refused") from None
        raise TemporaryFailure("the address was refused for now", "mail") from None
    except smtplib.SMTPResponseException as answer:
        if 500 <= answer.smtp_code < 600:
            raise PermanentFailure(f"the mail server refused with {answer.smtp_code}", "refused") from None
        raise TemporaryFailure(f"the mail server answered {answer.smtp_code}", "mail") from None
    except (smtplib.SMTPException, OSError) as trouble:
        raise TemporaryFailure(f"the mail server did not answer: {type(trouble).__name__}", "mail") from None


def drop_old_mails(before: datetime.datetime) -> int:
    """Delete the kept messages of a demo that were written before this moment; returns how many files."""
    folder = Path(settings.KEPT_MAIL_DIR)
    old = [path for path in folder.glob("*.log") if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
