"""What new things begin with: a document, a page, a question of each type, a copy of a question, another type."""

from __future__ import annotations

import copy
from typing import Any

from surveys.logic.authoring.working import Document, Texts, free_name, name_from, names_of, pages_of, stripped
from surveys.logic.questionnaire.document import SETTINGS
from surveys.logic.questionnaire.types import TYPES

TWO = ("1", "2")
FITTING = {  # what a type needs at once to be one
    "slider": {"min": 0, "max": 100, "step": 10},
    "calculated": {"expression": 0},
    "map": {"max": 1},
}


def new_document(languages: list[str], about: dict[str, Texts]) -> Document:
    """Return an empty questionnaire with one page."""
    return {"format": 1, "languages": languages, "about": stripped(about), "pages": [new_page({"pages": []})]}


def new_page(document: Document) -> dict[str, Any]:
    """Return an empty page with a free name."""
    taken = {page["name"] for page in pages_of(document)}
    number = len(taken) + 1
    while f"page{number}" in taken:
        number += 1
    return {"name": f"page{number}", "questions": []}


def new_question(document: Document, kind: str, words: str, taken: set[str]) -> dict[str, Any]:
    """Return a question of a type with its words in the first language and a name made of them."""
    number = len(names_of(document)) + 1
    name = free_name(name_from(words, f"question_{number}"), taken)
    question: dict[str, Any] = {"name": name, "type": kind, **copy.deepcopy(FITTING.get(kind, {}))}
    if words:
        question["label"] = {document["languages"][0]: words}
    for which, needed in (("choices", begins_with_choices(kind)), ("rows", TYPES[kind].has_rows)):
        if needed:
            question[which] = [{"value": value} for value in TWO]
    return question


def new_choice(taken: set[str], words: str, language: str) -> dict[str, Any]:
    """Return a choice with a value made of its words, or a free number."""
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    value = free_name(name_from(words, str(number)), taken)
    return {"value": value, **({"label": {language: words}} if words else {})}


def copy_of(question: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    """Return a copy of a question under a free name."""
    return {**copy.deepcopy(question), "name": free_name(f"{question['name'][:50]}_copy", taken)}


def as_type(question: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return a question as another type; what means nothing to that type goes."""
    type_ = TYPES[kind]
    keeps = {"name", "label", "hint", "required", "visible_if", *type_.settings}
    new = {key: copy.deepcopy(value) for key, value in question.items() if key in keeps}
    new["type"] = kind
    for which, needed in (("choices", begins_with_choices(kind)), ("rows", type_.has_rows)):
        if needed:
            new[which] = copy.deepcopy(question.get(which)) or [{"value": value} for value in TWO]
    for key, value in FITTING.get(kind, {}).items():
        new.setdefault(key, value)
    if kind == "map":
        new["choices"] = [choice for choice in question.get("choices", ()) if choice.get("point")]
    if kind == "scale":
        fit_steps(new)
    if not type_.takes_answer:
        new.pop("required", None)
    return stripped(new)


def fit_steps(question: dict[str, Any]) -> None:
    """Drop the ends that a scale cannot have."""
    low, high = question.get("min", 1), question.get("max", 5)
    if int(low) != low or int(high) != high or not 1 <= high - low <= 10:
        question.pop("min", None)
        question.pop("max", None)


def settings_of(kind: str) -> set[str]:
    """Return the settings that a type knows."""
    return set(SETTINGS) & TYPES[kind].settings


def begins_with_choices(kind: str) -> bool:
    """Tell whether a type is nothing without options; a map's named places are extra."""
    return TYPES[kind].has_choices and kind != "map"
