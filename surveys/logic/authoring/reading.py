"""Edits as JSON: written for storing them, read strictly when they come from outside."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from surveys.logic.authoring.operations import (
    AddChoice,
    AddPage,
    AddQuestion,
    Change,
    DeleteChoice,
    DeletePage,
    DeleteQuestion,
    MoveChoice,
    MovePage,
    MoveQuestion,
    Operation,
    RenameChoice,
    RenameQuestion,
    ReplaceQuestion,
    Together,
)
from surveys.logic.authoring.working import AuthoringError

KINDS: dict[str, type[Any]] = {
    kind.do: kind
    for kind in (
        Change, AddPage, DeletePage, MovePage, AddQuestion, DeleteQuestion, MoveQuestion, ReplaceQuestion,
        RenameQuestion, AddChoice, DeleteChoice, MoveChoice, RenameChoice, Together,
    )
}  # fmt: skip
MOST_PARTS = 2000


def operation_to_json(operation: Operation) -> dict[str, Any]:
    """Write an edit."""
    values = {item.name: getattr(operation, item.name) for item in fields(operation)}
    if isinstance(operation, Together):
        values = {"parts": [operation_to_json(part) for part in operation.parts]}
    if isinstance(operation, Change):
        values["at"] = list(operation.at)
    return {"do": operation.do, **values}


def operation_from_json(data: Any, depth: int = 0) -> Operation:
    """Read an edit that came from outside; raises AuthoringError for anything that is none."""
    kind = KINDS.get(data["do"]) if isinstance(data, dict) and isinstance(data.get("do"), str) else None
    if kind is None:
        raise AuthoringError("no_operation")
    known = {item.name for item in fields(kind)}
    if set(data) - {"do"} != known:
        raise AuthoringError("no_operation", ", ".join(sorted(known ^ (set(data) - {"do"}))))
    values = {key: data[key] for key in known}
    if kind is Together:
        parts = values["parts"]
        if depth or not isinstance(parts, list) or not 1 <= len(parts) <= MOST_PARTS:
            raise AuthoringError("no_operation", "parts")
        return Together(tuple(operation_from_json(part, depth + 1) for part in parts))
    if kind is Change:
        if not isinstance(values["at"], list) or not all(isinstance(one, str) for one in values["at"]):
            raise AuthoringError("no_operation", "at")
        return Change(tuple(values["at"]), values["to"])
    for key, value in values.items():
        wanted: type = dict if key in ("choice", "by") or (kind.do, key) in OBJECTS else str
        if not isinstance(value, wanted):
            raise AuthoringError("no_operation", key)
    operation: Operation = kind(**values)
    return operation


OBJECTS = {("add_page", "page"), ("add_question", "question")}
