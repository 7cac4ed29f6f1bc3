"""The fields of a questionnaire on paper, in the order in which they are printed: letters to tick, lines to write on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.logic.questionnaire.choosing import NO, NO_OPINION, YES, scale_ends
from surveys.logic.questionnaire.document import Choice, Question, Questionnaire
from surveys.logic.questionnaire.places import most_places

ONE, MANY, TICK, NUMBER, TEXT, LINES, DATE = "one", "many", "tick", "number", "text", "lines", "date"
TICKED = (ONE, MANY, TICK)
PLACES = 3  # at most so many lines for places: more go on the margin
WHOLE = {  # types that are one field
    "single_choice": ONE,
    "dropdown": ONE,
    "multi_choice": MANY,
    "yes_no": ONE,
    "scale": ONE,
    "short_text": TEXT,
    "long_text": LINES,
    "number": NUMBER,
    "slider": NUMBER,
    "date": DATE,
    "consent": TICK,
    "file": TICK,
}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Field:
    """One place of the form: its name, its question, how it is filled in, and for ticks the letters and values."""

    name: str
    question: str
    mode: str
    part: str = ""  # a choice or a row
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that can be typed."""
        return tuple(letter for letter, _value in self.options)


def letter_of(place: int) -> str:
    """Return the letter of a place: a to z, then aa, ab and so on."""
    return LETTERS[place] if place < 26 else letter_of(place // 26 - 1) + LETTERS[place % 26]


def lettered(choices: tuple[Choice, ...]) -> tuple[tuple[str, Any], ...]:
    """Return the letters of choices with their values."""
    return tuple((letter_of(n), choice.value) for n, choice in enumerate(choices))


def options_of(question: Question) -> tuple[tuple[str, Any], ...]:
    """Return the letters of a question with the values that they stand for; steps of a scale keep their numbers."""
    if question.type == "yes_no":
        return (("a", YES), ("b", NO))
    if question.type == "scale":
        low, high = scale_ends(question)
        steps: tuple[tuple[str, Any], ...] = tuple((str(step), step) for step in range(low, high + 1))
        return (*steps, ("x", NO_OPINION)) if question.no_opinion else steps
    return lettered(question.choices)


def fields_of(question: Question) -> tuple[Field, ...]:
    """Return the fields of one question; texts to read and computed numbers have none."""
    return tuple(each_field(question))


def each_field(question: Question) -> Iterator[Field]:
    """Yield the fields of one question in the order of print."""
    name = question.name
    if question.type in WHOLE:
        yield Field(name, name, WHOLE[question.type], options=whole_options(question))
    if question.type == "image_choice" or (question.type == "map" and question.choices):
        yield Field(
            name, name, MANY if question.multiple or question.type == "map" else ONE, options=options_of(question)
        )
    for part, mode in parts_of(question):
        yield Field(f"{name}:{part}", name, mode, part, options_of(question) if mode in TICKED else ())


def whole_options(question: Question) -> tuple[tuple[str, Any], ...]:
    """Return the letters of a question that is one field."""
    if WHOLE[question.type] == TICK:
        return (("x", True),)
    return options_of(question) if WHOLE[question.type] in TICKED else ()


def parts_of(question: Question) -> list[tuple[str, str]]:
    """Return the parts of a question that are fields of their own, each with how it is filled in."""
    if question.type in ("matrix_single", "matrix_multi"):
        return [(row.value, ONE if question.type == "matrix_single" else MANY) for row in question.rows]
    if question.type in ("ranking", "allocation"):
        return [(choice.value, NUMBER) for choice in question.choices]
    if question.type == "map":
        return [(str(n), TEXT) for n in range(1, min(PLACES, most_places(question)) + 1)]
    return [(choice.value, TEXT) for choice in question.choices if choice.other]


def numbers_of(document: Questionnaire) -> Mapping[str, int]:
    """Return the printed number of each question: what asks nothing has none."""
    asked = [question.name for question in document.questions if question.kind.takes_answer]
    return {name: number for number, name in enumerate(asked, 1)}


def all_fields(document: Questionnaire) -> Mapping[str, Field]:
    """Return every field by name in the order of print."""
    return {field.name: field for question in document.questions for field in fields_of(question)}
