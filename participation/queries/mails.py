"""What the templates of mails show: the words, the look of the town, the way out."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from participation.extension_points import Wording
from participation.logic.mail_look import LOOKS
from participation.queries.digests import Told, digest_of


def absolute(address: str) -> str:
    """Return an address as a mail needs it."""
    return settings.BASE_URL + address if address.startswith("/") else address


def message_context(wording: Wording, leave: str, language: str) -> dict[str, Any]:
    """Return what both versions of a message show."""
    return {
        "wording": wording,
        "address": absolute(wording.address),
        "leave": leave,
        "language": language,
        "look": LOOKS.get(settings.CITY_THEME, LOOKS["kuulolla"]),
        "CITY_NAME": settings.CITY_NAME,
        "contact": settings.CITY_CONTACT_EMAIL,
    }


def content_of(told: Sequence[Told], leave: str, language: str) -> tuple[dict[str, Any], str, str]:
    """Return (context, subject, template) of a mail with one message or several; without a way to leave, one to choose."""
    content = message_context(told[0].wording, leave, language)
    if not leave:
        content["choose"] = absolute(reverse("participation:preferences"))
    if len(told) == 1:
        return content, told[0].wording.subject, "message"
    digest = digest_of(told)
    return content | {"digest": digest, "base": settings.BASE_URL}, digest.subject, "digest"
