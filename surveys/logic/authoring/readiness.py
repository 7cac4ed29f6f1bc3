"""Whether a working document can be published, and a preview of one that cannot yet."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from surveys.logic.authoring.renaming import names_used
from surveys.logic.authoring.working import Document, finished, pages_of, problem_of_question, questions_in
from surveys.logic.questionnaire.conditions import Condition, condition_from_json, questions_of
from surveys.logic.questionnaire.document import Reader
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.logic.questionnaire.parts import Question

Blank = Callable[[str], str]  # what stands for a text that is not written yet: "label", "choice"


@dataclass(frozen=True)
class Lack:
    """One thing that keeps a document from being published: a code, and where."""

    code: str
    question: str = ""
    page: str = ""
    detail: str = ""


def lacks_of(document: Document) -> list[Lack]:
    """Return everything that keeps a document from being published; nothing for one that can be."""
    lacks: list[Lack] = []
    seen: set[str] = set()
    base = document["languages"][0]
    if not document.get("about", {}).get("title", {}).get(base, "").strip():
        lacks.append(Lack("no_title"))
    for page in pages_of(document):
        if not page["questions"]:
            lacks.append(Lack("empty_page", page=page["name"]))
        lacks.extend(Lack("looks_ahead", page=page["name"], detail=n) for n in ahead(page, seen))
        for question in page["questions"]:
            lacks.extend(lacks_of_question(document, question, base))
            lacks.extend(
                Lack("looks_ahead", question["name"], page["name"], detail=name) for name in ahead(question, seen)
            )
            seen.add(question["name"])
    if not lacks:
        try:
            finished(document)
        except QuestionnaireError as error:
            lacks.append(Lack("does_not_fit", question_at(document, error.path), detail=str(error)))
    return lacks


def question_at(document: Document, path: str) -> str:
    """Return the name of the question that a path such as pages[0].questions[2].label is in, empty when in none."""
    found = re.match(r"pages\[(\d+)\]\.questions\[(\d+)\]", path)
    if not found:
        return ""
    return str(pages_of(document)[int(found[1])]["questions"][int(found[2])]["name"])


def lacks_of_question(document: Document, question: dict[str, Any], base: str) -> list[Lack]:
    """Return what one question lacks by itself."""
    name = question["name"]
    if question["type"] != "calculated" and not question.get("label", {}).get(base, "").strip():
        return [Lack("no_words", name)]
    for which in ("choices", "rows"):
        for choice in question.get(which, ()):
            if not choice.get("label", {}).get(base, "").strip():
                return [Lack("no_words_of_choice", name, detail=which)]
    problem = problem_of_question(document, question)
    return [Lack("does_not_fit", name, detail=problem)] if problem else []


def ahead(part: dict[str, Any], seen: set[str]) -> list[str]:
    """Return the names that a condition or calculation uses though they come later or not at all."""
    alone = {"pages": [{**{key: value for key, value in part.items() if key != "questions"}, "questions": []}]}
    return sorted(names_used(alone) - seen)


def previewed(document: Document, question: dict[str, Any], blank: Blank) -> Question | None:
    """Return a question as residents will see it, with words in place of those that are missing; None if it cannot be."""
    shown = copy.deepcopy(question)
    for part in (shown, *shown.get("choices", ()), *shown.get("rows", ())):
        part.pop("visible_if", None)
    base = document["languages"][0]
    fill(shown, "label", base, blank("label"))
    for which in ("choices", "rows"):
        for choice in shown.get(which, ()):
            fill(choice, "label", base, blank("choice"))
    reader = Reader({})
    reader.base = base
    try:
        return reader.question(shown, "")
    except QuestionnaireError:
        return None


def fill(part: dict[str, Any], key: str, language: str, words: str) -> None:
    """Write words where none are."""
    if not part.get(key, {}).get(language, "").strip():
        part[key] = {**part.get(key, {}), language: words}


def condition_of(part: dict[str, Any]) -> Condition | None:
    """Return when a page or question is shown; None for always, and for what cannot be read."""
    try:
        return condition_from_json(part["visible_if"], "") if part.get("visible_if") else None
    except QuestionnaireError:
        return None


def users_of(document: Document, name: str) -> list[str]:
    """Return the questions and pages whose conditions ask for a question."""
    parts = (*pages_of(document), *questions_in(document))
    return [part["name"] for part in parts if name in set(questions_of(condition_of(part)))]
