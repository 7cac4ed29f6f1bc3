"""Question types that are written or ticked: texts, numbers, dates, consent; and those that ask nothing."""
# ruff: noqa: ARG002 -- every type has the same methods; not each needs every argument

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from participation.logic.text import clean, pick
from surveys.logic.questionnaire.expressions import value_of
from surveys.logic.questionnaire.faults import Unfit
from surveys.logic.questionnaire.kinds import Fields, Kind, field_name, number_of, typed_number, within
from surveys.logic.questionnaire.patterns import fits

if TYPE_CHECKING:
    from surveys.logic.questionnaire.document import Question

TEXT_LIMIT = 10_000  # characters
SHORT_LIMIT = 250
TYPED_DATE = re.compile(r"^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*$", re.ASCII)


class LongText(Kind):
    """Words over many lines."""

    name = "long_text"
    settings = frozenset({"max_length", "open_answer"})
    seconds = 60
    limit = TEXT_LIMIT

    def clean(self, question: Question, value: Any) -> str:
        """Return the words with plain line ends, without control characters."""
        if not isinstance(value, str):
            raise Unfit("not_a_text")
        words = clean(value)
        limit = question.max_length or self.limit
        if len(words) > limit:
            raise Unfit("too_long", limit=limit, over=len(words) - limit)
        return words


class ShortText(LongText):
    """Words on one line."""

    name = "short_text"
    settings = frozenset({"max_length", "open_answer", "pattern", "pattern_message"})
    seconds = 20
    limit = SHORT_LIMIT

    def clean(self, question: Question, value: Any) -> str:
        """Return the words on one line."""
        words = " ".join(super().clean(question, value).split())
        if question.pattern and words and not fits(question.pattern, words):
            raise Unfit("no_match", message=question.pattern_message)
        return words


class Number(Kind):
    """A number, with limits."""

    name = "number"
    settings = frozenset({"min", "max", "step", "unit"})

    def clean(self, question: Question, value: Any) -> int | float:
        """Return the number within its limits."""
        number = number_of(value)
        within(question, number)
        return number

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the number as typed, comma or point."""
        return typed_number(super().from_fields(question, fields))

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return the number with its unit."""
        text = str(value) if language == "en" else str(value).replace(".", ",")
        return [f"{text}\u00a0{pick(question.unit, language)[0]}".strip()]


class Slider(Number):
    """A number on a line between two ends."""

    name = "slider"
    settings = frozenset({"min", "max", "step", "unit", "min_label", "max_label"})

    def problems(self, question: Question) -> Iterator[str]:
        """Yield what is wrong: a line needs two ends."""
        yield from super().problems(question)
        if question.min is None or question.max is None:
            yield "needs a minimum and a maximum"


class Date(Kind):
    """A day."""

    name = "date"

    def clean(self, question: Question, value: Any) -> str:
        """Return the day as 2026-11-21."""
        try:
            if not isinstance(value, str) or len(value) != 10:
                raise Unfit("not_a_date")
            return datetime.date.fromisoformat(value).isoformat()
        except ValueError:
            raise Unfit("not_a_date") from None

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the day typed as 21.11.2026 in ISO form; anything else as typed."""
        typed = super().from_fields(question, fields)
        if found := TYPED_DATE.match(typed or ""):
            day, month, year = found.groups()
            return f"{year}-{int(month):02}-{int(day):02}"
        return typed

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return the day as 21.11.2026."""
        return [typed_date(value)]


def typed_date(value: Any) -> str:
    """Return a day as people type it; what is no day stays as it is."""
    parts = str(value).split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return f"{int(parts[2])}.{int(parts[1])}.{parts[0]}"
    return str(value)


class Consent(Kind):
    """A box that is ticked, or not."""

    name = "consent"
    settings = frozenset({"role"})

    def is_empty(self, value: Any) -> bool:
        """Count a box that was not ticked as no answer."""
        return value is False or super().is_empty(value)

    def clean(self, question: Question, value: Any) -> bool:
        """Return true."""
        if value is not True:
            raise Unfit("not_a_consent")
        return True

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return true when ticked."""
        return True if fields.get(field_name(question)) else None

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return a tick."""
        return ["✓"]


class Information(Kind):
    """A text to read; no question."""

    name = "information"
    takes_answer = False

    def clean(self, question: Question, value: Any) -> None:
        """Refuse: nothing was asked."""
        raise Unfit("not_asked")

    def effort(self, question: Question) -> int:
        """Return the seconds that reading takes at three words a second."""
        words = max((len(text.split()) for text in (*question.label.values(), *question.hint.values())), default=0)
        return words // 3 + 1


class Calculated(Kind):
    """A number computed from earlier answers; never shown."""

    name = "calculated"
    takes_answer = False
    settings = frozenset({"expression"})
    seconds = 0

    def problems(self, question: Question) -> Iterator[str]:
        """Yield what is wrong: there must be something to compute."""
        yield from super().problems(question)
        if question.expression is None:
            yield "needs an expression"

    def clean(self, question: Question, value: Any) -> None:
        """Refuse: it is computed here."""
        raise Unfit("not_asked")

    def compute(self, question: Question, answers: Mapping[str, Any]) -> int | float | None:
        """Return the number."""
        return value_of(question.expression, answers)
