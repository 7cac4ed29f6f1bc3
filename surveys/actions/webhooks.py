"""What webhooks are told of surveys: each function hears one event and notes it in the transaction at hand."""

from typing import Any

from django.urls import reverse

from participation.actions.webhooks import announce
from participation.logic.webhooks import Thing
from surveys.models.surveys import Survey

OPENED, CLOSED, RESCHEDULED = "survey.opened", "survey.closed", "survey.rescheduled"


def thing_of(survey: Survey) -> Thing:
    """Return a survey as events name it: where its questions are while it is open, afterwards where its results are."""
    view = "api:survey" if survey.state == Survey.State.OPEN else "api:survey_results"
    return Thing("survey", survey.slug, reverse(view, args=[survey.slug]))


def tell_opened(survey: Survey, **_arguments: Any) -> None:
    """Tell of a survey that takes responses."""
    announce(OPENED, survey.process_id, [thing_of(survey)])


def tell_closed(survey: Survey, **_arguments: Any) -> None:
    """Tell of a survey that takes none any more."""
    announce(CLOSED, survey.process_id, [thing_of(survey)])


def tell_rescheduled(survey: Survey, **_arguments: Any) -> None:
    """Tell of another end of a survey that residents know; of drafts nothing is told."""
    if survey.state == Survey.State.OPEN:
        announce(RESCHEDULED, survey.process_id, [thing_of(survey)])
