"""What is known not to be accessible, or not to be tested: since when, and what is done about it."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Gap:
    """One known gap with the day it was found and the plan."""

    what: str | Promise
    found: datetime.date
    plan: str | Promise


FIRST_REVIEW = datetime.date(2026, 11, 22)
GAPS = (
    Gap(
        _("Not tested with a screen reader by a person who uses one."),
        FIRST_REVIEW,
        _("It is tried with users of screen readers before the next version."),
    ),
    Gap(
        _("Texts that residents write may lack headings, plain language or descriptions."),
        FIRST_REVIEW,
        _("They are shown as they were written. Ask for help with reading them."),
    ),
    Gap(
        _("Documents that working groups attach may not be accessible; ask for the contents in another form."),
        FIRST_REVIEW,
        _("Minutes and summaries are web pages, and you get the contents of an attachment within 14 days."),
    ),
    Gap(
        _("Files in PDF, such as minutes and summaries, were not checked with assistive technology."),
        FIRST_REVIEW,
        _("The same contents stand on a web page. The files are checked before the next version."),
    ),
)
