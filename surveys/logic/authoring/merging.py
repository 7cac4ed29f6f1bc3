"""Two editors at once: what an edit touches, which edits meet, and what can be made of an edit seen on an older copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from surveys.logic.authoring import operations as ops
from surveys.logic.authoring.operations import Operation
from surveys.logic.authoring.spots import Spot, first_meeting, value_at
from surveys.logic.authoring.working import AuthoringError, Document, free_name, names_of, pages_of, question_of


@dataclass(frozen=True)
class Clash:
    """An edit that somebody else was before: where, what was wanted, what stands there now."""

    operation: Operation
    spot: Spot
    theirs: Any


def touched(operation: Operation) -> set[Spot]:  # noqa: PLR0911 -- one return a kind of edit
    """Return the spots that an edit changes; adding meets nobody."""
    match operation:
        case ops.Change(at):
            return {at}
        case ops.Together(parts):
            return {spot for part in parts for spot in touched(part)}
        case ops.DeletePage(page):
            return {("page", page)}
        case ops.MovePage(page):
            return {("page", page, "place")}
        case ops.DeleteQuestion(question) | ops.ReplaceQuestion(question):
            return {("question", question)}
        case ops.MoveQuestion(question):
            return {("question", question, "place")}
        case ops.RenameQuestion(question, to):
            return {("question", question), ("question", to)}
        case ops.DeleteChoice(question, which, value):
            return {("question", question, which, value)}
        case ops.MoveChoice(question, which, value):
            return {("question", question, which, value, "place")}
        case ops.RenameChoice(question, which, value, to):
            return {("question", question, which, value), ("question", question, which, to)}
    return set()


def gone_with(document: Document, operation: Operation) -> set[Spot]:
    """Return the questions that an edit takes away beside what it names."""
    if isinstance(operation, ops.Together):
        return {spot for part in operation.parts for spot in gone_with(document, part)}
    if not isinstance(operation, ops.DeletePage):
        return set()
    pages = [page for page in pages_of(document) if page["name"] == operation.page]
    return {("question", question["name"]) for page in pages for question in page["questions"]}


def parts_of(operation: Operation) -> tuple[Operation, ...]:
    """Return the single edits of an edit."""
    return operation.parts if isinstance(operation, ops.Together) else (operation,)


def rebased(
    document: Document, operation: Operation, since: Iterable[Spot]
) -> tuple[Operation | None, tuple[Clash, ...]]:
    """Divide an edit that was made on an older copy: what can be made now, and what meets an edit since then.

    An edit that wants what stands there already is neither.
    """
    others = list(since)
    good: list[Operation] = []
    clashes: list[Clash] = []
    for part in parts_of(operation):
        spot = first_meeting(touched(part) | gone_with(document, part), others)
        if spot is None:
            good.append(part)
        elif not is_done(document, part):
            clashes.append(Clash(part, part.at if isinstance(part, ops.Change) else spot, now_at(document, part)))
    made: Operation | None = None
    if good:
        made = good[0] if len(good) == 1 else ops.Together(tuple(good))
    return made, tuple(clashes)


def is_done(document: Document, operation: Operation) -> bool:
    """Tell whether somebody else has made the same change."""
    if not isinstance(operation, ops.Change):
        return False
    try:
        return bool(value_at(document, operation.at) == (operation.to or None))
    except AuthoringError:
        return False


def now_at(document: Document, operation: Operation) -> Any:
    """Return what stands now where an edit wanted to change a value; None when it is gone or is no value."""
    try:
        return value_at(document, operation.at) if isinstance(operation, ops.Change) else None
    except AuthoringError:
        return None


def with_free_names(document: Document, operation: Operation) -> Operation:
    """Return an edit whose new questions, pages and choices have names that nobody took in the meantime."""
    match operation:
        case ops.Together(parts):
            return ops.Together(free_parts(document, parts))
        case ops.AddQuestion(_page, question) if isinstance(question.get("name"), str):
            name = free_name(question["name"], names_of(document))
            return replace(operation, question={**question, "name": name})
        case ops.AddPage(page) if isinstance(page.get("name"), str):
            name = free_name(page["name"], {other["name"] for other in pages_of(document)})
            return replace(operation, page={**page, "name": name})
        case ops.AddChoice(question, which, choice) if isinstance(choice.get("value"), str):
            try:
                taken = {one["value"] for one in question_of(document, question).get(which, ())}
            except AuthoringError:
                return operation
            return replace(operation, choice={**choice, "value": free_name(choice["value"], taken)})
    return operation


def free_parts(document: Document, parts: Sequence[Operation]) -> tuple[Operation, ...]:
    """Return edits with free names, each seeing those before it."""
    seen, free = document, []
    for part in parts:
        chosen = with_free_names(seen, part)
        free.append(chosen)
        if isinstance(part, ops.AddQuestion | ops.AddPage | ops.AddChoice):
            seen, _inverse = ops.applied(seen, chosen)
    return tuple(free)


def at_version(document: Document, inverses: Sequence[Operation]) -> Document:
    """Return the document as it was before some steps, given what takes each back, the latest first."""
    before = document
    if inverses:
        before, _again = ops.applied(document, ops.Together(tuple(inverses)))
    return before
