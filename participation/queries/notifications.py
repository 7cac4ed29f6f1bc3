"""What messages say, and how a follower stops them without an account."""

from collections.abc import Mapping

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.extension_points import Wording
from participation.logic.text import pick
from participation.models.notifications import Follow
from participation.models.receipts import JourneyEntry

SALT = "participation.follow"


def leave_address(follow: Follow) -> str:
    """Return the absolute address where this follower leaves with one press; the token names the row, not the person."""
    token = signing.dumps(follow.pk.hex, salt=SALT)
    return settings.BASE_URL + reverse("participation:follow_leave", args=[token])


def follow_of(token: str) -> Follow | None:
    """Return the follower whom a link means, or nothing if it is forged or has already left."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Follow.objects.filter(pk=key).first()


def outcome_wording(context: Mapping[str, object]) -> Wording | None:
    """Word the news that a contribution was answered; nothing if the answer was taken back meanwhile."""
    entry = JourneyEntry.objects.select_related("submission__process").filter(pk=str(context.get("entry") or 0)).first()
    if entry is None:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    process = pick(entry.submission.process.name, language)[0]
    group = pick(entry.group_name, language)[0]
    paragraphs = [_("You left an idea or feedback in %(process)s. It has now been answered.") % {"process": process}]
    if group:
        paragraphs.append(_("Answered by: %(group)s.") % {"group": group})
    if answer := pick(entry.text, language)[0]:
        paragraphs.append(answer)
    paragraphs.append(_("With your receipt code you see every stage."))
    return Wording(
        subject=_("Your contribution has been answered"),
        paragraphs=paragraphs,
        address=reverse("participation:receipts"),
        button=_("Open with the receipt code"),
    )
