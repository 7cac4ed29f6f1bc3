"""Mailing a receipt code to an address that is kept nowhere."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from participation.actions.notifications import list_headers
from participation.errors import PermanentFailure, TemporaryFailure
from participation.extension_points import Wording
from participation.gateways import mail
from participation.queries.mails import message_context


def mail_receipt(email: str, code: str, language: str, *, message_id: str) -> None:
    """Hand a receipt over to the mail server; raises TemporaryFailure or PermanentFailure."""
    with translation.override(language):
        wording = Wording(
            subject=_("Your receipt"),
            paragraphs=[
                _("Your receipt code: %(code)s") % {"code": code},
                _("Type the code on the receipt page and you see what happened. Your address was not kept."),
            ],
            button=_("Open the receipt page"),
            address="/r/",
        )
        content = message_context(wording, "", language)
        mail.send_mail(
            to=email,
            subject=f"{wording.subject} – {settings.CITY_NAME}",
            text=render_to_string("emails/participation/message.txt", content),
            html=render_to_string("emails/participation/message.html", content),
            message_id=message_id,
            headers=list_headers(""),
        )


def mail_receipt_now(email: str, code: str, language: str, *, message_id: str) -> bool:
    """Mail a receipt while the clerk waits, so that the address is kept nowhere; tells whether the server took it."""
    try:
        mail_receipt(email, code, language, message_id=message_id)
    except (PermanentFailure, TemporaryFailure):
        return False
    return True
