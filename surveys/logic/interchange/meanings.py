"""What XPath means among the conditions and calculations of a questionnaire; what has no counterpart is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from surveys.logic.interchange.findings import NoCounterpartError
from surveys.logic.interchange.xpath import (
    And,
    Binary,
    Call,
    Expression,
    Negative,
    Number,
    Or,
    Path,
    Reference,
    String,
    written,
)
from surveys.logic.questionnaire.conditions import ISO_DATE, All, AnyOf, Condition, Not, Test
from surveys.logic.questionnaire.expressions import LIMIT

ORDERS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
NUMERIC = ("number", "slider", "scale", "calculated")
LISTS = ("multi_choice", "ranking", "image_choice", "matrix_multi")
DEEPEST = 15


@dataclass(frozen=True)
class Place:
    """Where the answer to a name of the file is found: a question, perhaps one row of it."""

    question: str
    type: str
    row: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)  # names of choices in the file -> values here


class Meanings:
    """Turns expressions of one form into conditions; knows the names that may be asked about at this point."""

    def __init__(self, places: Mapping[str, Place], all_names: frozenset[str]) -> None:
        self.places = places
        self.all_names = all_names

    def place(self, name: str) -> Place:
        """Return where a name is answered."""
        if name in self.places:
            return self.places[name]
        raise NoCounterpartError("asks_later" if name in self.all_names else "asks_unknown", name=name)

    def condition(self, tree: Expression, depth: int = 0) -> Condition:  # noqa: PLR0911 -- one return a form
        """Return the condition that an expression means."""
        if isinstance(tree, Binary | Call):
            tree = with_references(tree)
        if depth > DEEPEST:
            raise NoCounterpartError("no_condition", expression=short(tree))
        match tree:
            case And(parts):
                return All(tuple(self.condition(part, depth + 1) for part in parts))
            case Or(parts):
                return either(tuple(self.condition(part, depth + 1) for part in parts))
            case Call("not", (part,)):
                return negated(self.condition(part, depth + 1))
            case Call("true", ()):
                return All(())
            case Call("false", ()):
                return AnyOf(())
            case Call("boolean", (part,)):
                return self.condition(part, depth + 1)
            case Call("selected", (Reference(name, False), what)) if (value := text_of(what)) is not None:
                place = self.place(name)
                return Test(place.question, "selected", place.values.get(value, value), place.row)
            case Binary(operator, left, right) if operator in TURNED:
                return self.comparison(operator, left, right)
        raise NoCounterpartError("no_condition", expression=short(tree))

    def comparison(self, operator: str, left: Expression, right: Expression) -> Condition:
        """Return what comparing an answer with a constant means."""
        if constant_of(left) is not None and constant_of(right) is None:
            operator, left, right = TURNED[operator], right, left
        constant = constant_of(right)
        match left:
            case Reference(name, False) if constant is not None:
                return self.test(self.place(name), operator, constant)
            case Call("count-selected" | "string-length", (Reference(name, False),)) if constant in (0, 1):
                meant = {("=", 0): False, ("<", 1): False, ("<=", 0): False, (">", 0): True, (">=", 1): True,
                         ("!=", 0): True}.get((operator, constant))  # fmt: skip
                if meant is not None:
                    place = self.place(name)
                    return Test(place.question, "answered", meant, place.row)
        if constant in (True, False) and isinstance(constant, bool) and operator in ("=", "!="):
            inner = self.condition(left)
            return inner if constant is (operator == "=") else negated(inner)
        raise NoCounterpartError("no_condition", expression=short(Binary(operator, left, right)))

    def test(self, place: Place, operator: str, constant: Any) -> Condition:
        """Return one comparison of an answer with a value that fits its type."""
        if constant == "" and operator in ("=", "!="):
            return Test(place.question, "answered", operator == "!=", place.row)
        if place.type == "consent" and operator in ("=", "!="):
            if constant not in ("OK", True):
                raise NoCounterpartError("no_condition", expression=str(constant))
            return Test(place.question, "is" if operator == "=" else "is_not", True, place.row)
        value = fitting(place, constant)
        if operator in ORDERS:
            dated = isinstance(value, str) and ISO_DATE.match(value)
            if isinstance(value, bool) or not (isinstance(value, int | float) or dated):
                raise NoCounterpartError("no_order", value=str(constant))
            return Test(place.question, ORDERS[operator], value, place.row)
        if place.type in LISTS:
            return Test(place.question, "selected" if operator == "=" else "not_selected", value, place.row)
        return Test(place.question, "is" if operator == "=" else "is_not", value, place.row)

    def calculation(self, tree: Expression, depth: int = 0) -> Any:  # noqa: PLR0911 -- one return a form
        """Return the calculation that an expression means."""
        deeper = depth + 1
        if depth <= DEEPEST:
            match tree:
                case Number(value) if abs(value) <= LIMIT:
                    return value
                case Negative(Number(value)) if abs(value) <= LIMIT:
                    return -value
                case Negative(part):
                    return {"subtract": [0, self.calculation(part, deeper)]}
                case Reference(name, False) if self.place(name).type in NUMERIC and self.place(name).row is None:
                    return {"question": self.place(name).question}
                case Call("count-selected", (Reference(name, False),)) if self.place(name).type in LISTS[:2]:
                    return {"count": self.place(name).question}
                case Call("min" | "max" as word, arguments) if arguments:
                    return {word: [self.calculation(part, deeper) for part in arguments]}
                case Call("number", (part,)):
                    return self.calculation(part, deeper)
                case Binary("+" | "*" as sign):
                    joining = "add" if sign == "+" else "multiply"
                    return {joining: [self.calculation(part, deeper) for part in chain(tree, sign)]}
                case Binary("-" | "div" as sign, left, right):
                    parting = "subtract" if sign == "-" else "divide"
                    return {parting: [self.calculation(left, deeper), self.calculation(right, deeper)]}
        raise NoCounterpartError("no_calculation", expression=short(tree))


def with_references(tree: Binary | Call) -> Binary | Call:
    """Return an expression whose operands that are paths to a sibling are written as ${name}."""
    if isinstance(tree, Binary):
        return Binary(tree.operator, as_reference(tree.left), as_reference(tree.right))
    return Call(tree.name, tuple(map(as_reference, tree.arguments)))


def as_reference(tree: Expression) -> Expression:
    """Return ${name} for ../name, as older forms write it; anything else as it is."""
    match tree:
        case Path(steps, "", None) if len(steps) > 1 and all(step.name == ".." for step in steps[:-1]):
            last = steps[-1]
            return Reference(last.name) if last.name != ".." and not last.predicates else tree
    return tree


def short(tree: Expression) -> str:
    """Return an expression as text that fits a message."""
    text = written(tree)
    return text if len(text) <= 120 else f"{text[:117]}…"


def chain(tree: Expression, sign: str) -> list[Expression]:
    """Return the operands of a chain of sums or products."""
    parts: list[Expression] = []
    while isinstance(tree, Binary) and tree.operator == sign:
        parts.insert(0, tree.right)
        tree = tree.left
    return [tree, *parts]


def either(parts: tuple[Condition, ...]) -> Condition:
    """Return an "any"; several values of one question become one list of values."""
    tests = [part for part in parts if isinstance(part, Test) and part.operator == "is"]
    if len(tests) == len(parts) and all((a.question, a.row) == (b.question, b.row) for a, b in pairwise(tests)):
        return Test(tests[0].question, "in", tuple(test.value for test in tests), tests[0].row)
    return AnyOf(parts)


def negated(condition: Condition) -> Condition:
    """Return the opposite; a choice that is not chosen has a word of its own."""
    if isinstance(condition, Test) and condition.operator == "selected":
        return Test(condition.question, "not_selected", condition.value, condition.row)
    return Not(condition)


def text_of(tree: Expression) -> str | None:
    """Return a constant as text."""
    constant = constant_of(tree)
    return None if constant is None or isinstance(constant, bool) else str(constant)


def constant_of(tree: Expression) -> Any:  # noqa: PLR0911 -- one return a form
    """Return the value of a constant, nothing for anything else."""
    match tree:
        case Number(value):
            return value
        case Negative(Number(value)):
            return -value
        case String(text):
            return text
        case Call("true", ()):
            return True
        case Call("false", ()):
            return False
        case Call("date" | "string" | "number", (part,)):
            return constant_of(part)
    return None


def fitting(place: Place, constant: Any) -> Any:
    """Return a constant as the type of the question stores it."""
    if place.type in NUMERIC:
        if isinstance(constant, str):
            try:
                number = float(constant)
            except ValueError:
                return place.values.get(constant, constant)
            return int(number) if number.is_integer() else number
        return constant
    if isinstance(constant, bool):
        raise NoCounterpartError("no_condition", expression=str(constant).lower())
    if isinstance(constant, int | float):
        constant = str(int(constant)) if float(constant).is_integer() else str(constant)
    return place.values.get(constant, constant)
