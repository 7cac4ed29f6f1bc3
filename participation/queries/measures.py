"""Measures as the coordinator sees them: how far each is, from how many contributions it came, what could be linked."""

from collections.abc import Mapping

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.extension_points import Wording
from participation.logic.submissions import WITHDRAWN
from participation.logic.text import pick
from participation.models.people import Anonymous, Person
from participation.models.processes import Process
from participation.models.strategy import Measure, MeasureSource
from participation.models.submissions import Submission
from participation.queries.search import found_by_words

MEASURE_MOVED = "participation.measure_moved"
MOST_FOUND = 20


def with_sources(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Add source_count to measures: what was taken back counts no more."""
    rows = (
        MeasureSource.objects.filter(measure=OuterRef("pk"))
        .exclude(submission__state=WITHDRAWN)
        .order_by()
        .values("measure")
        .annotate(n=Count("pk"))
    )
    counted = Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), Value(0))
    return measures.annotate(source_count=counted)


def measures_of(process: Process) -> QuerySet[Measure]:
    """Return the measures of a process in the order of its strategy."""
    rows = Measure.objects.filter(goal__strategy__process=process).select_related("goal")
    return with_sources(rows).order_by("goal__strategy", "goal__number", "order")


def own_measures(person: Person | Anonymous) -> QuerySet[Measure]:
    """Return the measures of the processes that this person coordinates."""
    rows = Measure.objects.filter(goal__strategy__process__in=Process.objects.coordinated_by(person))
    return rows.select_related("goal__strategy__process")


def sources_of(measure: Measure) -> QuerySet[Submission]:
    """Return the contributions from which a measure came."""
    linked = MeasureSource.objects.filter(measure=measure).values("submission")
    return Submission.objects.filter(pk__in=linked).order_by("-received_on", "pk")


def to_link(measure: Measure, typed: str) -> list[Submission]:
    """Return the contributions that hold the words typed, or whose short name was typed, and are not linked yet."""
    if not typed.strip():
        return []
    rows = Submission.objects.for_process(measure.goal.strategy.process).exclude(state=WITHDRAWN)
    linked = MeasureSource.objects.filter(measure=measure).values("submission")
    return list(found_by_words(rows.exclude(pk__in=linked), typed).order_by("-received_on", "pk")[:MOST_FOUND])


def state_words(measure: Measure, language: str) -> str:
    """Return in words how far a measure is, in the language in use."""
    name = {"name": pick(measure.name, language)[0]}
    match measure.state:
        case Measure.State.DONE:
            return _("This is done: %(name)s") % name
        case Measure.State.UNDER_WAY:
            return _("This is under way: %(name)s") % name
    return _("This is planned: %(name)s") % name


def measure_wording(context: Mapping[str, object]) -> Wording | None:
    """Tell a follower how far a measure is that came from what they follow; nothing when it is gone."""
    rows = Measure.objects.select_related("goal__strategy__process")
    measure = rows.filter(pk=int(str(context.get("measure") or 0))).first()
    if measure is None:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    process = measure.goal.strategy.process
    address = reverse("participation:strategy_page", args=[process.slug])
    return measure_words(pick(process.name, language)[0], state_words(measure, language), address)


def measure_words(process: str, state: str, address: str) -> Wording:
    """Return the words of that message."""
    return Wording(
        subject=_("News of what you proposed"),
        paragraphs=[
            _("You left an idea or feedback in %(process)s. It led to a measure of the town.") % {"process": process},
            state,
            _("With your receipt code you see every stage."),
        ],
        address=address,
        button=_("Open the measures"),
        item=process,
    )
