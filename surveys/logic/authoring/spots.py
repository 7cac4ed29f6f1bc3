"""Spots of a working document: ("question", "age", "label", "fi"). Reading, writing, and whether two edits meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from surveys.logic.authoring.working import (
    ABOUT,
    LIMIT,
    LISTS,
    TEXTS,
    AuthoringError,
    Document,
    check_value,
    choice_of,
    page_of,
    question_of,
)
from surveys.logic.questionnaire.document import LANGUAGE, SETTINGS

Spot = tuple[str, ...]
QUESTION_FIELDS = frozenset({"label", "hint", "required", "visible_if", *SETTINGS})
CHOICE_FIELDS = frozenset({"label", "hint", "other", "exclusive", "image", "image_alt", "point", "fixed", "visible_if"})
PAGE_FIELDS = frozenset({"title", "visible_if"})
BY_LANGUAGE = frozenset({*TEXTS, *ABOUT})


def value_at(document: Document, spot: Spot) -> Any:
    """Return the value of a spot, None when it has none; raises AuthoringError when its thing is gone."""
    holder, path, _kind = holder_of(document, spot)
    value: Any = holder
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def put(document: Document, spot: Spot, value: Any) -> None:
    """Write a value at a spot; what becomes empty goes. Raises AuthoringError for a value that does not fit."""
    holder, path, kind = holder_of(document, spot)
    check(path, value, kind)
    if isinstance(value, dict) and path[0] in BY_LANGUAGE:
        value = {code: words for code, words in value.items() if words}
    write(holder, path, value)


def write(holder: dict[str, Any], path: Spot, value: Any) -> None:
    """Write or remove a value in an object, with the objects between."""
    if len(path) > 1:
        inner = holder.setdefault(path[0], {})
        write(inner, path[1:], value)
        if not inner:
            del holder[path[0]]
    elif value is None or value is False or value in ("", [], {}):
        holder.pop(path[0], None)
    else:
        holder[path[0]] = value


def holder_of(document: Document, spot: Spot) -> tuple[dict[str, Any], Spot, str]:
    """Return the object that a spot is in, the path inside it and the type of the question; raises AuthoringError."""
    match spot:
        case ("languages",):
            return document, spot, ""
        case ("about", field, *rest) if field in ABOUT and len(rest) <= 1:
            return document.setdefault("about", {}), (field, *rest), ""
        case ("page", name, field, *rest) if field in PAGE_FIELDS and len(rest) <= (field == "title"):
            return page_of(document, name), (field, *rest), ""
        case ("question", name, which, value, field, *rest) if which in LISTS and field in CHOICE_FIELDS:
            return inside(choice_of(document, name, which, value), (field, *rest), "")
        case ("question", name, field, *rest) if field in QUESTION_FIELDS:
            question = question_of(document, name)
            return inside(question, (field, *rest), question["type"])
    raise AuthoringError("no_such_setting", ".".join(spot))


def inside(holder: dict[str, Any], path: Spot, kind: str) -> tuple[dict[str, Any], Spot, str]:
    """Return a place inside an object; raises AuthoringError when the setting is not that deep."""
    depth = 3 if path[0] == "step_labels" else 2 if path[0] in BY_LANGUAGE else 1
    if len(path) > depth:
        raise AuthoringError("no_such_setting", ".".join(path))
    return holder, path, kind


def check(path: Spot, value: Any, kind: str) -> None:
    """Raise AuthoringError unless a value fits a place."""
    field = path[0]
    if field == "languages":
        check_languages(value)
    elif len(path) > 1 and (field in BY_LANGUAGE or len(path) == 3):
        if not LANGUAGE.match(path[-1]):
            raise AuthoringError("no_language", path[-1])
        if value is not None and (not isinstance(value, str) or len(value) > LIMIT or "\x00" in value):
            raise AuthoringError("too_long" if isinstance(value, str) else "does_not_fit", ".".join(path))
    elif len(path) > 1:
        check_value("hint", value)
    else:
        check_value(field, value, of=kind)


def check_languages(value: Any) -> None:
    """Raise AuthoringError unless a value is a list of different languages."""
    fits = isinstance(value, list) and value and all(isinstance(code, str) and LANGUAGE.match(code) for code in value)
    if not fits or len(set(value)) < len(value):
        raise AuthoringError("no_language")


def meets(spot: Spot, other: Spot) -> bool:
    """Tell whether two spots concern the same thing: one is the other or holds it."""
    shorter = min(len(spot), len(other))
    return spot[:shorter] == other[:shorter]


def first_meeting(spots: Iterable[Spot], others: Iterable[Spot]) -> Spot | None:
    """Return the first spot that meets one of the others."""
    known = list(others)
    return next((spot for spot in spots if any(meets(spot, other) for other in known)), None)
