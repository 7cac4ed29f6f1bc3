"""Questions and whole surveys kept for the next one, and the locks that come with the town's templates."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import ParticipationError
from participation.models.people import Person
from participation.models.processes import Process
from surveys.actions.interchange import survey_as_json, survey_from_json
from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.logic.templates.locking import locked_questions
from surveys.logic.templates.ready import survey_of
from surveys.logic.templates.writing import Template
from surveys.models.spreading import LibraryItem
from surveys.models.surveys import Survey


@transaction.atomic
def start_from_ready(template: Template, process: Process, *, by: Person, slug: str) -> Survey:
    """Make a draft of a ready-made survey; its locked questions stay as they are, its series key joins the results."""
    survey = survey_from_json(survey_of(template), process, by=by, slug=slug)
    return lock(survey, template.locked, series=template.series)


@transaction.atomic
def start_from_item(item: LibraryItem, process: Process, *, by: Person, slug: str) -> Survey:
    """Make a draft of a saved survey, with the locks it was saved with."""
    survey = survey_from_json(item.content, process, by=by, slug=slug)
    return lock(survey, item.locked, series=item.content.get("series", ""))


def lock(survey: Survey, names: Sequence[str], *, series: str) -> Survey:
    """Remember the locked questions of a fresh draft as they are now."""
    if survey.current is not None and (names or series):
        survey.locked = locked_questions(survey.current.document, names)
        survey.series = series
        survey.save(update_fields=["locked", "series"])
    return survey


@transaction.atomic
def keep_survey(
    survey: Survey, title: Mapping[str, str], locked: Sequence[str], *, by: Person, for_town: bool = False
) -> LibraryItem:
    """Keep a survey as a template, for its process or for the whole town, with the questions that are to stay."""
    content = survey_as_json(survey)
    content["survey"] = {
        key: value for key, value in content["survey"].items() if key not in ("slug", "opens", "closes")
    }
    content |= {"series": survey.series} if survey.series else {}
    known = {question["name"] for page in content["questionnaire"]["pages"] for question in page["questions"]}
    if not set(locked) <= known:
        raise ParticipationError(
            _("There is no such question."),
            fields={"locked": [{"code": "invalid", "message": _("There is no such question.")}]},
        )
    item = LibraryItem(
        process=None if for_town else survey.process,
        kind=LibraryItem.Kind.SURVEY,
        title=dict(title),
        content=content,
        locked=[*locked, *(name for name in survey.locked if name not in locked)],
        created_by=by,
    )
    return add_item(item, by=by)


@transaction.atomic
def keep_question(survey: Survey, name: str, *, by: Person, document: Mapping[str, Any] | None = None) -> LibraryItem:
    """Keep one question of a survey, without its conditions: what they ask about may not be there next time.

    It is taken from the version in use, or from the working copy that is given.
    """
    if document is None:
        document = survey.current.document if survey.current else {"pages": []}
    question = locked_questions(document, [name]).get(name)
    if question is None:
        raise ParticipationError(_("There is no such question."), "unknown_question")
    content = without_conditions(question)
    try:
        from_json({"languages": document["languages"], "pages": [{"name": "page", "questions": [content]}]})
    except QuestionnaireError as error:
        raise ParticipationError(
            _("It is not finished yet, or needs other questions to make sense."), "not_alone"
        ) from error
    title = question.get("label") or {"fi": name}
    item = LibraryItem(
        process=survey.process, kind=LibraryItem.Kind.QUESTION, title=title, content=content, created_by=by
    )
    return add_item(item, by=by)


def without_conditions(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question that is always shown, with all its options."""
    content = {key: value for key, value in question.items() if key != "visible_if"}
    for which in {"choices", "rows"} & content.keys():
        content[which] = [{k: v for k, v in choice.items() if k != "visible_if"} for choice in content[which]]
    return content


def add_item(item: LibraryItem, *, by: Person) -> LibraryItem:
    """Save what is kept."""
    item.save(force_insert=True)
    add_audit_entry("keep_in_library", item, by=by)
    return item


@transaction.atomic
def remove_item(item: LibraryItem, *, by: Person) -> None:
    """Take something out of the library; surveys made of it stay as they are."""
    add_audit_entry("remove_from_library", item, by=by)
    item.delete()
