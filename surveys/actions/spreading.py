"""Changing how a published survey is spread: its times, its end, the sites that show it within their pages."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.models.people import Person
from surveys import events
from surveys.actions.notices import renew_notice
from surveys.actions.surveys import move
from surveys.models.surveys import Identity, Survey, new_forward_key

MOST_SITES = 20


@transaction.atomic
def change_times(
    survey: Survey, opens: datetime.datetime | None, closes: datetime.datetime | None, *, by: Person | None
) -> Survey:
    """Set when a draft or open survey opens and closes; a later end extends it. Announces survey_times_changed."""
    if survey.state not in (Survey.State.DRAFT, Survey.State.OPEN):
        raise Conflict(_("The survey has closed. Reopen it to give it a new end."), "not_open")
    check_times(survey, opens, closes)
    before = Survey.objects.filter(pk=survey.pk, state=survey.state, opens=survey.opens, closes=survey.closes)
    if before.update(opens=opens, closes=closes) != 1:
        raise Conflict(_("The survey has changed."))
    survey.opens, survey.closes = opens, closes
    if survey.state == Survey.State.OPEN:
        renew_notice(survey)
    add_audit_entry("change_survey_times", survey, by=by)
    events.survey_times_changed.send(sender=Survey, survey=survey)
    return survey


def check_times(survey: Survey, opens: datetime.datetime | None, closes: datetime.datetime | None) -> None:
    """Raise ParticipationError for an end in the past or before the beginning."""
    if opens and closes and opens >= closes:
        raise error_at("closes", _("The end lies before the beginning."))
    if closes and closes <= timezone.now() and survey.state == Survey.State.OPEN:
        raise error_at("closes", _("This moment has passed. To end the survey now, close it."))


def error_at(field: str, message: str) -> ParticipationError:
    """Return the error of one field."""
    return ParticipationError(message, fields={field: [{"code": "invalid", "message": message}]})


@transaction.atomic
def reopen_survey(survey: Survey, closes: datetime.datetime | None, *, by: Person | None) -> Survey:
    """Let residents answer a closed survey again until the new end; announces survey_opened.

    What led from answers to receipts and codes is gone since it closed and stays gone; new answers get a new key for
    forwarding. A survey by code cannot be reopened: its codes were deleted, and who had answered is not known.
    """
    if survey.identity != Identity.OPEN:
        message = _("A survey by code or account cannot be reopened: nobody knows any more who has answered it.")
        raise ParticipationError(message, "not_reopenable")
    if closes is not None and closes <= timezone.now():
        raise error_at("closes", _("Choose an end that lies ahead."))
    move(survey, Survey.State.CLOSED, Survey.State.OPEN)
    survey.closes = closes
    survey.forward_key = survey.forward_key or new_forward_key()
    survey.closed_on = survey.erased_on = None
    survey.save(update_fields=["closes", "forward_key", "closed_on", "erased_on"])
    renew_notice(survey)
    add_audit_entry("reopen_survey", survey, by=by)
    events.survey_opened.send(sender=Survey, survey=survey)
    return survey


@transaction.atomic
def archive_survey(survey: Survey, *, by: Person | None) -> Survey:
    """Take a closed survey off the residents' pages; coordinators keep it and its results."""
    move(survey, Survey.State.CLOSED, Survey.State.ARCHIVED)
    add_audit_entry("archive_survey", survey, by=by)
    return survey


@transaction.atomic
def unarchive_survey(survey: Survey, *, by: Person | None) -> Survey:
    """Show an archived survey as a closed one again."""
    move(survey, Survey.State.ARCHIVED, Survey.State.CLOSED)
    add_audit_entry("unarchive_survey", survey, by=by)
    return survey


@transaction.atomic
def set_embedders(survey: Survey, sites: Sequence[str], *, by: Person | None) -> Survey:
    """Set which sites may show the survey within their pages; all others are refused by the browser."""
    if len(sites) > MOST_SITES:
        raise error_at("sites", _("At most %(n)s sites.") % {"n": MOST_SITES})
    survey.embedders = list(dict.fromkeys(sites))
    survey.save(update_fields=["embedders"])
    add_audit_entry("set_survey_embedders", survey, by=by)
    return survey
