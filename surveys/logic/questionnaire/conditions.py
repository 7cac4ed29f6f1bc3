"""When a question or page is shown: a typed tree of conditions, and its evaluator.

The browser has the same evaluator (logic.js); both are held to the same vectors.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.logic.questionnaire.faults import QuestionnaireError

ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
MAX_DEPTH = 20
OPERATORS = ("is", "is_not", "in", "selected", "not_selected", "gt", "gte", "lt", "lte", "answered")
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class All:
    """True when every part is true; without parts true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """True when at least one part is true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """True when its part is false."""

    part: "Condition"


@dataclass(frozen=True)
class Test:
    """Compares the answer to one question, or to one row of a matrix, with a value."""

    __test__ = False  # not a test of pytest
    question: str
    operator: str
    value: Any
    row: str | None = None


Condition = All | AnyOf | Not | Test


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Tell whether the condition holds for these answers; no condition always holds."""
    match condition:
        case None:
            return True
        case All(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)
        case Not(part):
            return not holds(part, answers)
        case Test():
            return passes(condition, answers)


def passes(test: Test, answers: Answers) -> bool:  # noqa: PLR0911 -- one return an operator
    """Tell whether one comparison is true; a question without an answer equals nothing."""
    answer = answers.get(test.question)
    if test.row is not None:
        answer = answer.get(test.row) if isinstance(answer, Mapping) else None
    actual = plain(answer)
    match test.operator:
        case "is":
            return same(actual, test.value)
        case "is_not":
            return not same(actual, test.value)
        case "in":
            return any(same(actual, value) for value in test.value)
        case "selected":
            return chosen(actual, test.value)
        case "not_selected":
            return not chosen(actual, test.value)
        case "answered":
            return has_answer(actual) is test.value
    return ordered(actual, test.operator, test.value)


def plain(answer: Any) -> Any:
    """Return an answer without the words of a written other: its value, or its list of values."""
    if isinstance(answer, Mapping) and "value" in answer:
        return answer["value"]
    if isinstance(answer, list | tuple):
        return [plain(item) for item in answer]
    return answer


def has_answer(value: Any) -> bool:
    """Tell whether there is anything in an answer."""
    return value is not None and value is not False and value not in ("", [], {})


def is_number(value: Any) -> bool:
    """Tell whether a JSON value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(actual: Any, expected: Any) -> bool:
    """Tell whether two JSON scalars are equal: numbers by value, never a number and a text."""
    if is_number(actual) and is_number(expected):
        return bool(actual == expected)
    return type(actual) is type(expected) and bool(actual == expected)


def chosen(actual: Any, value: Any) -> bool:
    """Tell whether a value is among the chosen ones."""
    return any(same(item, value) for item in actual) if isinstance(actual, list) else same(actual, value)


def ordered(actual: Any, operator: str, value: Any) -> bool:
    """Compare two numbers or two dates; anything else compares to false."""
    numbers = is_number(actual) and is_number(value)
    dates = isinstance(actual, str) and isinstance(value, str) and ISO_DATE.match(actual) and ISO_DATE.match(value)
    if not numbers and not dates:
        return False
    match operator:
        case "gt":
            return bool(actual > value)
        case "gte":
            return bool(actual >= value)
        case "lt":
            return bool(actual < value)
    return bool(actual <= value)


def questions_of(condition: Condition | None) -> Iterator[str]:
    """Yield the names of the questions that a condition asks about."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from questions_of(part)
        case Not(part):
            yield from questions_of(part)
        case Test(question):
            yield question


def condition_from_json(value: Any, path: str, depth: int = 0) -> Condition:
    """Read a condition; raises QuestionnaireError for anything that is none."""
    if not isinstance(value, dict) or depth > MAX_DEPTH:
        raise QuestionnaireError(path, "is not a condition" if depth <= MAX_DEPTH else "is nested too deeply")
    for word, kind in (("all", All), ("any", AnyOf)):
        if word in value:
            parts = value[word]
            if len(value) != 1 or not isinstance(parts, list):
                raise QuestionnaireError(path, f'"{word}" takes a list and nothing beside it')
            return kind(
                tuple(condition_from_json(part, f"{path}.{word}[{n}]", depth + 1) for n, part in enumerate(parts))
            )
    if "not" in value:
        if len(value) != 1:
            raise QuestionnaireError(path, '"not" takes nothing beside it')
        return Not(condition_from_json(value["not"], f"{path}.not", depth + 1))
    return test_from_json(value, path)


def test_from_json(value: dict[str, Any], path: str) -> Test:
    """Read one comparison: a question, at most one row, exactly one operator with a value that fits it."""
    operators = [key for key in value if key in OPERATORS]
    row = value.get("row")
    unknown = set(value) - {"question", "row", *OPERATORS}
    if not isinstance(value.get("question"), str) or len(operators) != 1 or unknown:
        raise QuestionnaireError(path, "needs a question and one operator")
    if row is not None and not isinstance(row, str):
        raise QuestionnaireError(f"{path}.row", "is not a text")
    operator = operators[0]
    operand = value[operator]
    if not operand_fits(operator, operand):
        raise QuestionnaireError(f"{path}.{operator}", "has a value that cannot be compared")
    return Test(value["question"], operator, tuple(operand) if operator == "in" else operand, row)


def operand_fits(operator: str, operand: Any) -> bool:
    """Tell whether an operator can be used with a value."""
    if operator == "answered":
        return isinstance(operand, bool)
    if operator == "in":
        return isinstance(operand, list) and bool(operand) and all(is_scalar(item) for item in operand)
    if operator in ("gt", "gte", "lt", "lte"):
        return is_number(operand) or (isinstance(operand, str) and bool(ISO_DATE.match(operand)))
    return is_scalar(operand)


def is_scalar(value: Any) -> bool:
    """Tell whether a JSON value is a text, a number or a truth value."""
    return isinstance(value, str | bool) or is_number(value)


test_from_json.__test__ = False  # type: ignore[attr-defined]  # not a test of pytest


def condition_to_json(condition: Condition) -> dict[str, Any]:
    """Write a condition as it stands in the document."""
    match condition:
        case All(parts):
            return {"all": [condition_to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_to_json(part) for part in parts]}
        case Not(part):
            return {"not": condition_to_json(part)}
    row = {} if condition.row is None else {"row": condition.row}
    value = list(condition.value) if condition.operator == "in" else condition.value
    return {"question": condition.question, **row, condition.operator: value}
