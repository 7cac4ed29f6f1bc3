"""Each kind of message with made-up content, in the language in use: for the page that shows them all."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.extension_points import Wording
from participation.queries.indicators import old_words
from participation.queries.measures import measure_words
from participation.queries.notifications import confirm_words, look_words, outcome_words, silence_words
from participation.queries.retention import retention_words
from participation.queries.webhooks import webhook_words


def process_name() -> str:
    """Return the name of a process that does not exist."""
    return _("Plan for the parks")


def outcome() -> Wording:
    """Return an answer."""
    answer = _("Six benches are set up along the shore in May.")
    return outcome_words(process_name(), _("2.1 Parks and play"), answer, reverse("participation:receipts"))


def confirm() -> Wording:
    """Return the question whether an address is the follower's own."""
    return confirm_words(process_name(), reverse("participation:receipts"))


def measure() -> Wording:
    """Return the news that a measure moved."""
    state = _("This is under way: %(name)s") % {"name": _("Benches along the shore")}
    return measure_words(process_name(), state, reverse("participation:receipts"))


def silence() -> Wording:
    """Return the reminder to publish."""
    return silence_words(process_name(), _("Listening"), reverse("participation:processes_desk"))


def old_values() -> Wording:
    """Return the reminder of old values."""
    name = _("%(number)s %(name)s: last value from %(year)s") % {
        "number": "1.2.1",
        "name": _("Benches along the shore"),
        "year": timezone.localdate().year - 3,
    }
    return old_words(process_name(), [name], reverse("participation:processes_desk"))


def retention() -> Wording:
    """Return the warning before something is erased."""
    day = timezone.localdate() + datetime.timedelta(days=30)
    where = reverse("participation:processes_desk")
    return retention_words(process_name(), _("Photos of flip-charts from workshops"), "", day, where)


def webhook() -> Wording:
    """Return the notice that a webhook stopped."""
    return webhook_words(_("Map of the town"), reverse("participation:operations"))


def look() -> Wording:
    """Return the reminder to look at ideas and comments."""
    return look_words(process_name(), 3, reverse("participation:processes_desk"))
