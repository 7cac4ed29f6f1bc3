"""Locked questions: what a unit may not change of the town's template. Further translations are welcome."""

from collections.abc import Iterable, Mapping
from typing import Any

TEXTS = frozenset({"label", "hint", "unit", "min_label", "max_label", "pattern_message", "image_alt", "title"})


def locked_questions(document: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the questions of a document by name, as they are to stay."""
    wanted = set(names)
    return {
        question["name"]: question
        for page in document["pages"]
        for question in page["questions"]
        if question["name"] in wanted
    }


def locked_changes(locked: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    """Return the names of locked questions that a document lacks or has changed."""
    now = locked_questions(document, locked)
    return [name for name, question in locked.items() if name not in now or not kept(question, now[name])]


def kept(old: Any, new: Any, *, texts: bool = False) -> bool:
    """Tell whether a part is as it was; only a language may have been added."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        added = {key for key in new.keys() - old.keys() if new[key] not in (None, "", [], {}, False)}
        gone = {key for key in old.keys() - new.keys() if old[key] not in (None, "", [], {}, False)}
        if gone or (added and not texts and not added <= TEXTS):
            return False
        return all(kept(old[key], new[key], texts=texts or key in TEXTS) for key in old.keys() & new.keys())
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return len(old) == len(new) and all(kept(left, right) for left, right in zip(old, new, strict=True))
    return bool(old == new)
