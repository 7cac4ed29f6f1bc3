"""The edits of a questionnaire: small typed operations, each of which gives the edit that takes it back."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, ClassVar

from surveys.logic.authoring import renaming
from surveys.logic.authoring.spots import put, value_at
from surveys.logic.authoring.working import (
    LISTS,
    AuthoringError,
    Document,
    choice_of,
    home_of,
    names_of,
    page_of,
    pages_of,
    question_of,
    stripped,
)
from surveys.logic.questionnaire.document import NAME, VALUE
from surveys.logic.questionnaire.types import TYPES

FIRST = ""  # stands before everything else


class Edit:
    """One edit; apply changes the given document in place and returns the edit that takes it back."""

    do: ClassVar[str]

    def apply(self, document: Document) -> Operation:
        """Make the edit; raises AuthoringError when it cannot be made."""
        raise NotImplementedError


@dataclass(frozen=True)
class Change(Edit):
    """Give one spot another value; None takes the value away."""

    do: ClassVar[str] = "change"
    at: tuple[str, ...]
    to: Any

    def apply(self, document: Document) -> Operation:
        """Write the value."""
        before = copy.deepcopy(value_at(document, self.at))
        put(document, self.at, copy.deepcopy(self.to))
        return Change(self.at, before)


@dataclass(frozen=True)
class AddPage(Edit):
    """Put a page, with its questions, after another one."""

    do: ClassVar[str] = "add_page"
    page: dict[str, Any]
    after: str

    def apply(self, document: Document) -> Operation:
        """Put it in."""
        page = stripped(self.page)
        page["questions"] = [checked_question(one) for one in self.page.get("questions", [])]
        check_name(page.get("name"), {other["name"] for other in pages_of(document)})
        taken = names_of(document)
        for question in page["questions"]:
            check_name(question["name"], taken)
            taken.add(question["name"])
        insert(pages_of(document), page, "name", self.after)
        return DeletePage(page["name"])


@dataclass(frozen=True)
class DeletePage(Edit):
    """Take a page away with all its questions."""

    do: ClassVar[str] = "delete_page"
    page: str

    def apply(self, document: Document) -> Operation:
        """Take it away."""
        page = page_of(document, self.page)
        after = before_of(pages_of(document), "name", self.page)
        pages_of(document).remove(page)
        return AddPage(page, after)


@dataclass(frozen=True)
class MovePage(Edit):
    """Put a page after another one."""

    do: ClassVar[str] = "move_page"
    page: str
    after: str

    def apply(self, document: Document) -> Operation:
        """Move it."""
        page = page_of(document, self.page)
        after = before_of(pages_of(document), "name", self.page)
        pages_of(document).remove(page)
        insert(pages_of(document), page, "name", self.after)
        return MovePage(self.page, after)


@dataclass(frozen=True)
class AddQuestion(Edit):
    """Put a question on a page after another one."""

    do: ClassVar[str] = "add_question"
    page: str
    question: dict[str, Any]
    after: str

    def apply(self, document: Document) -> Operation:
        """Put it in."""
        question = checked_question(self.question)
        check_name(question["name"], names_of(document))
        insert(page_of(document, self.page)["questions"], question, "name", self.after)
        return DeleteQuestion(question["name"])


@dataclass(frozen=True)
class DeleteQuestion(Edit):
    """Take a question away."""

    do: ClassVar[str] = "delete_question"
    question: str

    def apply(self, document: Document) -> Operation:
        """Take it away."""
        home = home_of(document, self.question)
        question = question_of(document, self.question)
        after = before_of(home["questions"], "name", self.question)
        home["questions"].remove(question)
        return AddQuestion(home["name"], question, after)


@dataclass(frozen=True)
class MoveQuestion(Edit):
    """Put a question after another one, on the same page or another."""

    do: ClassVar[str] = "move_question"
    question: str
    page: str
    after: str

    def apply(self, document: Document) -> Operation:
        """Move it."""
        target = page_of(document, self.page)
        home = home_of(document, self.question)
        question = question_of(document, self.question)
        after = before_of(home["questions"], "name", self.question)
        home["questions"].remove(question)
        insert(target["questions"], question, "name", self.after)
        return MoveQuestion(self.question, home["name"], after)


@dataclass(frozen=True)
class ReplaceQuestion(Edit):
    """Put another question of the same name in a question's place: another type, other options altogether."""

    do: ClassVar[str] = "replace_question"
    question: str
    by: dict[str, Any]

    def apply(self, document: Document) -> Operation:
        """Put it in its place."""
        new = checked_question(self.by)
        if new["name"] != self.question:
            raise AuthoringError("name_differs", new["name"])
        home = home_of(document, self.question)
        old = question_of(document, self.question)
        home["questions"][home["questions"].index(old)] = new
        return ReplaceQuestion(self.question, old)


@dataclass(frozen=True)
class RenameQuestion(Edit):
    """Give a question another technical name, in every condition, calculation and text that uses it too."""

    do: ClassVar[str] = "rename_question"
    question: str
    to: str

    def apply(self, document: Document) -> Operation:
        """Rename it."""
        question = question_of(document, self.question)
        check_name(self.to, names_of(document) | renaming.names_used(document))
        question["name"] = self.to
        renaming.rename_everywhere(document, self.question, self.to)
        return RenameQuestion(self.to, self.question)


@dataclass(frozen=True)
class AddChoice(Edit):
    """Put a choice, or a row of a matrix, after another one."""

    do: ClassVar[str] = "add_choice"
    question: str
    which: str
    choice: dict[str, Any]
    after: str

    def apply(self, document: Document) -> Operation:
        """Put it in."""
        question = question_of(document, self.question)
        check_list(self.which, question)
        choice = checked_choice(self.choice)
        if any(other["value"] == choice["value"] for other in question.get(self.which, ())):
            raise AuthoringError("value_taken", choice["value"])
        insert(question.setdefault(self.which, []), choice, "value", self.after)
        return DeleteChoice(self.question, self.which, choice["value"])


@dataclass(frozen=True)
class DeleteChoice(Edit):
    """Take a choice or row away."""

    do: ClassVar[str] = "delete_choice"
    question: str
    which: str
    value: str

    def apply(self, document: Document) -> Operation:
        """Take it away."""
        choice = choice_of(document, self.question, self.which, self.value)
        question = question_of(document, self.question)
        after = before_of(question[self.which], "value", self.value)
        question[self.which].remove(choice)
        if not question[self.which]:
            del question[self.which]
        return AddChoice(self.question, self.which, choice, after)


@dataclass(frozen=True)
class MoveChoice(Edit):
    """Put a choice or row after another one."""

    do: ClassVar[str] = "move_choice"
    question: str
    which: str
    value: str
    after: str

    def apply(self, document: Document) -> Operation:
        """Move it."""
        choice = choice_of(document, self.question, self.which, self.value)
        choices = question_of(document, self.question)[self.which]
        after = before_of(choices, "value", self.value)
        choices.remove(choice)
        insert(choices, choice, "value", self.after)
        return MoveChoice(self.question, self.which, self.value, after)


@dataclass(frozen=True)
class RenameChoice(Edit):
    """Give a choice another technical value, in the conditions that ask for it too."""

    do: ClassVar[str] = "rename_choice"
    question: str
    which: str
    value: str
    to: str

    def apply(self, document: Document) -> Operation:
        """Rename it."""
        choice = choice_of(document, self.question, self.which, self.value)
        others = [one["value"] for one in question_of(document, self.question)[self.which]]
        if not isinstance(self.to, str) or not VALUE.match(self.to):
            raise AuthoringError("no_value", str(self.to))
        if self.to in others or renaming.value_used(document, self.question, self.to):
            raise AuthoringError("value_taken", self.to)
        choice["value"] = self.to
        renaming.rename_value(document, self.question, self.value, self.to)
        return RenameChoice(self.question, self.which, self.to, self.value)


@dataclass(frozen=True)
class Together(Edit):
    """Several edits that are one step: all or none."""

    do: ClassVar[str] = "together"
    parts: tuple[Operation, ...]

    def apply(self, document: Document) -> Operation:
        """Make them one after another."""
        return Together(tuple(reversed([part.apply(document) for part in self.parts])))


Operation = (
    Change
    | AddPage
    | DeletePage
    | MovePage
    | AddQuestion
    | DeleteQuestion
    | MoveQuestion
    | ReplaceQuestion
    | RenameQuestion
    | AddChoice
    | DeleteChoice
    | MoveChoice
    | RenameChoice
    | Together
)


def applied(document: Document, operation: Operation) -> tuple[Document, Operation]:
    """Return the document after an edit and the edit that takes it back; the given document stays as it is."""
    after = copy.deepcopy(document)
    return after, copy.deepcopy(operation.apply(after))


def insert(things: list[dict[str, Any]], thing: dict[str, Any], key: str, after: str) -> None:
    """Put a thing after the one with this name; first without a name, last when that one is gone."""
    place = next((n for n, other in enumerate(things, 1) if other[key] == after), len(things))
    things.insert(0 if after == FIRST else place, thing)


def before_of(things: list[dict[str, Any]], key: str, name: str) -> str:
    """Return the name of the thing before a thing."""
    names = [str(thing[key]) for thing in things]
    place = names.index(name)
    return names[place - 1] if place else FIRST


def check_name(name: Any, taken: set[str]) -> None:
    """Raise AuthoringError for a name that does not fit or is taken."""
    if not isinstance(name, str) or not NAME.match(name):
        raise AuthoringError("no_name", str(name))
    if name in taken:
        raise AuthoringError("name_taken", name)


def checked_question(question: Any) -> dict[str, Any]:
    """Return a copy of a question in normal form; raises AuthoringError when it is none."""
    if not isinstance(question, dict) or question.get("type") not in TYPES:
        raise AuthoringError("no_question")
    check_name(question.get("name"), set())
    result = copy.deepcopy(question)
    for key in [key for key in result if key not in ("name", "type", *LISTS)]:
        put({"pages": [{"name": "p", "questions": [result]}]}, ("question", result["name"], key), result[key])
    for which in LISTS:
        values = [checked_choice(choice) for choice in question.get(which) or ()]
        if len({choice["value"] for choice in values}) < len(values):
            raise AuthoringError("value_taken", which)
        if which in result:
            result[which] = values
    return stripped(result)


def checked_choice(choice: Any) -> dict[str, Any]:
    """Return a copy of a choice in normal form; raises AuthoringError when it is none."""
    if not isinstance(choice, dict) or not isinstance(choice.get("value"), str) or not VALUE.match(choice["value"]):
        raise AuthoringError("no_value")
    holder = {"name": "q", "type": "single_choice", "choices": [copy.deepcopy(choice)]}
    for key in [key for key in choice if key != "value"]:
        put(
            {"pages": [{"name": "p", "questions": [holder]}]},
            ("question", "q", "choices", choice["value"], key),
            choice[key],
        )
    result: dict[str, Any] = stripped(holder["choices"][0])  # type: ignore[arg-type]  # a list of objects
    return result


def check_list(which: str, question: dict[str, Any]) -> None:
    """Raise AuthoringError unless a type has such a list."""
    kind = TYPES[question["type"]]
    allowed = kind.has_rows if which == "rows" else kind.has_choices or question["type"] == "map"
    if which not in LISTS or not allowed:
        raise AuthoringError("no_such_setting", which)
