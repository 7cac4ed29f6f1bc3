"""What the browser's evaluator (logic.js) is told of questions: their conditions, limits and order, never their texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from surveys.logic.questionnaire.choosing import NO_OPINION
from surveys.logic.questionnaire.conditions import condition_to_json
from surveys.logic.questionnaire.offers import has_conditions
from surveys.logic.questionnaire.ordering import moves
from surveys.logic.questionnaire.places import most_places
from surveys.logic.questionnaire.written import SHORT_LIMIT, TEXT_LIMIT

if TYPE_CHECKING:
    from surveys.logic.questionnaire.parts import Choice, Page, Question

LIMITS = {"short_text": SHORT_LIMIT, "long_text": TEXT_LIMIT}


def for_browser(pages: Iterable[Page], *, with_pages: bool = True) -> dict[str, dict[str, Any]]:
    """Return by name, in the order of the questionnaire, what decides about each question of these pages."""
    return {
        question.name: {key: value for key, value in told(question, page if with_pages else None).items() if value}
        | limits_of(question)
        for page in pages
        for question in page.questions
    }


def told(question: Question, page: Page | None) -> dict[str, Any]:
    """Return what is told of one question; what is empty is left out."""
    conditions = [one for one in (page and page.visible_if, question.visible_if) if one]
    parts = [condition_to_json(one) for one in conditions]
    some = has_conditions(question)
    moving = question.rows or question.choices
    return {
        "type": question.type,
        "required": question.required,
        "if": {"all": parts} if len(parts) > 1 else next(iter(parts), None),
        "values": [choice.value for choice in question.choices],
        "rowValues": [row.value for row in question.rows],
        "choices": offers_of(question.choices) if some else None,
        "rows": offers_of(question.rows) if some else None,
        "exclusive": [choice.value for choice in question.choices if choice.exclusive],
        "mixed": [choice.value for choice in moving if moves(choice)] if question.shuffle else None,
        "skip": NO_OPINION if question.no_opinion else None,
    }


def offers_of(choices: tuple[Choice, ...]) -> dict[str, Any]:
    """Return by value when each is offered; nothing means always."""
    return {choice.value: choice.visible_if and condition_to_json(choice.visible_if) for choice in choices}


def limits_of(question: Question) -> dict[str, Any]:
    """Return the numbers that an answer keeps to or is computed from, zero among them."""
    if question.type == "scale":
        return {"min": question.lowest, "max": question.highest}
    limits: dict[str, Any] = {"min": question.min, "max": question.max, "step": question.step}
    limits["expression"] = question.expression
    if question.type == "allocation":
        limits["total"] = question.total
    if question.type == "map":
        limits["max"] = most_places(question)
    if question.type in LIMITS:
        limits["limit"] = question.max_length or LIMITS[question.type]
    return {key: value for key, value in limits.items() if value is not None}
