"""Choices and rows that are offered only on a condition: the question as it is with the answers so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from surveys.logic.questionnaire.conditions import holds

if TYPE_CHECKING:
    from surveys.logic.questionnaire.parts import Choice, Question

COUNTED = ("multi_choice", "image_choice", "ranking")  # a least number of choices cannot be more than there are


def has_conditions(question: Question) -> bool:
    """Tell whether anything in a question is offered only on a condition."""
    return any(part.visible_if for part in (*question.choices, *question.rows))


def offered(question: Question, answers: Mapping[str, Any]) -> Question:
    """Return a question with the choices and rows that these answers leave."""
    choices = tuple(choice for choice in question.choices if holds(choice.visible_if, answers))
    rows = tuple(row for row in question.rows if holds(row.visible_if, answers))
    least = question.min
    if question.type in COUNTED and least is not None:
        least = min(least, len(choices))
    return replace(question, choices=choices, rows=rows, min=least)


def is_void(asked: Question, left: Question) -> bool:
    """Tell whether nothing is left to choose, so that the question is not asked."""
    return bool((asked.choices and not left.choices and asked.type != "map") or (asked.rows and not left.rows))


def without_withdrawn(asked: Question, left: Question, value: Any) -> Any:
    """Return a sent value without choices and rows that are not offered with these answers; they are dropped unseen."""
    choices, rows = gone(asked.choices, left.choices), gone(asked.rows, left.rows)
    if isinstance(value, Mapping) and "value" not in value:
        keys = rows if asked.rows else choices
        kept = {key: stripped(part, choices) for key, part in value.items() if key not in keys}
        return {key: part for key, part in kept.items() if part is not None}
    return stripped(value, choices)


def gone(before: tuple[Choice, ...], after: tuple[Choice, ...]) -> set[str]:
    """Return the values that are not offered."""
    return {choice.value for choice in before} - {choice.value for choice in after}


def stripped(value: Any, choices: set[str]) -> Any:
    """Return one value or a list of values without these choices; nothing when the value was one of them."""
    if isinstance(value, list | tuple):
        return [item for item in value if not is_one_of(item, choices)]
    return None if is_one_of(value, choices) else value


def is_one_of(item: Any, choices: set[str]) -> bool:
    """Tell whether a chosen item, with or without written words, is one of these."""
    value = item.get("value") if isinstance(item, Mapping) else item
    return isinstance(value, str) and value in choices
