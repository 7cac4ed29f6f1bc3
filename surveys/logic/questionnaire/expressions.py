"""What a calculated question computes from earlier answers: a tree of sums, products and counts."""

import datetime
import operator
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Any

from surveys.logic.questionnaire.conditions import ISO_DATE, MAX_DEPTH, is_number
from surveys.logic.questionnaire.faults import QuestionnaireError

Number = int | float
PAIRS: dict[str, Callable[[Number, Number], Number | None]] = {
    "subtract": lambda a, b: a - b,
    "divide": lambda a, b: a / b if b else None,
}
LISTS: dict[str, Callable[[list[Number]], Number]] = {
    "add": lambda parts: reduce(operator.add, parts),  # not sum(), which newer Pythons round in their own way
    "min": min,
    "max": max,
}
DATES: dict[str, Callable[[datetime.date, datetime.date], Number]] = {
    "days_between": lambda a, b: (b - a).days,
    "years_between": lambda a, b: b.year - a.year - ((b.month, b.day) < (a.month, a.day)),  # whole ones, as of an age
}
LIMIT = 10**15  # beyond it a browser and a server may round differently


def value_of(expression: Any, answers: Mapping[str, Any]) -> Number | None:
    """Compute an expression; nothing when an answer it needs is missing or is no number."""
    result = raw_value(expression, answers)
    if result is None or result != result or abs(result) > LIMIT:  # noqa: PLR0124 -- NaN
        return None
    return int(result) if float(result).is_integer() else result


def raw_value(expression: Any, answers: Mapping[str, Any]) -> Number | None:  # noqa: PLR0911 -- one return a word
    """Compute one node of the tree."""
    if is_number(expression):
        return expression
    ((word, operand),) = expression.items()
    if word == "question":
        answer = answers.get(operand)
        return answer if is_number(answer) else None
    if word == "count":
        answer = answers.get(operand)
        return len(answer) if isinstance(answer, list | tuple) else int(answer is not None)
    if word in DATES:
        days = [day_of(part, answers) for part in operand]
        return DATES[word](days[0], days[1]) if days[0] and days[1] else None
    parts = [raw_value(part, answers) for part in operand]
    numbers = [part for part in parts if part is not None]
    if len(numbers) != len(parts):
        return None
    if word in PAIRS:
        return PAIRS[word](numbers[0], numbers[1])
    if word == "multiply":
        return product(numbers)
    return LISTS[word](numbers)


def day_of(operand: Any, answers: Mapping[str, Any]) -> datetime.date | None:
    """Return the day that stands in an expression or that was answered; nothing when there is none."""
    text = operand if isinstance(operand, str) else answers.get(operand["question"])
    if not isinstance(text, str) or not ISO_DATE.match(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def product(numbers: list[Number]) -> Number | None:
    """Multiply; nothing as soon as the result grows out of bounds."""
    result: Number = 1
    for number in numbers:
        result *= number
        if abs(result) > LIMIT:
            return None
    return result


def check_expression(expression: Any, path: str, depth: int = 0) -> None:
    """Raise QuestionnaireError unless this is an expression."""
    if is_number(expression) and abs(expression) <= LIMIT:
        return
    if not isinstance(expression, dict) or len(expression) != 1 or depth > MAX_DEPTH:
        raise QuestionnaireError(path, "is not an expression")
    ((word, operand),) = expression.items()
    if word in ("question", "count"):
        if not isinstance(operand, str):
            raise QuestionnaireError(path, f'"{word}" takes the name of a question')
        return
    if word in DATES:
        check_days(operand, f"{path}.{word}")
        return
    fits = isinstance(operand, list) and (len(operand) == 2 if word in PAIRS else len(operand) >= 1)
    if word not in (*PAIRS, *LISTS, "multiply") or not fits:
        raise QuestionnaireError(path, "is not an expression")
    for n, part in enumerate(operand):
        check_expression(part, f"{path}.{word}[{n}]", depth + 1)


def check_days(operand: Any, path: str) -> None:
    """Raise QuestionnaireError unless these are two days, each written or asked."""
    if not isinstance(operand, list) or len(operand) != 2:
        raise QuestionnaireError(path, "takes two days")
    for n, part in enumerate(operand):
        asked = isinstance(part, dict) and set(part) == {"question"} and isinstance(part["question"], str)
        if not asked and (not isinstance(part, str) or day_of(part, {}) is None):
            raise QuestionnaireError(f"{path}[{n}]", "is neither a day nor a question")


def names_in(expression: Any) -> Iterator[str]:
    """Yield the names of the questions that an expression uses."""
    if isinstance(expression, dict):
        for word, operand in expression.items():
            if word in ("question", "count"):
                yield operand
            else:
                for part in operand:
                    yield from names_in(part)
