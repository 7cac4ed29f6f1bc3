"""Indicators whose last value is old: the reminder to their coordinators in words."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.extension_points import Wording
from participation.logic.text import pick
from participation.models.people import Anonymous, Person
from participation.models.processes import Process
from participation.models.strategy import Indicator, Strategy
from participation.queries.strategy import IndicatorLine, old_lines

VALUES_OLD = "participation.values_old"
NAMED = 5


def own_indicators(person: Person | Anonymous) -> QuerySet[Indicator]:
    """Return the indicators of the processes that this person coordinates."""
    rows = Indicator.objects.filter(measure__goal__strategy__process__in=Process.objects.coordinated_by(person))
    return rows.select_related("measure__goal__strategy__process")


def old_wording(context: Mapping[str, object]) -> Wording | None:
    """Name the indicators whose values are old now; nothing when newer ones have come meanwhile."""
    key = int(str(context.get("strategy") or 0))
    strategy = Strategy.objects.filter(pk=key).select_related("process").first()
    lines = old_lines([strategy]) if strategy else []
    if strategy is None or not lines:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    address = reverse("participation:measures_desk", args=[strategy.process.slug])
    return old_words(pick(strategy.process.name, language)[0], [named(line, language) for line in lines], address)


def named(line: IndicatorLine, language: str) -> str:
    """Return an indicator by number and name, with the year of its last value."""
    values = {"number": line.number, "name": pick(line.indicator.name, language)[0]}
    if line.last is None:
        return _("%(number)s %(name)s: no value yet") % values
    return _("%(number)s %(name)s: last value from %(year)s") % {**values, "year": line.last.value.year}


def old_words(process: str, names: Sequence[str], address: str) -> Wording:
    """Return the words of that reminder."""
    count = len(names)
    lead = ngettext(
        "A newer value is awaited of %(n)s indicator.", "Newer values are awaited of %(n)s indicators.", count
    )
    rest = ngettext("and %(n)s more", "and %(n)s more", count - NAMED) % {"n": count - NAMED}
    shown = [*names[:NAMED], *([rest] if count > NAMED else [])]
    return Wording(
        subject=_("Values of indicators are old: %(process)s") % {"process": process},
        paragraphs=[
            lead % {"n": count},
            *shown,
            _("Until then the public page tells from which year the last value is."),
        ],
        address=address,
        button=_("Open the indicators"),
        item=process,
    )
