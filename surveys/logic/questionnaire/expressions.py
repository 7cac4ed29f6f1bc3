"""What a calculated question computes from earlier answers: a tree of sums, products and counts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from surveys.logic.questionnaire.conditions import MAX_DEPTH, is_number
from surveys.logic.questionnaire.faults import QuestionnaireError

Number = int | float
PAIRS: dict[str, Callable[[Number, Number], Number | None]] = {
    "subtract": lambda a, b: a - b,
    "divide": lambda a, b: a / b if b else None,
}
LISTS: dict[str, Callable[[list[Number]], Number]] = {
    "add": sum,
    "min": min,
    "max": max,
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
    parts = [raw_value(part, answers) for part in operand]
    numbers = [part for part in parts if part is not None]
    if len(numbers) != len(parts):
        return None
    if word in PAIRS:
        return PAIRS[word](numbers[0], numbers[1])
    if word == "multiply":
        return product(numbers)
    return LISTS[word](numbers)


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
    fits = isinstance(operand, list) and (len(operand) == 2 if word in PAIRS else len(operand) >= 1)
    if word not in (*PAIRS, *LISTS, "multiply") or not fits:
        raise QuestionnaireError(path, "is not an expression")
    for n, part in enumerate(operand):
        check_expression(part, f"{path}.{word}[{n}]", depth + 1)


def names_in(expression: Any) -> Iterator[str]:
    """Yield the names of the questions that an expression uses."""
    if isinstance(expression, dict):
        for word, operand in expression.items():
            if word in ("question", "count"):
                yield operand
            else:
                for part in operand:
                    yield from names_in(part)
