"""What a clerk types for each field, and the answers it means. Nothing is refused: what breaks a rule is kept as written.

A letter stands for a tick, ? for what nobody can read, ?? and words for a question about the handwriting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from surveys.logic.paper.fields import DATE, MANY, NUMBER, TICK, TICKED, Field, all_fields, fields_of
from surveys.logic.questionnaire.document import Question, Questionnaire
from surveys.logic.questionnaire.kinds import typed_number
from surveys.logic.questionnaire.validation import Validator
from surveys.logic.questionnaire.written import TYPED_DATE

ILLEGIBLE, HAND = "?", "??"
OUTSIDE, SKIPPED, ATTACHED = "outside", "skipped", "attached"
LIMIT = 10_000


class Unfitting(ValueError):
    """What was typed means no answer to this field."""


@dataclass(frozen=True)
class Mark:
    """Something to note about a field: why, as written, and the code of the rule that it breaks."""

    field: str
    kind: str
    written: str
    code: str = ""


@dataclass
class Reading:
    """What a typed form means: answers that keep the rules, and marks for the rest."""

    answers: dict[str, Any] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Tell whether somebody must read a hand first."""
        return any(mark.kind == "hand" for mark in self.marks)


def cleaned_typing(document: Questionnaire, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed in the fields that exist, squeezed; empty ones are left out."""
    known = all_fields(document)
    kept = {name: typed[name].replace("\r\n", "\n").strip()[:LIMIT] for name in known if typed.get(name, "").strip()}
    return {
        name: words.lower() if known[name].mode in TICKED and words[0] != "?" else words for name, words in kept.items()
    }


def read_typing(document: Questionnaire, typed: Mapping[str, str]) -> Reading:
    """Return answers and marks for what was typed from one sheet."""
    reading, raw = Reading(), {}
    for question in document.questions:
        value, marks = raw_of(question, typed)
        reading.marks += marks
        if value is not None:
            raw[question.name] = value
    outcome = lenient(document).check(raw)
    reading.answers = outcome.answers
    for name, faults in outcome.errors.items():
        reading.marks.append(Mark(name, OUTSIDE, as_written(document.by_name[name], typed), faults[0].code))
    for name in raw:
        if name not in outcome.shown and name not in outcome.errors:
            reading.marks.append(Mark(name, SKIPPED, as_written(document.by_name[name], typed)))
    return reading


def lenient(document: Questionnaire) -> Validator:
    """Return a validator that accepts gaps; every other rule stays."""
    pages = tuple(
        replace(page, questions=tuple(replace(q, required=False) for q in page.questions)) for page in document.pages
    )
    return Validator(replace(document, pages=pages))


def as_written(question: Question, typed: Mapping[str, str]) -> str:
    """Return on one line what was typed for a question."""
    return " · ".join(typed[one.name] for one in fields_of(question) if typed.get(one.name))


def raw_of(question: Question, typed: Mapping[str, str]) -> tuple[Any, list[Mark]]:
    """Return the unchecked answer to one question, None without one, and what is to be noted about its fields."""
    values: dict[str, Any] = {}
    marks: list[Mark] = []
    for one in fields_of(question):
        words = typed.get(one.name, "")
        if words.startswith(HAND):
            marks.append(Mark(one.name, "hand", words[2:].strip()))
        elif words == ILLEGIBLE:
            marks.append(Mark(one.name, "illegible", ""))
        elif words:
            try:
                values[one.name] = meant(one, words)
            except Unfitting as fault:
                marks.append(Mark(one.name, OUTSIDE, words, str(fault)))
    if question.type == "file":
        return None, [*marks, *(Mark(name, ATTACHED, "") for name in values)]
    return (combined(question, values) if values else None), marks


def meant(one: Field, words: str) -> Any:
    """Return the value of one field; raises Unfitting."""
    if one.mode in TICKED:
        chosen = chosen_values(one, words)
        if one.mode == MANY:
            return chosen
        if len(chosen) > 1:
            raise Unfitting("several_ticks")
        return chosen[0]
    if one.mode == NUMBER:
        number = typed_number(words)
        if isinstance(number, str):
            raise Unfitting("not_a_number")
        return number
    if one.mode == DATE:
        return iso_date(words)
    return words


def chosen_values(one: Field, words: str) -> list[Any]:
    """Return the values of the letters; several letters may stand together when each is one sign."""
    known = dict(one.options)
    letters = [part for part in re.split(r"[\s,;.+]+", words.lower()) if part]
    if any(letter not in known for letter in letters) and all(len(letter) == 1 for letter in known):
        letters = list("".join(letters))
    if not letters or any(letter not in known for letter in letters):
        raise Unfitting("unknown_letter")
    return [known[letter] for letter in dict.fromkeys(letters)]


def iso_date(words: str) -> str:
    """Return a typed day in ISO form; raises Unfitting. 21112026 is read as well."""
    if re.fullmatch(r"\d{8}", words):
        words = f"{words[:2]}.{words[2:4]}.{words[4:]}"
    found = TYPED_DATE.match(words)
    if not found:
        raise Unfitting("not_a_date")
    day, month, year = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"


def combined(question: Question, values: Mapping[str, Any]) -> Any:
    """Return the answer that the values of a question's fields make together."""
    name = question.name
    parts = {key.removeprefix(f"{name}:"): value for key, value in values.items() if key != name}
    main = values.get(name)
    match question.type:
        case "matrix_single" | "matrix_multi" | "allocation":
            return parts
        case "ranking":
            return order_of(parts)
        case "map":
            named = [{"geometry": point(question, code), "text": "", "place": code} for code in main or ()]
            return named + [{"geometry": None, "text": words} for words in parts.values()]
        case "multi_choice" | "image_choice" | "single_choice" | "dropdown":
            return with_words(question, main, parts)
    return main


def with_words(question: Question, main: Any, parts: Mapping[str, str]) -> Any:
    """Return ticked choices with the words of a written other; words without a tick count as one."""
    ticked = [*main] if isinstance(main, list) else [main] if main is not None else []
    ticked += [value for value in parts if value not in ticked]
    items = [{"value": value, "text": parts[value]} if value in parts else value for value in ticked]
    if question.type == "multi_choice" or question.multiple:
        return items
    return items[0] if len(items) == 1 else items


def point(question: Question, code: str) -> dict[str, Any] | None:
    """Return the point of a named place."""
    choice = question.choice(code)
    return {"type": "Point", "coordinates": list(choice.point)} if choice and choice.point else None


def order_of(places: Mapping[str, Any]) -> Any:
    """Return choices by the place that was written; places that clash stay as they are."""
    if len(set(places.values())) != len(places):
        return dict(places)
    return sorted(places, key=lambda value: places[value])


def differing(first: Mapping[str, str], second: Mapping[str, str], fields: Iterable[Field]) -> list[str]:
    """Return the names of the fields that two clerks keyed differently; case and spaces do not matter."""
    return [
        one.name
        for one in fields
        if same_form(one, first.get(one.name, "")) != same_form(one, second.get(one.name, ""))
    ]


def same_form(one: Field, words: str) -> str:
    """Return what was typed in the form in which two keyings are compared."""
    if not words or words.startswith("?"):
        return words[:1]
    try:
        value = meant(one, words)
    except Unfitting:
        return " ".join(words.lower().split())
    if isinstance(value, list):
        return "|".join(sorted(map(str, value)))
    return " ".join(str(value).lower().split())


def typed_ticks(one: Field, letters: Iterable[str]) -> str:
    """Return the letters of read ticks as a clerk would type them."""
    found = [letter for letter in one.letters if letter in set(letters)]
    return ("" if all(len(letter) == 1 for letter in one.letters) and one.mode != TICK else " ").join(found)
