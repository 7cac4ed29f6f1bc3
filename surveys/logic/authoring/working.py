"""The working document: a questionnaire as JSON that may still lack things, with the survey's own texts beside it.

Its normal form holds nothing empty, so that taking an edit back gives exactly the document before it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.logic.questionnaire.document import SETTINGS, Reader, from_json
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.logic.questionnaire.parts import Questionnaire
from surveys.logic.questionnaire.types import TYPES

Document = dict[str, Any]
Texts = dict[str, str]
ABOUT = ("title", "lead", "readers", "thanks")
UNTOUCHED = frozenset({"visible_if", "expression", "point", "questions", "languages", "shapes"})
LIMIT = 20_000  # characters of one text
LISTS = ("choices", "rows")
TEXTS = ("label", "hint", "unit", "min_label", "max_label", "pattern_message", "title", "image_alt")
TRUTHS = ("required", "no_opinion", "multiple", "open_answer", "shuffle", "other", "exclusive", "fixed")


class AuthoringError(ValueError):
    """An edit that cannot be made; the code says why, words are made elsewhere."""

    def __init__(self, code: str, spot: str = "") -> None:
        super().__init__(f"{code}: {spot}" if spot else code)
        self.code = code
        self.spot = spot


def working_copy(document: Mapping[str, Any], about: Mapping[str, Any]) -> Document:
    """Return the working document of a questionnaire and its survey's texts."""
    return normal({"format": 1, "about": dict(about), **document})


def normal(document: Mapping[str, Any]) -> Document:
    """Return a copy without anything empty."""
    result = copy.deepcopy(dict(document))
    result["about"] = stripped(result.get("about", {}))
    result["pages"] = [stripped(page) for page in result.get("pages", [])]
    for page in result["pages"]:
        page["questions"] = [stripped(question) for question in page.get("questions", [])]
    return result


def stripped(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part without empty texts, lists and switches that are off."""
    result: dict[str, Any] = {}
    for key, value in part.items():
        kept = value
        if key in LISTS:
            kept = [stripped(choice) for choice in value]
        elif isinstance(value, Mapping) and key not in UNTOUCHED:
            kept = stripped(value)
        if key == "questions" or (kept is not None and kept is not False and kept not in ("", [], {})):
            result[key] = kept
    return result


def pages_of(document: Document) -> list[dict[str, Any]]:
    """Return the pages."""
    pages: list[dict[str, Any]] = document["pages"]
    return pages


def questions_in(document: Document) -> Iterator[dict[str, Any]]:
    """Yield all questions in their order."""
    for page in pages_of(document):
        yield from page["questions"]


def page_of(document: Document, name: str) -> dict[str, Any]:
    """Return a page by its name; raises AuthoringError when it is gone."""
    for page in pages_of(document):
        if page["name"] == name:
            return page
    raise AuthoringError("page_gone", name)


def question_of(document: Document, name: str) -> dict[str, Any]:
    """Return a question by its name; raises AuthoringError when it is gone."""
    for question in questions_in(document):
        if question["name"] == name:
            return question
    raise AuthoringError("question_gone", name)


def home_of(document: Document, name: str) -> dict[str, Any]:
    """Return the page on which a question stands; raises AuthoringError when it is gone."""
    for page in pages_of(document):
        if any(question["name"] == name for question in page["questions"]):
            return page
    raise AuthoringError("question_gone", name)


def choice_of(document: Document, question: str, which: str, value: str) -> dict[str, Any]:
    """Return a choice or row; raises AuthoringError when it is gone."""
    for choice in question_of(document, question).get(which, ()):
        if choice["value"] == value:
            found: dict[str, Any] = choice
            return found
    raise AuthoringError("choice_gone", f"{question}.{value}")


def names_of(document: Document) -> set[str]:
    """Return the names of all questions."""
    return {question["name"] for question in questions_in(document)}


def strict_part(document: Document) -> dict[str, Any]:
    """Return what from_json reads: the questionnaire without the survey's texts."""
    return {key: value for key, value in document.items() if key != "about"}


def finished(document: Document) -> Questionnaire:
    """Return the typed questionnaire; raises QuestionnaireError with the place while something is missing."""
    return from_json(strict_part(document))


def problem_of_question(document: Document, question: Mapping[str, Any]) -> str:
    """Return why a question by itself is not finished yet, empty when it is."""
    reader = Reader({})
    reader.base = document["languages"][0]
    try:
        reader.question(dict(question), "")
    except QuestionnaireError as error:
        return f"{error.path}: {error.problem}".lstrip(": .")
    return ""


def check_value(field: str, value: Any, *, of: str = "") -> None:
    """Raise AuthoringError unless a setting can have this value; None removes a setting."""
    reader = Reader({})
    try:
        if value is None:
            return
        if field in TEXTS or field in ABOUT:
            check_texts(value, field)
        elif field == "visible_if":
            reader.condition(value, field)
        elif field in TRUTHS:
            reader.truth(value, field)
        elif field == "image":
            reader.text(value, field)
        elif field == "point":
            reader.point(value, field)
        elif field in SETTINGS:
            getattr(reader, SETTINGS[field])(value, field)
        else:
            raise AuthoringError("no_such_setting", field)
    except QuestionnaireError as error:
        raise AuthoringError("does_not_fit", f"{error.path} {error.problem}") from None
    if of and field in SETTINGS and field not in TYPES[of].settings:
        raise AuthoringError("no_such_setting", field)


def check_texts(value: Any, field: str) -> None:
    """Raise AuthoringError unless a value is texts by language of a bearable length."""
    texts = Reader({}).texts(value, field)
    if any(len(words) > LIMIT for words in texts.values()):
        raise AuthoringError("too_long", field)


def free_name(wanted: str, taken: set[str]) -> str:
    """Return a name that is not taken yet: the wanted one, or with a number after it."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted[:56]}_{number}", number + 1
    return name


def name_from(words: str, fallback: str) -> str:
    """Return a technical name made of words: letters, digits and _ only."""
    plain = words.lower().translate(str.maketrans("äöåéü", "aoaeu"))
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:32].rstrip("_")
    return name if re.match(r"[a-z]", name) else fallback
