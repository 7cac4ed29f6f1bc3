"""What two people changed at the same time, in words: where, mine, theirs and whose they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.logic.authoring import operations as ops
from surveys.logic.authoring.merging import Clash, touched
from surveys.logic.authoring.reading import operation_from_json, operation_to_json
from surveys.logic.authoring.spots import Spot, meets
from surveys.logic.authoring.working import Document, questions_in
from surveys.models.authoring import QuestionnaireDraft
from surveys.queries.authoring import STEPS, in_quotes, label_of, steps_after

PARTS = {
    "label": lambda: _("Question"),
    "hint": lambda: _("Help text"),
    "title": lambda: _("Title"),
    "lead": lambda: _("What it is about"),
    "readers": lambda: _("Who reads the answers, and when"),
    "thanks": lambda: _("Thanks and what happens next"),
    "choices": lambda: _("Option"),
    "rows": lambda: _("Row"),
    "visible_if": lambda: _("Condition"),
    "languages": lambda: _("Languages promised"),
}


@dataclass(frozen=True)
class ClashLine:
    """One clash as the page shows it."""

    where: str
    mine: str
    theirs: str
    by: str
    operation: str
    is_text: bool
    language: str


def clash_lines(draft: QuestionnaireDraft, clashes: Sequence[Clash], seen: int) -> list[ClashLine]:
    """Return each clash in words, with the name of the person who was first."""
    steps = [(step, touched(operation_from_json(step.operation))) for step in steps_after(draft, max(seen, 0))]
    lines = []
    for clash in clashes:
        names = [str(step.by) for step, spots in steps if step.by and any(meets(clash.spot, spot) for spot in spots)]
        operation = clash.operation
        is_text = isinstance(operation, ops.Change) and isinstance(operation.to or clash.theirs or "", str)
        lines.append(
            ClashLine(
                where=where_in_words(draft.document, clash.spot),
                mine=wanted_in_words(clash),
                theirs=_("(deleted or empty)") if clash.theirs in (None, "") else plain(clash.theirs),
                by=names[-1] if names else "",
                operation=json.dumps(operation_to_json(operation), ensure_ascii=False),
                is_text=is_text,
                language=clash.spot[-1] if is_text and len(clash.spot) > 2 and len(clash.spot[-1]) <= 8 else "",
            )
        )
    return lines


def wanted_in_words(clash: Clash) -> str:
    """Return what this person wanted."""
    if isinstance(clash.operation, ops.Change):
        return plain(clash.operation.to) if clash.operation.to not in (None, "") else ""
    return STEPS[clash.operation.do]()


def plain(value: Any) -> str:
    """Return a value as text."""
    if value is True:
        return _("yes")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def where_in_words(document: Document, spot: Spot) -> str:
    """Return which field of which question a spot is."""
    words = next((PARTS[part]() for part in reversed(spot) if part in PARTS), "")
    if spot[0] == "question":
        asked = next((question for question in questions_in(document) if question["name"] == spot[1]), None)
        name = (label_of(asked) if asked else "") or spot[1]
        return f"{in_quotes(name)}: {words}" if words else in_quotes(name)
    return words or ".".join(spot)
