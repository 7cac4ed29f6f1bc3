"""The expressions of XLSForm as a typed tree, and the tree as text: parsing the text again gives an equal tree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

# how tightly an operator binds; the left operand of an equal one needs no brackets
BINDING = {
    **dict.fromkeys(("=", "!="), 3),
    **dict.fromkeys(("<", "<=", ">", ">="), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "div", "mod"), 6),
}
NEGATION, UNION, WHOLE = 7, 8, 9


@dataclass(frozen=True)
class Number:
    """A number; never below zero, a minus is a Negative."""

    value: int | float


@dataclass(frozen=True)
class String:
    """A text between quotation marks."""

    text: str


@dataclass(frozen=True)
class Reference:
    """${name}: the answer to a question."""

    name: str
    last_saved: bool = False


@dataclass(frozen=True)
class Here:
    """The answer that a constraint is about: a single point."""


@dataclass(frozen=True)
class Step:
    """One step of a path: a name, *, . or .., with its predicates."""

    name: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Path:
    """A path of steps; from the root, from where it stands, or from what a function gives."""

    steps: tuple[Step, ...]
    start: str = ""  # "" relative, "/" from the root, "//" anywhere
    root: Call | None = None


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Negative:
    """A minus before something."""

    part: Expression


@dataclass(frozen=True)
class Binary:
    """Two operands of a comparison or of arithmetic."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Union:
    """Two sets of places together."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class And:
    """Every part is true; two parts at least."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Or:
    """Some part is true; two parts at least."""

    parts: tuple[Expression, ...]


Expression = Number | String | Reference | Here | Path | Call | Negative | Binary | Union | And | Or


def written(expression: Expression) -> str:  # noqa: PLR0911 -- one return a kind
    """Write an expression as XLSForm has it, with no more brackets than needed."""
    match expression:
        case Number(value):
            return number_text(value)
        case String(text):
            return quoted(text)
        case Reference(name, last_saved):
            return f"${{last-saved#{name}}}" if last_saved else f"${{{name}}}"
        case Here():
            return "."
        case Path():
            return path_text(expression)
        case Call(name, arguments):
            return f"{name}({', '.join(map(written, arguments))})"
        case Negative(part):
            return f"-{bracketed(part, NEGATION)}"
        case Union(left, right):
            return f"{bracketed(left, UNION)} | {bracketed(right, WHOLE)}"
        case And(parts):
            return " and ".join(bracketed(part, 3) for part in parts)
        case Or(parts):
            return " or ".join(bracketed(part, 2) for part in parts)
        case Binary(operator, left, right):
            tight = BINDING[operator]
            return f"{bracketed(left, tight)} {operator} {bracketed(right, tight + 1)}"


def binding_of(expression: Expression) -> int:
    """Return how tightly an expression holds together."""
    match expression:
        case Or():
            return 1
        case And():
            return 2
        case Binary(operator):
            return BINDING[operator]
        case Negative():
            return NEGATION
        case Union():
            return UNION
    return WHOLE


def bracketed(expression: Expression, tight: int) -> str:
    """Write an operand, in brackets if it binds less tightly than its place asks."""
    text = written(expression)
    return text if binding_of(expression) >= tight else f"({text})"


def number_text(value: float) -> str:
    """Write a number without an exponent."""
    return format(Decimal(repr(value)), "f")


def quoted(text: str) -> str:
    """Put a text between quotation marks that it does not hold itself; raises ValueError when it holds both."""
    for mark in ("'", '"'):
        if mark not in text:
            return f"{mark}{text}{mark}"
    raise ValueError("a text with both quotation marks cannot be written")


def path_text(path: Path) -> str:
    """Write a path."""
    steps = "/".join(
        step.name + "".join(f"[{written(predicate)}]" for predicate in step.predicates) for step in path.steps
    )
    if path.root:
        return f"{written(path.root)}/{steps}"
    return f"{path.start}{steps}"
