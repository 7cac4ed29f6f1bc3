"""What a question type is: how an answer is read from a page, checked, told empty, and shown."""
# ruff: noqa: ARG002 -- every type has the same methods; not each needs every argument

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from participation.logic.text import pick
from surveys.logic.questionnaire.faults import Unfit

if TYPE_CHECKING:
    from surveys.logic.questionnaire.document import Choice, Question

Fields = Mapping[str, Sequence[str]]


def field_name(question: Question, part: str = "") -> str:
    """Return the name of an input on a page; a part is a row, a choice or "other"."""
    return f"a:{question.name}:{part}" if part else f"a:{question.name}"


def first(fields: Fields, name: str) -> str | None:
    """Return the first value that a page sent under a name."""
    return next(iter(fields.get(name, ())), None)


class Kind:
    """One question type; there is one object of each, without state."""

    name = ""
    takes_answer = True
    has_choices = False
    has_rows = False
    settings: frozenset[str] = frozenset()
    seconds = 10  # to read and answer, for the estimate on the first page

    def problems(self, question: Question) -> Iterator[str]:
        """Yield what is wrong with the definition of a question of this type."""
        if self.has_choices and not question.choices:
            yield "needs choices"
        if self.has_rows and not question.rows:
            yield "needs rows"
        if question.choices and not self.has_choices:
            yield "takes no choices"
        if question.rows and not self.has_rows:
            yield "takes no rows"
        if question.min is not None and question.max is not None and question.min > question.max:
            yield "has a minimum above its maximum"

    def is_empty(self, value: Any) -> bool:
        """Tell whether a value, as sent or as cleaned, is no answer."""
        if isinstance(value, str):
            return not value.strip()
        return value is None or (isinstance(value, list | tuple | dict) and not value)

    def clean(self, question: Question, value: Any) -> Any:
        """Return a sent value as it is stored; raises Unfit."""
        raise NotImplementedError

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the value that the inputs of a page mean, unchecked; None for no answer."""
        return first(fields, field_name(question))

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return a stored answer in words, one line each."""
        return str(value).split("\n")

    def compute(self, question: Question, answers: Mapping[str, Any]) -> Any:
        """Return the value of a question that nobody is asked."""
        return None

    def effort(self, question: Question) -> int:
        """Return the seconds that reading and answering usually take."""
        return self.seconds * max(1, len(question.rows))


def label_of(choices: Sequence[Choice], value: Any, language: str) -> str:
    """Return the words of a choice in the language; a choice of another version keeps its value."""
    for choice in choices:
        if choice.value == value:
            return pick(choice.label, language)[0]
    return str(value)


def number_of(value: Any) -> int | float:
    """Return a finite number without needless decimals; raises Unfit."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unfit("not_a_number")
    if value != value or abs(value) > 10**15:  # noqa: PLR0124 -- NaN
        raise Unfit("not_a_number")
    return int(value) if float(value).is_integer() else value


def typed_number(text: str | None) -> Any:
    """Return the number a person typed, with comma or point; what is no number stays as typed."""
    squeezed = "".join((text or "").split()).replace("\u2212", "-")
    if not squeezed:
        return None
    try:
        number = float(squeezed.replace(",", "."))
    except ValueError:
        return text
    if number != number or abs(number) > 10**15:  # noqa: PLR0124 -- NaN
        return text
    return int(number) if number.is_integer() else number


def within(question: Question, number: float) -> None:
    """Raise Unfit unless a number keeps the limits of its question."""
    if question.min is not None and number < question.min:
        raise Unfit("too_small", limit=question.min)
    if question.max is not None and number > question.max:
        raise Unfit("too_large", limit=question.max)
    if question.step:
        steps = (number - (question.min or 0)) / question.step
        if abs(steps - round(steps)) > 1e-9:
            raise Unfit("off_step", step=question.step)
