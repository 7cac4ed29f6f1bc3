"""Question types where something is chosen: one, several, on a scale, in an order, in shares."""
# ruff: noqa: ARG002 -- every type has the same methods; not each needs every argument

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from participation.logic.text import clean, pick
from surveys.logic.questionnaire.faults import Unfit
from surveys.logic.questionnaire.kinds import Fields, Kind, field_name, first, label_of, number_of, typed_number

if TYPE_CHECKING:
    from surveys.logic.questionnaire.document import Question

OTHER_LIMIT = 500  # characters of a written other
YES, NO, NO_OPINION = "yes", "no", "no_opinion"


def one_choice(question: Question, value: Any) -> Any:
    """Return one chosen value, with the words of a written other; raises Unfit."""
    text = ""
    if isinstance(value, dict):
        if not set(value) <= {"value", "text"} or not isinstance(value.get("text", ""), str):
            raise Unfit("not_a_choice")
        value, text = value.get("value"), clean(value.get("text", ""))
    choice = question.choice(value) if isinstance(value, str) else None
    if choice is None or (text and not choice.other):
        raise Unfit("not_a_choice")
    if len(text) > OTHER_LIMIT:
        raise Unfit("too_long", limit=OTHER_LIMIT, over=len(text) - OTHER_LIMIT)
    return {"value": choice.value, "text": text} if text else choice.value


def value_in(item: Any) -> Any:
    """Return the value of one chosen item, with or without written words."""
    return item.get("value") if isinstance(item, dict) else item


def one_label(question: Question, item: Any, language: str) -> str:
    """Return the words of one chosen item; a written other adds its own words."""
    words = label_of(question.choices, value_in(item), language)
    return f"{words}: {item['text']}" if isinstance(item, dict) and item.get("text") else words


class SingleChoice(Kind):
    """One of several; a choice can ask for own words."""

    name = "single_choice"
    has_choices = True
    settings = frozenset({"role", "shuffle"})

    def clean(self, question: Question, value: Any) -> Any:
        """Return the chosen value."""
        return one_choice(question, value)

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the chosen value with the words written beside it."""
        value = super().from_fields(question, fields)
        return with_words(question, value, fields) if value else None

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return the words of the choice."""
        return [one_label(question, value, language)]


def with_words(question: Question, value: str, fields: Fields) -> Any:
    """Add the words of a written other to a chosen value."""
    choice = question.choice(value)
    words = (first(fields, field_name(question, value)) or "").strip()
    return {"value": value, "text": words} if choice and choice.other and words else value


class Dropdown(SingleChoice):
    """One of many, in a list that opens."""

    name = "dropdown"


class YesNo(Kind):
    """Yes or no."""

    name = "yes_no"

    def clean(self, question: Question, value: Any) -> str:
        """Return "yes" or "no"; true and false mean the same."""
        if isinstance(value, bool):
            return YES if value else NO
        if value not in (YES, NO):
            raise Unfit("not_a_choice")
        return str(value)


class MultiChoice(Kind):
    """Any number of several, within limits; an exclusive choice stands alone."""

    name = "multi_choice"
    has_choices = True
    settings = frozenset({"min", "max", "shuffle"})
    seconds = 15

    def clean(self, question: Question, value: Any) -> list[Any]:
        """Return the chosen values in the order of the questionnaire, each once."""
        if not isinstance(value, list | tuple) or len(value) > 1000:
            raise Unfit("not_a_list")
        chosen = {value_in(item): item for item in (one_choice(question, item) for item in value)}
        if len(chosen) > 1 and any(choice.exclusive and choice.value in chosen for choice in question.choices):
            raise Unfit("exclusive")
        if question.min is not None and len(chosen) < question.min:
            raise Unfit("too_few", limit=int(question.min))
        if question.max is not None and len(chosen) > question.max:
            raise Unfit("too_many", limit=int(question.max))
        return [chosen[choice.value] for choice in question.choices if choice.value in chosen]

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the ticked values."""
        ticked = [value for value in fields.get(field_name(question), ()) if value]
        return [with_words(question, value, fields) for value in ticked] or None

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return the words of each choice."""
        return [one_label(question, item, language) for item in value]


class ImageChoice(MultiChoice):
    """One or several of pictures."""

    name = "image_choice"
    settings = frozenset({"min", "max", "multiple", "role", "shuffle"})

    def problems(self, question: Question) -> Iterator[str]:
        """Yield what is wrong: every choice needs a picture of this site."""
        yield from super().problems(question)
        for choice in question.choices:
            if not choice.image.startswith("/") or choice.image.startswith("//"):
                yield f"choice {choice.value} needs a picture whose address begins with one /"

    def clean(self, question: Question, value: Any) -> Any:
        """Return the value, or the list of values when several are allowed."""
        return super().clean(question, value) if question.multiple else one_choice(question, value)

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return what was ticked."""
        ticked = super().from_fields(question, fields)
        return ticked[0] if ticked and not question.multiple else ticked

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return the words of each choice."""
        return super().display(question, value if isinstance(value, list) else [value], language)


class Scale(Kind):
    """A step between two ends, 1 to 5 unless told otherwise; a separate "no opinion" is possible."""

    name = "scale"
    settings = frozenset({"min", "max", "min_label", "max_label", "step_labels", "no_opinion"})
    seconds = 7

    def problems(self, question: Question) -> Iterator[str]:
        """Yield what is wrong: between two and eleven whole steps."""
        yield from super().problems(question)
        low, high = scale_ends(question)
        if low != question.lowest or high != question.highest or not 2 <= high - low + 1 <= 11:
            yield "needs two to eleven whole steps"
        elif not set(question.step_labels) <= {str(step) for step in range(low, high + 1)}:
            yield "has a label for a step that it lacks"

    def clean(self, question: Question, value: Any) -> Any:
        """Return the step."""
        if value == NO_OPINION and question.no_opinion:
            return NO_OPINION
        low, high = scale_ends(question)
        step = number_of(value)
        if isinstance(step, float) or not low <= step <= high:
            raise Unfit("not_a_choice")
        return step

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the step as a number."""
        return typed_number(super().from_fields(question, fields))

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return the step with the words that belong to it."""
        words = step_words(question, value, language)
        return [f"{value}, {words}" if words else str(value)]


def scale_ends(question: Question) -> tuple[int, int]:
    """Return the first and the last step."""
    return int(question.lowest), int(question.highest)


def step_words(question: Question, step: Any, language: str) -> str:
    """Return the words of one step of a scale; the ends have theirs from the end labels."""
    words = pick(question.step_labels.get(str(step)), language)[0]
    if not words and step == question.lowest:
        words = pick(question.min_label, language)[0]
    if not words and step == question.highest:
        words = pick(question.max_label, language)[0]
    return words


class Ranking(Kind):
    """Choices put in an order; a part of them is enough unless a minimum is set."""

    name = "ranking"
    has_choices = True
    settings = frozenset({"min", "max", "shuffle"})
    seconds = 30

    def clean(self, question: Question, value: Any) -> list[str]:
        """Return the values, the first one first."""
        if isinstance(value, dict):
            raise Unfit("same_rank")
        if not isinstance(value, list | tuple):
            raise Unfit("not_a_list")
        if not all(isinstance(item, str) and question.choice(item) for item in value):
            raise Unfit("not_a_choice")
        if len(set(value)) != len(value):
            raise Unfit("same_rank")
        if len(value) < (question.min or 0):
            raise Unfit("too_few_ranked", limit=int(question.min or 0))
        if question.max is not None and len(value) > question.max:
            raise Unfit("too_many", limit=int(question.max))
        return list(value)

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the order that the chosen places mean; places that clash stay as {"choice": place}."""
        places: dict[str, Any] = {}
        for choice in question.choices:
            place = typed_number(first(fields, field_name(question, choice.value)))
            if place is not None:
                places[choice.value] = place
        if len({str(place) for place in places.values()}) != len(places):
            return places
        return sorted(places, key=lambda value: (str(type(places[value])), places[value])) or None

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return the choices in their order, numbered."""
        return [f"{n}. {label_of(question.choices, item, language)}" for n, item in enumerate(value, 1)]


class Allocation(Kind):
    """A sum shared out among choices."""

    name = "allocation"
    has_choices = True
    settings = frozenset({"total", "unit", "shuffle"})
    seconds = 40

    def clean(self, question: Question, value: Any) -> dict[str, int | float]:
        """Return the share of each choice that got one; together they make the total."""
        if not isinstance(value, dict):
            raise Unfit("not_an_allocation")
        shares = {name: number_of(share) for name, share in value.items()}
        if not all(question.choice(name) for name in shares):
            raise Unfit("not_a_choice")
        if any(share < 0 for share in shares.values()):
            raise Unfit("too_small", limit=0)
        given = round(sum(shares.values()), 6)
        if given != question.total:
            raise Unfit("wrong_sum", total=question.total, given=number_of(given))
        return {choice.value: shares[choice.value] for choice in question.choices if shares.get(choice.value)}

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the typed shares."""
        typed = {
            choice.value: typed_number(first(fields, field_name(question, choice.value))) for choice in question.choices
        }
        return {name: share for name, share in typed.items() if share is not None} or None

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return each choice with its share."""
        unit = pick(question.unit, language)[0]
        return [
            f"{label_of(question.choices, name, language)}: {share}\u00a0{unit}".strip()
            for name, share in value.items()
        ]
