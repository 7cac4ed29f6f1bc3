"""Earlier answers inside later texts: {{name}} or {{name|words when there is no answer}}; plain text, never markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveys.logic.questionnaire.parts import Choice, Question

REFERENCE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\s*(?:\|([^{}]*))?\}\}", re.ASCII)
LONGEST = 200  # characters of an answer in another text
Texts = Mapping[str, str]
Words = Callable[[str, str], str]  # question name and language -> the answer in words, empty when there is none


def references_in(texts: Texts) -> Iterator[str]:
    """Yield the names of the questions that texts refer to."""
    for text in texts.values():
        yield from (found[1] for found in REFERENCE.finditer(text))


def filled(texts: Texts, words: Words) -> Texts:
    """Return texts with answers in place of references; an answer that looks like a reference stays as it was written."""
    if not any("{{" in text for text in texts.values()):
        return texts
    return {code: filled_text(text, code, words) for code, text in texts.items()}


def filled_text(text: str, code: str, words: Words) -> str:
    """Return one text with answers in place of references."""

    def answer(found: re.Match[str]) -> str:
        said = " ".join(words(found[1], code).split())
        return (said[:LONGEST] + "…" if len(said) > LONGEST else said) or (found[2] or "").strip() or "…"

    return REFERENCE.sub(answer, text)


def without_references(texts: Texts) -> Texts:
    """Return texts as they read when nothing was answered."""
    return filled(texts, lambda _name, _code: "")


def piped(question: Question, words: Words) -> Question:
    """Return a question whose texts carry earlier answers."""
    return replace(
        question,
        label=filled(question.label, words),
        hint=filled(question.hint, words),
        choices=tuple(piped_choice(choice, words) for choice in question.choices),
        rows=tuple(piped_choice(row, words) for row in question.rows),
    )


def piped_choice(choice: Choice, words: Words) -> Choice:
    """Return a choice whose texts carry earlier answers."""
    return replace(choice, label=filled(choice.label, words), hint=filled(choice.hint, words))


def all_references(question: Question) -> Iterator[str]:
    """Yield the names that the texts of a question refer to."""
    for texts in (question.label, question.hint):
        yield from references_in(texts)
    for choice in (*question.choices, *question.rows):
        yield from references_in(choice.label)
        yield from references_in(choice.hint)
