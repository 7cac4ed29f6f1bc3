"""What the cards of a map and of a file show beside what all cards show."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from surveys.logic.questionnaire.document import Question
from surveys.logic.questionnaire.faults import Fault
from surveys.logic.questionnaire.kinds import field_name
from surveys.logic.questionnaire.places import items_of, most_places
from surveys.models.uploads import Upload
from surveys.queries.places import Place, places_for
from surveys.queries.questionnaires import words_of
from surveys.queries.uploads import upload_in_words, upload_of


@dataclass(frozen=True)
class PlaceLine:
    """One line of the list of places: a chosen place and its words."""

    number: int
    id: str
    name: str
    words_name: str
    code: str
    text: str


@dataclass(frozen=True)
class MapCard:
    """The places of a question: drawn ones for the map, listed ones for the lines below it."""

    question: Question
    id: str
    value: Any

    @property
    def items(self) -> list[dict[str, Any]]:
        return items_of(self.value)

    @property
    def most(self) -> int:
        return most_places(self.question)

    @property
    def shapes(self) -> tuple[str, ...]:
        return self.question.shapes or ("point",)

    @property
    def drawn(self) -> str:
        """The places drawn on the map, as their hidden field carries them."""
        drawn = [item for item in self.items if item.get("geometry") and not item.get("place")]
        return json.dumps(drawn, ensure_ascii=False, separators=(",", ":")) if drawn else ""

    @property
    def listed(self) -> list[dict[str, Any]]:
        return [item for item in self.items if item.get("place") or not item.get("geometry")]

    @property
    def lines(self) -> list[PlaceLine]:
        """A line for each listed place, and an empty one while more are allowed."""
        empty: list[dict[str, Any]] = [{}] if len(self.items) < self.most else []
        return [self.line(n, item) for n, item in enumerate((*self.listed, *empty), 1)]

    def line(self, n: int, item: dict[str, Any]) -> PlaceLine:
        names = field_name(self.question, f"place{n}"), field_name(self.question, f"text{n}")
        return PlaceLine(n, f"{self.id}-r{n}", *names, str(item.get("place") or ""), str(item.get("text") or ""))

    @property
    def more(self) -> bool:
        """Whether there is room for a place beyond the empty line."""
        return len(self.items) + 1 < self.most

    @cached_property
    def places(self) -> list[Place]:
        return places_for(self.question)


@dataclass(frozen=True)
class FileCard:
    """The file that was received for a question, if any."""

    question: Question
    value: Any

    @cached_property
    def upload(self) -> Upload | None:
        return upload_of(self.value)

    @property
    def words(self) -> str:
        return upload_in_words(self.value)

    @property
    def too_large(self) -> str:
        return words_of(Fault("file_too_large"), "file")

    @property
    def unfit(self) -> str:
        return words_of(Fault("file_unknown"), "file")

    @property
    def remove_name(self) -> str:
        return field_name(self.question, "remove")
