"""Surveys as files: written so that they can be read again, here or in another town."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from participation.models.people import Person
from participation.models.processes import Process
from surveys.actions.questionnaires import publish_version
from surveys.actions.surveys import create_survey, open_survey
from surveys.models.surveys import Survey

TEXTS = ("title", "lead", "readers", "thanks")
TIMES = ("opens", "closes")


def survey_as_json(survey: Survey) -> dict[str, Any]:
    """Return a survey with the questionnaire of the version in use; no responses, no keys."""
    if survey.current is None:
        raise ParticipationError(_("Publish a questionnaire first."), "no_version")
    about: dict[str, Any] = {"slug": survey.slug, **{key: getattr(survey, key) for key in TEXTS}}
    about |= {key: getattr(survey, key).isoformat() for key in TIMES if getattr(survey, key)}
    about |= {"target": survey.target} if survey.target else {}
    return {"survey": about, "questionnaire": survey.current.document}


@transaction.atomic
def survey_from_json(
    data: Any, process: Process, *, by: Person | None, slug: str = "", publish: bool = False
) -> Survey:
    """Make a survey of a file; with publish residents can answer at once. Changes nothing if anything is wrong.

    Accepts what survey_as_json writes, and a bare questionnaire when a short name is given.
    """
    if not isinstance(data, Mapping):
        raise ParticipationError(_("The file holds no survey."), "invalid_questionnaire")
    document = data.get("questionnaire", data if "pages" in data else None)
    about = data.get("survey", {})
    if document is None or not isinstance(about, Mapping):
        raise ParticipationError(_("The file holds no survey."), "invalid_questionnaire")
    name = slug or about.get("slug")
    if not isinstance(name, str) or not name:
        raise ParticipationError(_("Give the survey a short name."), "no_slug")
    survey = Survey(process=process, slug=name, **texts_of(about, name), **times_of(about))
    create_survey(survey, by=by)
    publish_version(survey, document, by=by)
    return open_survey(survey, by=by) if publish else survey


def texts_of(about: Mapping[str, Any], name: str) -> dict[str, dict[str, str]]:
    """Return the texts by language; a survey without a title is called by its short name."""
    found = {key: about.get(key) or {} for key in TEXTS}
    for key, texts in found.items():
        if not isinstance(texts, dict) or not all(isinstance(words, str) for words in texts.values()):
            raise ParticipationError(_("%(field)s: give texts by language.") % {"field": key}, "invalid_questionnaire")
    return found | {"title": found["title"] or {"fi": name}}


def times_of(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return opening and closing times with their zone."""
    times: dict[str, Any] = {}
    for key in TIMES:
        if about.get(key) is None:
            continue
        times[key] = moment_from(about[key])
        if times[key] is None or times[key].tzinfo is None:
            raise ParticipationError(
                _("%(field)s: give a time with its zone, such as 2026-11-21T16:00:00+02:00.") % {"field": key},
                "invalid_questionnaire",
            )
    return times


def moment_from(text: Any) -> Any:
    """Return the moment that a text says, nothing for any other text."""
    try:
        return parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
