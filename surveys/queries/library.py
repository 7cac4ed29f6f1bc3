"""Questions of the library for the builder: those that a person may use, and one of them."""

from typing import Any

from participation.models.people import Person
from surveys.models.spreading import LibraryItem
from surveys.queries.authoring import ICONS

MOST = 30


def kept_questions(person: Person) -> list[tuple[LibraryItem, str]]:
    """Return the latest kept questions that this person may use, each with the icon of its type."""
    rows = LibraryItem.objects.visible_to(person).filter(kind=LibraryItem.Kind.QUESTION)[:MOST]
    return [(item, ICONS.get(item.content.get("type", ""), "message-square")) for item in rows]


def kept_question(person: Person, number: str) -> dict[str, Any] | None:
    """Return a kept question by its number, nothing when it is gone or somebody else's."""
    if not number.isdecimal() or len(number) > 9:
        return None
    rows = LibraryItem.objects.visible_to(person).filter(kind=LibraryItem.Kind.QUESTION, pk=int(number))
    item = rows.first()
    return dict(item.content) if item else None
