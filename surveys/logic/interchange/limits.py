"""What a constraint means for a question: its limits; and the limits of a question written as a constraint."""

from __future__ import annotations

from typing import Any

from surveys.logic.interchange.meanings import constant_of, short
from surveys.logic.interchange.wording import number, text
from surveys.logic.interchange.xpath import And, Binary, Call, Expression, Here, Number, String

TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
NUMBERS = ("number", "slider", "scale")
COUNTED = ("multi_choice", "ranking")
TEXTS = ("short_text", "long_text")


def apply_constraint(tree: Expression, question: dict[str, Any]) -> list[str]:
    """Put the limits that a constraint means into a question; returns the parts that mean none."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return [short(part) for part in parts if not (apply_part(part, question) or excludes(part, question))]


def apply_part(tree: Expression, question: dict[str, Any]) -> bool:
    """Take over one comparison with a limit; tells whether it has a counterpart."""
    match tree:
        case Call("regex", (Here(), String(pattern))) if question["type"] == "short_text" and "pattern" not in question:
            question["pattern"] = pattern
            return True
        case Binary("=", Binary("mod", Here(), Number(step)), Number(0)) if question["type"] in ("number", "slider"):
            question["step"] = step
            return step > 0
        case Binary(operator, left, right) if operator in TURNED:
            if constant_of(left) is not None:
                operator, left, right = TURNED[operator], right, left
            limit = constant_of(right)
            if isinstance(limit, str):
                limit = None
            if limit is None or isinstance(limit, bool):
                return False
            return set_limit(question, left, operator, limit)
    return False


def set_limit(question: dict[str, Any], left: Expression, operator: str, limit: float) -> bool:
    """Set one limit of a question; tells whether the type has it."""
    counted = left in (Call("count-selected", (Here(),)), Call("string-length", (Here(),)))
    whole = counted or question.get("step") == 1
    if operator in ("<", ">") and not (whole and float(limit).is_integer()):
        return False
    limit = limit - 1 if operator == "<" else limit + 1 if operator == ">" else limit
    lower = operator.startswith(">")
    kind = question["type"]
    if left == Here() and kind in NUMBERS:
        question["min" if lower else "max"] = limit
        return True
    if left == Call("count-selected", (Here(),)) and kind in COUNTED:
        question["min" if lower else "max"] = limit
        return True
    if left == Call("string-length", (Here(),)) and kind in TEXTS and not lower and 1 <= limit <= 10_000:
        question["max_length"] = int(limit)
        return True
    return False


def excludes(tree: Expression, question: dict[str, Any]) -> bool:
    """Take over "this choice and nothing else"; tells whether the constraint says that."""
    match tree:
        case Call("not", (And((Call("selected", (Here(), String(value))), other)),)) if (
            question["type"] == "multi_choice"
        ):
            alone = other in (
                Binary(">", Call("count-selected", (Here(),)), Number(1)),
                Binary(">=", Call("count-selected", (Here(),)), Number(2)),
            )
            for choice in question["choices"]:
                if alone and choice["value"] == value:
                    choice["exclusive"] = True
                    return True
    return False


def constraint_of(question: Any, names: dict[str, str]) -> str:
    """Write the limits of a question as a constraint; names are those of its choices in the form."""
    parts: list[Expression] = []
    left: Expression = Here()
    if question.type in COUNTED:
        left = Call("count-selected", (Here(),))
    if question.type in (*COUNTED, "number"):
        for sign, limit in ((">=", question.min), ("<=", question.max)):
            parts += [] if limit is None else [Binary(sign, left, number(limit))]
    if question.type == "number" and question.step not in (None, 1) and is_whole(question):
        parts.append(Binary("=", Binary("mod", Here(), Number(question.step)), Number(0)))
    if question.type in TEXTS and question.max_length is not None:
        parts.append(Binary("<=", Call("string-length", (Here(),)), Number(question.max_length)))
    if question.type in TEXTS and question.pattern:
        parts.append(Call("regex", (Here(), String(question.pattern))))
    if question.type == "multi_choice":
        for choice in question.choices:
            if choice.exclusive:
                chosen = Call("selected", (Here(), String(names[choice.value])))
                parts.append(Call("not", (And((chosen, Binary(">", Call("count-selected", (Here(),)), Number(1)))),)))
    if not parts:
        return ""
    return text(parts[0] if len(parts) == 1 else And(tuple(parts)))


def is_whole(question: Any) -> bool:
    """Tell whether the steps of a number are whole and begin at a multiple of their size."""
    whole = float(question.step).is_integer()
    return whole and (question.min or 0) % question.step == 0
