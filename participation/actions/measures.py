"""Measures and what they came from: contributions are linked, and whenever the measure moves their authors hear it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.echo import tell_sources
from participation.actions.receipts import Stage
from participation.errors import Conflict, ParticipationError
from participation.extension_points import contribution_families
from participation.models.people import Person
from participation.models.strategy import Measure, MeasureSource
from participation.models.submissions import Submission
from participation.queries.measures import MEASURE_MOVED, state_words

LINKED = "linked"


@transaction.atomic
def link_sources(measure: Measure, chosen: Sequence[Submission], *, by: Person) -> list[Submission]:
    """Note that a measure came from these contributions and all that were handled with them; returns the new ones.

    Each new author's journey shows the measure, and its followers are told.
    """
    process = measure.goal.strategy.process_id
    if not chosen or any(one.process_id != process for one in chosen):
        raise ParticipationError(_("Choose contributions of this process."), "sources")
    keys = {one.pk for one in chosen} | handled_with([one.pk for one in chosen])
    known = set(MeasureSource.objects.filter(measure=measure).values_list("submission", flat=True))
    new = list(Submission.objects.for_process(measure.goal.strategy.process).filter(pk__in=keys - known).order_by("pk"))
    MeasureSource.objects.bulk_create(
        [MeasureSource(measure=measure, submission=one) for one in new], ignore_conflicts=True
    )
    if new:
        tell(measure, new, LINKED)
        add_audit_entry("link_measure", measure, by=by, sources=len(new))
    return new


def handled_with(keys: Sequence[UUID]) -> set[UUID]:
    """Return the contributions that are handled together with these."""
    return {key for plugin in contribution_families for family in plugin.families(keys).values() for key in family}


@transaction.atomic
def unlink_source(measure: Measure, submission_id: UUID, *, by: Person) -> None:
    """Take back a link; what was told stays told."""
    if MeasureSource.objects.filter(measure=measure, submission=submission_id).delete()[0] != 1:
        raise Conflict(_("This link has been taken back already."))
    add_audit_entry("unlink_measure", measure, by=by)


@transaction.atomic
def move_measure(measure: Measure, state: str, *, seen: str, by: Person | None) -> Measure:
    """Note how far a measure is now; every author of its sources sees it, followers are told once.

    Raises Conflict when somebody moved it since it was seen.
    """
    if state not in Measure.State.values or state == seen:
        raise ParticipationError(_("Choose how far the measure is."), "state")
    if Measure.objects.filter(pk=measure.pk, state=seen).update(state=state) != 1:
        raise Conflict(_("Somebody moved this measure meanwhile."))
    measure.state = state
    rows = Submission.objects.filter(pk__in=MeasureSource.objects.filter(measure=measure).values("submission"))
    tell(measure, list(rows.order_by("pk")), state)
    add_audit_entry("move_measure", measure, by=by, before=seen, after=state)
    return measure


def tell(measure: Measure, sources: Sequence[Submission], news: str) -> None:
    """Add the news to the journeys of sources and tell their followers."""
    stage = Stage(
        "done" if measure.state == Measure.State.DONE else "planned", words_of(measure), link=page_of(measure)
    )
    tell_sources(
        sources,
        stage,
        kind=MEASURE_MOVED,
        subject_key=f"measure:{measure.pk}:{news}:{timezone.localdate().isoformat()}",
        context={"measure": measure.pk},
    )


def words_of(measure: Measure) -> Mapping[str, str]:
    """Return by language which measure it is and how far."""
    told = {}
    for language in measure.name:
        with translation.override(language):
            told[language] = state_words(measure, language)
    return told


def page_of(measure: Measure) -> str:
    """Return the address of the page on which residents find the measure."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("participation:strategy_page", args=[measure.goal.strategy.process.slug])
