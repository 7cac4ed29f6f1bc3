"""Choices in an order of their own for each opened form: the same form always shows the same order."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveys.logic.questionnaire.parts import Choice, Question


def shuffled(question: Question, seed: str) -> Question:
    """Return a question with its choices (of a matrix: its rows) in the order that a form's key gives."""
    if not question.shuffle:
        return question
    if question.rows:
        return replace(question, rows=in_order_of(question.rows, f"{seed}:{question.name}"))
    return replace(question, choices=in_order_of(question.choices, f"{seed}:{question.name}"))


def in_order_of(choices: tuple[Choice, ...], seed: str) -> tuple[Choice, ...]:
    """Return choices mixed by a seed; fixed ones, a written other and "none of these" keep their places."""
    mixed = sorted((choice for choice in choices if moves(choice)), key=lambda choice: digest(seed, choice.value))
    rest = iter(mixed)
    return tuple(next(rest) if moves(choice) else choice for choice in choices)


def moves(choice: Choice) -> bool:
    """Tell whether a choice may stand anywhere."""
    return not (choice.fixed or choice.other or choice.exclusive)


def digest(seed: str, value: str) -> bytes:
    """Return what a choice is sorted by."""
    return hashlib.sha256(f"{seed}:{value}".encode()).digest()
