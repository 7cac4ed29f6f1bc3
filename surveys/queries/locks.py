"""Locked questions in words: whether a person may publish a document, and why not."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from participation.logic.text import pick
from participation.permissions import Visitor, is_admin
from surveys.logic.templates.locking import locked_changes
from surveys.models.surveys import Survey


def locked_edit_reason(
    survey: Survey, before: Mapping[str, Any], after: Mapping[str, Any], person: Visitor | None, language: str = "fi"
) -> str:
    """Return why an edit of a working copy is refused: it would change a locked question that is as it should be."""
    if not survey.locked or set(locked_changes(survey.locked, after)) <= set(locked_changes(survey.locked, before)):
        return ""
    return locked_reason(survey, after, person, language)


def locked_reason(survey: Survey, document: Mapping[str, Any], person: Visitor | None, language: str = "fi") -> str:
    """Return why a document may not replace the survey's questionnaire: a locked question changed; else nothing.

    Administrators of the town may change everything. Publishing asks this last.
    """
    if not survey.locked or (person is not None and is_admin(person)):
        return ""
    names = locked_changes(survey.locked, document)
    if not names:
        return ""
    label = pick(survey.locked[names[0]].get("label", {}), language)[0] or names[0]
    return _(
        "“%(question)s” is locked by the town, so that results stay comparable. It can be translated, not changed."
    ) % {"question": label}
