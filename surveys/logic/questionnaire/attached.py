"""A photo or document as an answer: the answer is the id under which the file was received."""
# ruff: noqa: ARG002 -- every type has the same methods; not each needs every argument

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from surveys.logic.questionnaire.faults import Unfit
from surveys.logic.questionnaire.kinds import Fields, Kind, field_name

if TYPE_CHECKING:
    from surveys.logic.questionnaire.document import Question

REFUSALS = ("file_too_large", "file_unknown", "file_broken", "file_pixels", "file_locked", "file_many", "file_gone")
MARK = "!"  # a page that sent an unfit file keeps the reason in place of an id


class File(Kind):
    """A photo or a PDF."""

    name = "file"
    seconds = 45

    def clean(self, question: Question, value: Any) -> str:
        """Return the id of a received file; that it exists is checked where the answers are stored."""
        if isinstance(value, str) and value.removeprefix(MARK) in REFUSALS:
            raise Unfit(value.removeprefix(MARK))
        try:
            return str(uuid.UUID(value)) if isinstance(value, str) else refuse()
        except ValueError:
            return refuse()

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the id, unless the file was taken away again."""
        if fields.get(field_name(question, "remove")):
            return None
        return super().from_fields(question, fields) or None


def refuse() -> str:
    """Raise Unfit for what is no id."""
    raise Unfit("file_gone")
