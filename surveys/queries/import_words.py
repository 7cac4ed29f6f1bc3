"""What is wrong with a cell of a file of answers, in words."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from participation.logic.imports import CellFault

WORDS: dict[str, Callable[[CellFault], str]] = {
    "unknown_column": lambda _f: _("No question has this name or label."),
    "no_known_column": lambda _f: _("No column is a question of this survey."),
    "not_a_number": lambda f: _("“%(seen)s” is not a number.") % {"seen": f.seen},
    "not_yes_or_no": lambda f: _("“%(seen)s” is neither yes nor no.") % {"seen": f.seen},
    "unknown_choice": lambda f: _("“%(seen)s” is not an option of this question.") % {"seen": f.seen},
    "not_a_tick": lambda f: _("“%(seen)s” does not say whether this was chosen. Write 1 or 0.") % {"seen": f.seen},
    "unknown_language": lambda f: _("“%(seen)s” is not a language of this survey.") % {"seen": f.seen},
    "not_a_step": lambda f: _("“%(seen)s” is not a step of this scale.") % {"seen": f.seen},
    "unknown_channel": lambda f: _("“%(seen)s” is not a channel.") % {"seen": f.seen},
    "not_a_date": lambda f: _("“%(seen)s” is not a date such as 31.1.2026 or 2026-01-31.") % {"seen": f.seen},
    "in_future": lambda f: _("“%(seen)s” is in the future.") % {"seen": f.seen},
    "cells": lambda f: (
        _("The row has %(cells)s cells, the header has %(columns)s.")
        % dict(zip(("cells", "columns"), f.seen.split("/"), strict=True))
    ),
    "cut_off": lambda _f: _("The file was cut off: the row count at its end is missing or differs from the rows."),
}
