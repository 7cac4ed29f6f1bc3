"""Answers to surveys looked at: marks beside them, and a survey under attack, which asks browsers for a proof.

Only answers to a survey that is open to everybody are looked at: behind a code or an account each right to answer
counts once anyway. See participation/actions/guarding.py for what is noticed and how little is kept.

The first page of a survey is the same for everybody and kept by shared caches, so it carries no moment of its own and
stays as it is. The first answer to a posted page is private: from there on the form carries the signed moment.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from participation.actions import guarding
from participation.actions.audit import add_audit_entry
from participation.actions.guarding import NOTHING, Content, Look, Traces
from participation.actions.notifications import notify
from participation.logic.guarding import CHOICES_ENOUGH, long_words
from participation.models.people import Person
from participation.queries.people import coordinators_of
from surveys.models.questionnaires import SurveyVersion
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of

GUARD_HOURS, ATTACK_HOURS = 24, 1
GUARDED = "surveys.guard_on"
WRITTEN = ("short_text", "long_text")


def subject_of(survey: Survey) -> str:
    """Return what answers to a survey are counted under."""
    return f"survey{survey.pk}"


def moment_for(survey: Survey, key: UUID | str, answers: int) -> str:
    """Return the signed moment of now for a form of a survey."""
    return guarding.moment_for(subject_of(survey), key, answers)


def kept_moment(survey: Survey, key: UUID, text: str, answers: int) -> str:
    """Return the moment that a form carries along, or that of now if it has none yet."""
    return guarding.kept_moment(subject_of(survey), key, text, answers)


def look_at(survey: Survey, version: SurveyVersion, key: UUID, answers: Mapping[str, Any], traces: Traces) -> Look:
    """Look at answers before they are recorded; note_recorded counts them afterwards."""
    if survey.needs_admission:
        return NOTHING
    guarded = survey.is_guarded(timezone.now())
    return guarding.look_at(subject_of(survey), key, content_of(version, answers), traces, guarded=guarded)


def content_of(version: SurveyVersion, answers: Mapping[str, Any]) -> Content:
    """Return what the look needs to know: own words long enough to tell people apart, or a long row of choices."""
    asked = document_of(version).by_name
    words = long_words([value for name, value in answers.items() if name in asked and asked[name].type in WRITTEN])
    long_row = len(answers) >= CHOICES_ENOUGH and not words
    return Content(len(answers), words, json.dumps(answers, sort_keys=True, default=str) if long_row else "")


def note_recorded(survey: Survey, look: Look) -> None:
    """Count answers that were recorded just now; many marked ones in a short time put the survey under guard."""
    if guarding.note_recorded(subject_of(survey), look) and not survey.is_guarded(timezone.now()):
        guard_survey(survey, by=None)


@transaction.atomic
def guard_survey(survey: Survey, *, by: Person | None) -> bool:
    """Let browsers compute a proof for some time: a day when a coordinator says so, an hour when nobody did.

    Tells whether anything changed; of several processes that notice an attack one notes it. The coordinators are told
    once a day.
    """
    now = timezone.now()
    until = now + datetime.timedelta(hours=GUARD_HOURS if by else ATTACK_HOURS)
    rows = Survey.objects.filter(pk=survey.pk)
    free = rows if by else rows.filter(Q(guarded_until=None) | Q(guarded_until__lte=now))
    if not free.update(guarded_until=until):
        return False
    survey.guarded_until = until
    add_audit_entry("guard_survey", survey, by=by, until=until.isoformat(timespec="minutes"))
    if by is None:
        day = timezone.localdate(now).isoformat()
        notify(
            GUARDED, f"guard:{survey.pk}:{day}", people=coordinators_of(survey.process), context={"survey": survey.pk}
        )
    return True


@transaction.atomic
def unguard_survey(survey: Survey, *, by: Person) -> bool:
    """Ask browsers for no proof from now on; tells whether anything changed."""
    if not Survey.objects.filter(pk=survey.pk, guarded_until__gt=timezone.now()).update(guarded_until=None):
        return False
    survey.guarded_until = None
    add_audit_entry("unguard_survey", survey, by=by)
    return True
