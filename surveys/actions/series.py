"""Repeated surveys: a survey continues an earlier one, and a coordinator says which questions still ask the same."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import ParticipationError
from participation.logic.text import clean
from participation.models.people import Person
from surveys.logic.series import asked_in
from surveys.models.series import SeriesLink
from surveys.models.surveys import Survey
from surveys.queries.series import series_for

LONGEST_NOTE = 300


@transaction.atomic
def continue_survey(survey: Survey, earlier: Survey, *, by: Person) -> Survey:
    """Put a survey into the series of another one; a series begins with the first that is continued."""
    if survey.pk == earlier.pk:
        raise ParticipationError(_("A survey cannot continue itself."), "same_survey")
    if not earlier.series:
        Survey.objects.filter(pk=earlier.pk, series="").update(series=earlier.slug)
        earlier.refresh_from_db(fields=["series"])
    if survey.series != earlier.series:
        survey.series = earlier.series
        survey.save(update_fields=["series"])
        add_audit_entry("continue_survey", survey, by=by, series=survey.series)
    return survey


@transaction.atomic
def leave_series(survey: Survey, *, by: Person) -> Survey:
    """Take a survey out of its series; what was said of its questions goes too."""
    if survey.series:
        add_audit_entry("leave_series", survey, by=by, series=survey.series)
        SeriesLink.objects.filter(survey=survey).delete()
        survey.series = ""
        survey.save(update_fields=["series"])
    return survey


@transaction.atomic
def judge_question(
    survey: Survey, name: str, *, continues: str, verdict: str, note: Mapping[str, str], by: Person
) -> SeriesLink:
    """Say which question of the series this one continues, and whether it still asks the same.

    Raises ParticipationError where another type or scale is called the same, or another question continues it already.
    """
    series = series_for(survey, by)
    wave = next((wave for wave in series.waves if wave.key == survey.slug), None)
    if wave is None or name not in wave.shapes:
        raise ParticipationError(_("There is no such question."), "unknown_question")
    taken = wave.question_for(continues) if continues else ""
    if taken and taken != name:
        raise ParticipationError(_("Another question of this survey continues it already."), "taken")
    link, _is_new = SeriesLink.objects.get_or_create(survey=survey, question=name)
    link.continues, link.changes = continues, []
    link.verdict = verdict if continues else ""
    link.note = {code: clean(words)[:LONGEST_NOTE] for code, words in note.items() if clean(words)}
    link.by, link.at = by, timezone.now()
    link.save()
    if continues:
        asked = asked_in(series_for(survey, by).waves, continues)
        step = next((one.step for one in asked if one.wave.key == survey.slug), None)
        if step and step.is_forced and verdict == SeriesLink.Verdict.SAME:
            raise ParticipationError(
                _("Its type or scale changed: the numbers cannot be compared, whatever the words say."), "other_scale"
            )
        link.changes = list(step.changes) if step else []
        link.save(update_fields=["changes"])
    add_audit_entry("judge_question", survey, by=by, question=name, continues=continues, verdict=verdict)
    return link
