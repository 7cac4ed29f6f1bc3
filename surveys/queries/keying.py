"""The keying screen: what stands where on it, and where two keyings of a sheet differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.text import pick
from surveys.logic.paper.fields import DATE, LINES, MANY, NUMBER, TICK, TICKED, Field, all_fields, fields_of, letter_of
from surveys.logic.paper.keying import Mark, differing
from surveys.logic.questionnaire.document import Page, Question
from surveys.models.paper import Sheet, SheetEntry
from surveys.queries.paper import field_words
from surveys.queries.paper_words import Instructions
from surveys.queries.questionnaires import document_of
from surveys.queries.scans import Proposal


def screen_of(sheet: Sheet, proposal: Proposal | None) -> list[dict[str, Any]]:
    """Return the parts of the form with their questions and inputs, in the order of print and the language of the sheet."""
    document, language = document_of(sheet.batch.version), sheet.batch.language
    instructions = Instructions(document, get_language() or "fi")
    return [part_of(page, n, instructions, language, proposal) for n, page in enumerate(document.pages)]


def part_of(
    page: Page, place: int, instructions: Instructions, language: str, proposal: Proposal | None
) -> dict[str, Any]:
    """Return one part of the screen."""
    return {
        "title": pick(page.title, language)[0] or letter_of(place).upper(),
        "instruction": instructions.part(page.visible_if),
        "questions": [
            {
                "number": instructions.numbers[one.name],
                "label": pick(one.label, language)[0],
                "instruction": instructions.question(one.visible_if),
                "inputs": [input_of(one, field, language, proposal) for field in fields_of(one)],
                "picture": proposal.pages.get(one.name) if proposal else None,
            }
            for one in page.questions
            if one.kind.takes_answer
        ],
    }


def input_of(question: Question, one: Field, language: str, proposal: Proposal | None) -> dict[str, Any]:
    """Return one input: its words, the letters it takes, what a scan proposes."""
    return {
        "name": one.name,
        "label": label_of(question, one, language),
        "mode": one.mode,
        "is_long": one.mode == LINES,
        "is_short": one.mode in (*TICKED, NUMBER, DATE),
        "letters": " ".join(one.letters),
        "legend": legend_of(question, one, language),
        "low": question.min if one.mode == NUMBER and question.type in ("number", "slider") else None,
        "high": question.max if one.mode == NUMBER and question.type in ("number", "slider") else None,
        "hint": hint_of(one),
        "value": proposal.typed.get(one.name, "") if proposal else "",
        "unsure": bool(proposal and one.name in proposal.unsure),
        "picture": proposal.pages.get(one.name) if proposal else None,
    }


def label_of(question: Question, one: Field, language: str) -> str:
    """Return the words of a field that is a part of its question."""
    for n, thing in enumerate(question.rows or question.choices):
        if thing.value == one.part:
            return f"{letter_of(n)} {pick(thing.label, language)[0]}"
    return one.part


def legend_of(question: Question, one: Field, language: str) -> str:
    """Return the letters with their words."""
    if one.mode not in TICKED or question.rows or one.mode == TICK:
        return ""
    words = {choice.value: pick(choice.label, language)[0] for choice in question.choices}
    words |= {"yes": _("Yes"), "no": _("No")} if question.type == "yes_no" else {}
    return " · ".join(f"{letter} {words[value]}" for letter, value in one.options if value in words)


def hint_of(one: Field) -> str:
    """Return what is typed."""
    if one.mode == MANY:
        return _("letters, e.g. ac")
    if one.mode == TICK:
        return _("x if ticked")
    return _("day.month.year") if one.mode == DATE else ""


def differences_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the fields that two clerks keyed differently, each with both keyings."""
    entries = list(SheetEntry.objects.filter(sheet=sheet).order_by("round"))
    if sheet.state != Sheet.State.KEYED or len(entries) < 2:
        return []
    first, second = entries[0].typed, entries[1].typed
    fields, words = all_fields(document_of(sheet.batch.version)), field_words(sheet.batch)
    return [
        {"name": name, "words": words[name], "first": first.get(name, ""), "second": second.get(name, "")}
        for name in differing(first, second, fields.values())
    ]


def marks_in_words(sheet: Sheet, marks: Sequence[Mark]) -> str:
    """Return the marked fields in a line."""
    words = field_words(sheet.batch) if marks else {}
    return "; ".join(words.get(mark.field, mark.field) for mark in marks if mark.kind != "attached")
