"""Each kind of message with made-up content, in the language in use: for the page that shows them all."""

from django.urls import reverse
from django.utils.translation import gettext as _

from participation.extension_points import Wording
from participation.queries.notifications import confirm_words, outcome_words, silence_words


def process_name() -> str:
    """Return the name of a process that does not exist."""
    return _("Plan for the parks")


def outcome() -> Wording:
    """Return an answer."""
    return outcome_words(process_name(), _("2.1 Parks and play"), _("Six benches are set up along the shore in May."))


def confirm() -> Wording:
    """Return the question whether an address is the follower's own."""
    return confirm_words(process_name(), reverse("participation:receipts"))


def silence() -> Wording:
    """Return the reminder to publish."""
    return silence_words(process_name(), _("Listening"), reverse("participation:processes_desk"))
