"""The life of a survey: made, opened, closed, and its keys forgotten."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.models.jobs import Job
from participation.models.people import Person
from surveys import events
from surveys.actions.notices import renew_notice
from surveys.actions.unlinking import give_space_away, unlink_responses
from surveys.logic.surveys import GRACE
from surveys.models.surveys import Survey

FORWARD = "surveys.forward_open_answers"


@transaction.atomic
def create_survey(survey: Survey, *, by: Person | None) -> Survey:
    """Save an unsaved survey as a draft; raises Conflict when its short name is taken."""
    try:
        with transaction.atomic():
            survey.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("A survey with this short name exists already."), "slug_taken") from None
    add_audit_entry("create_survey", survey, by=by)
    return survey


@transaction.atomic
def open_survey(survey: Survey, *, by: Person | None) -> Survey:
    """Let residents answer a draft that has a questionnaire; announces survey_opened."""
    if survey.current_id is None:
        raise ParticipationError(_("Publish a questionnaire first."), "no_version")
    move(survey, Survey.State.DRAFT, Survey.State.OPEN)
    renew_notice(survey)
    add_audit_entry("open_survey", survey, by=by)
    events.survey_opened.send(sender=Survey, survey=survey)
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, by: Person | None) -> Survey:
    """Stop taking responses, and drop what could join an answer to a device or a receipt; announces survey_closed."""
    move(survey, Survey.State.OPEN, Survey.State.CLOSED)
    survey.closed_on = timezone.localdate()
    survey.save(update_fields=["closed_on"])
    add_audit_entry("close_survey", survey, by=by)
    events.survey_closed.send(sender=Survey, survey=survey)
    return survey


def close_if_due(survey: Survey, now: datetime.datetime) -> datetime.datetime | None:
    """Close a survey whose time is over; returns when to look again if its time was moved on."""
    if survey.state != Survey.State.OPEN or survey.closes is None:
        return None
    due = survey.closes + GRACE
    if now < due:
        return due
    close_survey(survey, by=None)
    return None


def forget_keys(survey: Survey) -> bool:
    """Drop all keys, receipts and codes and write the responses anew, once every open answer has been forwarded.

    Tells whether it was done; while forwarding is promised and not done, the shared receipts are still needed.
    """
    waiting = Job.objects.filter(kind=FORWARD, reference__startswith=f"{survey.pk}:", done_at__isnull=True)
    if survey.state == Survey.State.OPEN or waiting.exists():
        return False
    with transaction.atomic():
        unlink_responses(survey)
        Survey.objects.filter(pk=survey.pk).update(forward_key="")
        Job.objects.filter(kind=FORWARD, reference__startswith=f"{survey.pk}:").delete()
        add_audit_entry("forget_keys", survey, by=None)
    give_space_away()
    return True


def move(survey: Survey, from_state: str, to_state: str) -> None:
    """Change the state by one conditional UPDATE; raises Conflict when it is another one now."""
    if Survey.objects.filter(pk=survey.pk, state=from_state).update(state=to_state) != 1:
        raise Conflict(_("The survey has changed."), current={"state": Survey.objects.get(pk=survey.pk).state})
    survey.state = to_state


def moment_of_closing(survey: Survey) -> datetime.datetime | None:
    """Return when a survey is to be closed by itself."""
    return survey.closes + GRACE if survey.closes else None


def look_again_at() -> datetime.datetime:
    """Return when to look whether keys can be forgotten.

    By then what was on its way at closing is stored or given up, and open answers that wait may have been forwarded.
    """
    return timezone.now() + datetime.timedelta(minutes=1)
