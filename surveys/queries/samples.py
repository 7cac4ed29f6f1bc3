"""Each kind of message of surveys with made-up content, for the page that shows them all."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.extension_points import Wording
from surveys.queries.marks import guarded_words


def guarded_survey() -> Wording:
    """Return the message that a survey asks browsers for a proof."""
    return guarded_words({get_language() or "fi": _("Library")}, "library")


def silent_kiosk() -> Wording:
    """Return the message that a kiosk is silent."""
    said = _("%(name)s has not been heard of since %(time)s. Check its power and its network.")
    return Wording(
        subject=_("A kiosk is silent"),
        paragraphs=[said % {"name": _("Library"), "time": "12:40"}],
        address=reverse("surveys:kiosks"),
        button=_("See the kiosks"),
    )
