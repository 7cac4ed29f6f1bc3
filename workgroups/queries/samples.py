"""Each kind of message of working groups with made-up content, for the page that shows them all."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.extension_points import Wording
from participation.queries.samples import process_name
from workgroups.queries.escalation import tray_words
from workgroups.queries.meetings import day_words
from workgroups.queries.promises import kept_words, moved_words

N = 3


def group_name() -> str:
    """Return the name of a group that does not exist."""
    return _("2.1 Parks and play")


def day() -> str:
    """Return a day next week."""
    return day_words(timezone.localdate() + datetime.timedelta(days=7))


def waiting(subject: str, *paragraphs: str) -> Wording:
    """Return a message that leads to the contributions of a group."""
    button = _("Open the contributions")
    return Wording(subject, list(paragraphs), reverse("workgroups:inbox"), button, item=group_name())


def news() -> Wording:
    """Return the message that something new waits."""
    values = {"n": N, "group": group_name()}
    return waiting(
        ngettext("%(n)s contribution waits for review", "%(n)s contributions wait for review", N) % values,
        ngettext(
            "%(n)s contribution waits for working group %(group)s.",
            "%(n)s contributions wait for working group %(group)s.",
            N,
        )
        % values,
        _("The oldest came on %(day)s.") % {"day": day()},
        _("You get this message at most once a day."),
    )


def unclaimed() -> Wording:
    """Return the message that something waits too long."""
    values = {"n": N, "group": group_name()}
    return waiting(
        _("Waiting to be taken up: %(group)s") % values,
        ngettext(
            "%(n)s contribution has waited long in working group %(group)s.",
            "%(n)s contributions have waited long in working group %(group)s.",
            N,
        )
        % values,
        _("Take them up, forward them or say that they are not yours. Otherwise the deputy is asked next."),
    )


def tray() -> Wording:
    """Return the news of what no rule took."""
    return tray_words(process_name(), N, timezone.localdate())


def queue() -> Wording:
    """Return the queue of the week."""
    takes = ngettext("It takes about %(n)s minute.", "It takes about %(n)s minutes.", N) % {"n": N}
    return waiting(
        _("Your group's queue this week"),
        _("The oldest came on %(day)s.") % {"day": day()} + " " + takes,
        _("You get this message once a week, on Monday."),
    )


def invitation() -> Wording:
    """Return the invitation to a meeting."""
    values = {"group": group_name(), "when": day()}
    return Wording(
        subject=_("Meeting: %(group)s, %(when)s") % values,
        paragraphs=[_("Working group %(group)s meets.") % values, _("Time: %(when)s.") % values],
        address=reverse("workgroups:inbox"),
        button=_("Open the agenda"),
        item=group_name(),
    )


def step() -> str:
    """Return what was promised."""
    return _("Six benches are set up along the shore in May.")


def reminder() -> Wording:
    """Return the reminder of a promise."""
    return Wording(
        subject=_("A promise is due soon: %(group)s") % {"group": group_name()},
        paragraphs=[
            step(),
            _("Promised to be done by %(day)s.") % {"day": day()},
            _("Mark it done when it is: the author is told. If it takes longer, change the day."),
        ],
        address=reverse("workgroups:promises"),
        button=_("Open the promise"),
        item=group_name(),
    )


def kept() -> Wording:
    """Return the news that a promise was kept."""
    return kept_words(process_name(), step(), _("The benches are there."))


def moved() -> Wording:
    """Return the news that a promise has another day."""
    return moved_words(process_name(), step(), day())
