"""Filters of options: for each option of a list the condition under which it can be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.logic.interchange.building import Built
from surveys.logic.interchange.columns import Entry, Form
from surveys.logic.interchange.findings import NoCounterpartError
from surveys.logic.interchange.meanings import Meanings
from surveys.logic.interchange.xpath import And, Binary, Call, Expression, Or, Path, String
from surveys.logic.interchange.xpath_parsing import ExpressionError, parse
from surveys.logic.questionnaire.conditions import All, AnyOf, Condition, Not, condition_to_json

EVERYBODY, NOBODY = All(()), AnyOf(())


def filter_choices(entry: Entry, built: Built, form: Form, meanings: Meanings) -> None:
    """Give the options of a question the conditions that its filter means, where they have none of their own."""
    choices, text = built.question.get("choices", ()), entry.get("choice_filter")
    if not text or any("visible_if" in choice for choice in choices):
        return
    words = entry.get("type").split()
    listed = form.choices.get(words[-1]) or form.choices.get(" ".join(words[1:]), ())
    entries = {built.values[one.get("name")]: one for one in listed if one.get("name") in built.values}
    made = filtered(text, choices, entries, meanings) if entries else None
    if made is not None:
        built.question["choices"] = made
        built.notes = [note for note in built.notes if note[0] != "lost_choice_filter"]


def filtered(
    text: str, choices: Sequence[dict[str, Any]], entries: Mapping[str, Entry], meanings: Meanings
) -> list[dict[str, Any]] | None:
    """Return the options with their conditions; nothing when the filter says what no condition can say."""
    try:
        tree = parse(text)
        made = []
        for choice in choices:
            entry = entries.get(choice["value"])
            condition = simplified(meanings.condition(with_cells(tree, entry))) if entry else EVERYBODY
            made.append(choice if condition == EVERYBODY else {**choice, "visible_if": condition_to_json(condition)})
    except (ExpressionError, NoCounterpartError):
        return None
    return made


def with_cells(tree: Expression, entry: Entry) -> Expression:  # noqa: PLR0911 -- one return a kind
    """Return a filter in which the names of columns are the cells of one option."""
    match tree:
        case Path((step,), "", None) if not step.predicates and step.name not in (".", "..", "*"):
            return String(entry.get(step.name.lower()))
        case And(parts):
            return And(tuple(with_cells(part, entry) for part in parts))
        case Or(parts):
            return Or(tuple(with_cells(part, entry) for part in parts))
        case Call(name, parts):
            return Call(name, tuple(with_cells(part, entry) for part in parts))
        case Binary(operator, left, right):
            sides = with_cells(left, entry), with_cells(right, entry)
            if operator in ("=", "!=") and all(isinstance(side, String) for side in sides):
                return Call("true" if (sides[0] == sides[1]) == (operator == "=") else "false")
            return Binary(operator, *sides)
    return tree


def simplified(condition: Condition) -> Condition:
    """Return a condition without parts that are always or never true."""
    match condition:
        case Not(part):
            inner = simplified(part)
            return NOBODY if inner == EVERYBODY else EVERYBODY if inner == NOBODY else Not(inner)
        case All(parts):
            kept = tuple(one for one in map(simplified, parts) if one != EVERYBODY)
            return NOBODY if NOBODY in kept else kept[0] if len(kept) == 1 else All(kept)
        case AnyOf(parts):
            kept = tuple(one for one in map(simplified, parts) if one != NOBODY)
            return EVERYBODY if EVERYBODY in kept else kept[0] if len(kept) == 1 else AnyOf(kept)
    return condition
