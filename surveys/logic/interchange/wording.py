"""Conditions and calculations of a questionnaire written as XPath."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveys.logic.interchange.findings import NoCounterpartError
from surveys.logic.interchange.meanings import ORDERS, Place
from surveys.logic.interchange.xpath import (
    And,
    Binary,
    Call,
    Expression,
    Negative,
    Number,
    Or,
    Reference,
    String,
    written,
)
from surveys.logic.questionnaire.conditions import ISO_DATE, All, AnyOf, Condition, Not, Test, is_number
from surveys.logic.questionnaire.expressions import DATES

SIGNS = {word: sign for sign, word in ORDERS.items()}


class Wording:
    """Writes conditions of one questionnaire; knows under which names its answers stand in the form."""

    def __init__(self, places: Mapping[tuple[str, str | None], Place]) -> None:
        self.places = places  # by question and row; here Place.question is the name in the form

    def relevant(self, condition: Condition) -> str:
        """Return a condition as text; raises NoCounterpartError."""
        return text(self.tree(condition))

    def calculation(self, expression: Any) -> str:
        """Return a calculation as text; raises NoCounterpartError."""
        return text(self.sum(expression))

    def tree(self, condition: Condition) -> Expression:  # noqa: PLR0911 -- one return a kind
        """Return a condition as an expression."""
        match condition:
            case All(()):
                return Call("true")
            case AnyOf(()):
                return Call("false")
            case All((part,)) | AnyOf((part,)):
                return self.tree(part)
            case All(parts):
                return And(tuple(map(self.tree, parts)))
            case AnyOf(parts):
                return Or(tuple(map(self.tree, parts)))
            case Not(part):
                return Call("not", (self.tree(part),))
            case Test():
                return self.test(condition)

    def test(self, test: Test) -> Expression:  # noqa: PLR0911 -- one return an operator
        """Return one comparison."""
        place = self.places.get((test.question, test.row))
        if place is None:
            raise NoCounterpartError("asks_unknown", name=test.question)
        asked = Reference(place.question)
        match test.operator:
            case "is":
                return self.equal(place, "=", test.value)
            case "is_not":
                return self.equal(place, "!=", test.value)
            case "in":
                parts = tuple(self.equal(place, "=", value) for value in test.value)
                return parts[0] if len(parts) == 1 else Or(parts)
            case "selected":
                return Call("selected", (asked, constant(place, test.value)))
            case "not_selected":
                return Call("not", (Call("selected", (asked, constant(place, test.value))),))
            case "answered":
                return Binary("!=" if test.value else "=", asked, String(""))
        return Binary(SIGNS[test.operator], asked, constant(place, test.value))

    def equal(self, place: Place, sign: str, value: Any) -> Expression:
        """Return whether an answer is a value; a box says OK when it is ticked."""
        if place.type == "consent":
            if value is not True:
                raise NoCounterpartError("no_condition", expression=str(value))
            return Binary(sign, Reference(place.question), String("OK"))
        return Binary(sign, Reference(place.question), constant(place, value))

    def sum(self, expression: Any) -> Expression:
        """Return a calculation as an expression."""
        if is_number(expression):
            return number(expression)
        ((word, operand),) = expression.items()
        if word in ("question", "count"):
            place = self.places.get((operand, None))
            if place is None or (word == "count" and place.type not in ("multi_choice", "ranking")):
                raise NoCounterpartError("asks_unknown", name=operand)
            asked = Reference(place.question)
            return asked if word == "question" else Call("count-selected", (asked,))
        if word in DATES:
            raise NoCounterpartError("no_condition", expression=word)
        parts = tuple(map(self.sum, operand))
        if word in ("min", "max"):
            return Call(word, parts)
        sign = {"add": "+", "subtract": "-", "multiply": "*", "divide": "div"}[word]
        tree = parts[0]
        for part in parts[1:]:
            tree = Binary(sign, tree, part)
        return tree


def number(value: float) -> Expression:
    """Return a number; one below zero has its minus before it."""
    return Negative(Number(-value)) if value < 0 else Number(value)


def constant(place: Place, value: Any) -> Expression:
    """Return a value as a constant."""
    if isinstance(value, bool):
        raise NoCounterpartError("no_condition", expression=str(value).lower())
    if is_number(value):
        return number(value)
    if place.type == "date" and ISO_DATE.match(value):
        return Call("date", (String(value),))
    return String(place.values.get(value, value))


def text(tree: Expression) -> str:
    """Return an expression as text."""
    try:
        return written(tree)
    except ValueError:
        raise NoCounterpartError("both_quotes") from None
