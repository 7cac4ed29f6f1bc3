"""Door to the mail server."""

import smtplib

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
