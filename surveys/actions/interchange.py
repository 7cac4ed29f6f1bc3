"""Surveys as files: written so that they can be read again, here or in another town."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from participation.models.people import Person
from participation.models.processes import Process
from surveys.actions.questionnaires import publish_version
from surveys.actions.surveys import create_survey, open_survey
from surveys.logic.interchange.book import book_of
from surveys.logic.interchange.columns import form_of
from surveys.logic.interchange.findings import Finding, NoCounterpartError, UnreadableFormError
from surveys.logic.interchange.reading import Reader
from surveys.logic.interchange.workbook import MAX_FILE, read_workbook
from surveys.logic.interchange.writing import Writer
from surveys.logic.questionnaire.document import from_json
from surveys.models.surveys import Identity, Survey
from surveys.queries.interchange import Line, lines_of, refusal_of

TEXTS = ("title", "lead", "readers", "thanks")
TIMES = ("opens", "closes")
MOST_HOPED = 10_000_000


@dataclass(frozen=True)
class ReadSurvey:
    """A file that was understood: what survey_from_json takes, and what could not be kept of it."""

    data: Any
    slug: str = ""
    lines: list[Line] = field(default_factory=list)
    asked: int = 0  # questions in the file
    kept: int = 0

    @property
    def has_questions(self) -> bool:
        """Tell whether a survey can be made of it."""
        return bool(self.data)

    @property
    def lost(self) -> int:
        """Count the questions that could not be kept."""
        return self.asked - self.kept


def read_survey(data: bytes, *, language: str = "") -> ReadSurvey:
    """Understand a survey file of any kind by its first bytes; changes nothing, raises ParticipationError.

    JSON is what export_survey writes; XLSX, XLS and CSV are XLSForm, in which the language names the columns
    without one.
    """
    if len(data) > MAX_FILE:
        raise ParticipationError(refusal_of(UnreadableFormError("too_big")), "invalid_form")
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return read_json(data)
    try:
        reading = Reader(form_of(read_workbook(data)), language).read()
    except UnreadableFormError as error:
        raise ParticipationError(refusal_of(error), "invalid_form") from error
    lines = lines_of(reading.findings)
    if reading.document is None:
        return ReadSurvey(None, "", lines, reading.asked, 0)
    about = {"title": {reading.document["languages"][0]: reading.title}} if reading.title else {}
    survey = about | reading.about | ({"slug": reading.slug} if reading.slug else {})
    whole = {"survey": survey, "questionnaire": reading.document}
    return ReadSurvey(whole, reading.slug, lines, reading.asked, reading.kept)


def read_json(data: bytes) -> ReadSurvey:
    """Understand the JSON of export_survey, or a bare questionnaire."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ParticipationError(not_json(error), "invalid_form") from error
    about = found.get("survey") if isinstance(found, dict) else None
    slug = about.get("slug", "") if isinstance(about, dict) else ""
    document = found.get("questionnaire", found) if isinstance(found, dict) else None
    pages = document.get("pages") if isinstance(document, dict) else None
    asked = sum(
        len(page["questions"])
        for page in pages or ()
        if isinstance(page, dict) and isinstance(page.get("questions"), list)
    )
    return ReadSurvey(found, slug if isinstance(slug, str) else "", [], asked, asked)


def not_json(error: Exception) -> str:
    """Return in words where a file stops being JSON."""
    if not isinstance(error, json.JSONDecodeError):
        return _("The file is no JSON.")
    where = {"line": error.lineno, "letter": error.colno}
    return _("The file is no JSON: it cannot be read from line %(line)s, letter %(letter)s on.") % where


def survey_as_xlsform(survey: Survey) -> tuple[bytes, list[Line]]:
    """Return a survey as an XLSForm workbook, and what XLSForm cannot say."""
    whole = survey_as_json(survey)
    about = {key: value for key, value in whole["survey"].items() if key != "slug" and value}
    try:
        sheets = Writer(from_json(whole["questionnaire"]), slug=survey.slug, about=about).write()
    except NoCounterpartError as error:
        message = _("The texts of “%(name)s” are longer than a spreadsheet allows.") % error.params
        raise ParticipationError(message, "too_long") from error
    findings: list[Finding] = sheets.findings
    return book_of(sheets), lines_of(findings)


def survey_as_json(survey: Survey) -> dict[str, Any]:
    """Return a survey with the questionnaire of the version in use; no responses, no keys."""
    if survey.current is None:
        raise ParticipationError(_("Publish a questionnaire first."), "no_version")
    about: dict[str, Any] = {"slug": survey.slug, **{key: getattr(survey, key) for key in TEXTS}}
    about |= {key: getattr(survey, key).isoformat() for key in TIMES if getattr(survey, key)}
    about |= {"target": survey.target} if survey.target else {}
    about |= {"identity": survey.identity} if survey.identity != Identity.OPEN else {}
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
    settings = {"identity": identity_of(about), "target": target_of(about)}
    survey = Survey(process=process, slug=name, **settings, **texts_of(about, name), **times_of(about))
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


def identity_of(about: Mapping[str, Any]) -> str:
    """Return who can answer; everybody when the file does not say it."""
    found = about.get("identity", Identity.OPEN)
    if not isinstance(found, str) or found not in Identity.values:
        message = _("%(field)s: choose one of %(known)s.") % {"field": "identity", "known": ", ".join(Identity.values)}
        raise ParticipationError(message, "invalid_questionnaire")
    return found


def target_of(about: Mapping[str, Any]) -> int | None:
    """Return how many responses are hoped for, if the file says it."""
    found = about.get("target")
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int) or not 0 < found <= MOST_HOPED:
        raise ParticipationError(
            _("%(field)s: give a number above zero.") % {"field": "target"}, "invalid_questionnaire"
        )
    return found


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
