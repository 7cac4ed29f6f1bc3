"""The parts of a questionnaire: pages, questions, choices; immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveys.logic.questionnaire.conditions import Condition
from surveys.logic.questionnaire.kinds import Kind
from surveys.logic.questionnaire.types import TYPES

FORMAT = 1
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen, or a row of a matrix."""

    value: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    other: bool = False  # asks for own words
    exclusive: bool = False  # stands alone, e.g. "none of these"
    image: str = ""
    image_alt: Texts = field(default_factory=dict)  # what the picture shows
    point: tuple[float, float] | None = None  # a named place of a map: longitude, latitude
    fixed: bool = False  # keeps its place when the others are mixed
    visible_if: Condition | None = None  # offered only then


@dataclass(frozen=True)
class Question:
    """One question with everything its type needs to know; what does not concern its type is left out."""

    name: str
    type: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = False
    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    visible_if: Condition | None = None
    min: float | None = None
    max: float | None = None
    step: float | None = None
    max_length: int | None = None
    unit: Texts = field(default_factory=dict)
    min_label: Texts = field(default_factory=dict)
    max_label: Texts = field(default_factory=dict)
    step_labels: Mapping[str, Texts] = field(default_factory=dict)
    no_opinion: bool = False
    multiple: bool = False
    total: float = 100
    expression: Any = None
    open_answer: bool = False  # each answer becomes a contribution
    shuffle: bool = False  # each form its own order of choices
    pattern: str | None = None  # a regular expression that the whole answer matches
    pattern_message: Texts = field(default_factory=dict)
    shapes: tuple[str, ...] = ()  # what can be drawn: point, line, area
    role: str | None = None  # the chosen value is the slug of a theme or an area; the tick allows quotes

    @property
    def kind(self) -> Kind:
        """The type as an object."""
        return TYPES[self.type]

    @property
    def lowest(self) -> float:
        """The first step of a scale or slider."""
        return 1 if self.min is None else self.min

    @property
    def highest(self) -> float:
        """The last step of a scale or slider."""
        return 5 if self.max is None else self.max

    def choice(self, value: str) -> Choice | None:
        """Return the choice with this value, or nothing."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Page:
    """Questions that are seen together."""

    name: str
    title: Texts
    questions: tuple[Question, ...]
    visible_if: Condition | None = None


@dataclass(frozen=True)
class Questionnaire:
    """The whole document."""

    pages: tuple[Page, ...]
    languages: tuple[str, ...]
    format: int = FORMAT

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions by name."""
        return {question.name: question for question in self.questions}
