"""The questions of a paper form: the questionnaire as blocks to print, in one language and one size of print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.logic.text import pick
from surveys.logic.paper.fields import TICKED, Field, fields_of, letter_of, options_of
from surveys.logic.questionnaire.choosing import NO_OPINION
from surveys.logic.questionnaire.document import Page, Question, Questionnaire
from surveys.logic.questionnaire.piping import filled
from surveys.queries.paper_words import Instructions
from surveys.queries.questionnaires import number_words

LINES = 5  # to write a long answer on
NARROW, HALF = 22, 52  # characters of the longest option that still goes in three columns, in two
WIDE_HEAD, WIDE_LARGE_HEAD = 13, 10  # characters a word of a column head may have before letters stand for it
WRITTEN = frozenset({"short_text", "number", "slider", "date", "map"})


class FormWriter:
    """Writes questions as blocks to print, in one language."""

    def __init__(self, document: Questionnaire, language: str, *, large: bool) -> None:
        self.document = document
        self.language = language
        self.large = large
        self.instructions = Instructions(document, language)
        self.numbers = self.instructions.numbers

    def text(self, texts: Mapping[str, str]) -> str:
        """Return words of the questionnaire; an earlier answer in them becomes a pointer to its question."""
        return in_words(filled(texts, self.pointer), self.language)

    def pointer(self, name: str, _language: str) -> str:
        """Return what stands on paper for the answer to an earlier question."""
        number = self.numbers.get(name)
        return _("(your answer to question %(number)s)") % {"number": number} if number else "…"

    def part(self, page: Page, place: int) -> dict[str, Any]:
        """Return one part of the form."""
        return {
            "title": self.text(page.title) or _("Part %(letter)s") % {"letter": letter_of(place).upper()},
            "instruction": self.instructions.part(page.visible_if),
            "questions": [self.question(one) for one in page.questions if one.type != "calculated"],
        }

    def question(self, question: Question) -> dict[str, Any]:
        """Return one question: words above, then blocks to fill in."""
        return {
            "number": self.numbers.get(question.name, 0),
            "label": self.text(question.label),
            "hint": self.text(question.hint),
            "note": self.note(question),
            "instruction": self.instructions.question(question.visible_if),
            "blocks": self.blocks(question),
        }

    def note(self, question: Question) -> str:  # noqa: PLR0911 -- one return a type
        """Return how this type is answered on paper."""
        match question.type:
            case "multi_choice":
                return how_many(question)
            case "image_choice":
                return how_many(question) if question.multiple else _("Tick one.")
            case "single_choice" | "dropdown":
                return _("Tick one.")
            case "matrix_single":
                return _("Tick one on each row.")
            case "matrix_multi":
                return _("Tick all that fit on each row.")
            case "ranking":
                return _("Write 1 beside the most important one, 2 beside the next, and so on.")
            case "allocation":
                return _("Share out %(total)s: write a number beside each, together %(total)s.") % {
                    "total": f"{number_words(question.total)} {self.text(question.unit)}".strip()
                }
            case "date":
                return _("Write day, month and year.")
            case "slider" | "number":
                return limits(question)
            case "map":
                return _("Instead of the map: write an address, a crossing or the name of a place.")
            case "file":
                return _(
                    "Instead of a file: fasten the picture or paper to this form, write the code of the form on it and tick the box."
                )
        return ""

    def blocks(self, question: Question) -> list[dict[str, Any]]:  # noqa: PLR0911 -- one return a kind of block
        """Return what is filled in."""
        fields = fields_of(question)
        match question.type:
            case "scale":
                return [self.scale(question)]
            case "matrix_single" | "matrix_multi":
                return [self.matrix(question, fields)]
            case "ranking" | "allocation":
                return [self.amounts(question, fields)]
            case "consent":
                return [self.single_box(fields[0], _("I agree"))]
            case "file":
                return [self.single_box(fields[0], _("Something is fastened to this form"))]
            case "long_text":
                return [{"kind": "lines", "field": question.name, "n": LINES}]
        ticks = [self.options(question)] if fields and fields[0].mode in TICKED else []
        lines = [self.line(question, one) for one in fields if one.mode not in TICKED]
        return [*ticks, *(lines if question.type in WRITTEN else [])]

    def line(self, question: Question, one: Field) -> dict[str, Any]:
        """Return a line to write on."""
        narrow = one.mode in ("number", "date")
        label = f"{one.part}." if question.type == "map" else ""
        return {"kind": "line", "field": one.name, "label": label, "unit": self.text(question.unit), "narrow": narrow}

    def options(self, question: Question) -> dict[str, Any]:
        """Return boxes with letters."""
        labels = {choice.value: self.choice_words(choice) for choice in question.choices}
        labels |= {"yes": _("Yes"), "no": _("No")} if question.type == "yes_no" else {}
        others = {choice.value for choice in question.choices if choice.other}
        longest = max((len(words) for words in labels.values()), default=0)
        columns = 1 if longest > HALF or self.large else 2 if longest > NARROW else 3
        return {
            "kind": "options",
            "columns": min(columns, max(1, len(labels))) if not others or len(labels) > 8 else 1,
            "options": [
                {"field": question.name, "letter": letter, "label": labels.get(value, str(value)),
                 "line": f"{question.name}:{value}" if value in others else ""}
                for letter, value in options_of(question)
            ],
        }  # fmt: skip

    def choice_words(self, choice: Any) -> str:
        """Return the words of an option; a picture is told in words."""
        seen = self.text(choice.image_alt) if choice.image else ""
        words = self.text(choice.label)
        return f"{words} ({seen})" if seen and seen != words else words

    def single_box(self, one: Field, label: str) -> dict[str, Any]:
        """Return one box alone."""
        option = {"field": one.name, "letter": "x", "label": label, "line": ""}
        return {"kind": "options", "columns": 1, "options": [option]}

    def scale(self, question: Question) -> dict[str, Any]:
        """Return the steps of a scale on one row."""
        steps = [(letter, value) for letter, value in options_of(question) if value != NO_OPINION]
        named = {value: self.text(question.step_labels.get(str(value), {})) for _letter, value in steps}
        return {
            "kind": "scale",
            "low": self.text(question.min_label),
            "high": self.text(question.max_label),
            "steps": [{"field": question.name, "letter": letter, "label": named[value]} for letter, value in steps],
            "none": {"field": question.name, "letter": "x", "label": _("I cannot say")}
            if question.no_opinion
            else None,
        }

    def matrix(self, question: Question, fields: Sequence[Field]) -> dict[str, Any]:
        """Return a table of boxes; long heads become letters with a list above."""
        heads = [self.text(choice.label) for choice in question.choices]
        letters = [letter_of(n) for n in range(len(heads))]
        widest = max(max(len(word) for word in head.split() or [""]) for head in heads)
        short = (
            len(heads) <= (3 if self.large else 5)
            and widest <= (WIDE_LARGE_HEAD if self.large else WIDE_HEAD)
            and max(map(len, heads)) <= 3 * WIDE_HEAD
        )
        return {
            "kind": "matrix",
            "heads": [f"{letter} {head}" for letter, head in zip(letters, heads, strict=True)] if short else letters,
            "legend": [] if short else [f"{letter} = {head}" for letter, head in zip(letters, heads, strict=True)],
            "corner": _("Row"),
            "rows": [
                {"field": one.name, "letter": letter_of(n), "label": self.text(row.label)}
                for n, (row, one) in enumerate(zip(question.rows, fields, strict=True))
            ],
            "letters": letters,
        }

    def amounts(self, question: Question, fields: Sequence[Field]) -> dict[str, Any]:
        """Return options with a box for a number each."""
        unit = self.text(question.unit) if question.type == "allocation" else ""
        rows = [
            {"field": one.name, "letter": letter_of(n), "label": self.text(choice.label), "unit": unit}
            for n, (choice, one) in enumerate(zip(question.choices, fields, strict=True))
        ]
        return {"kind": "amounts", "rows": rows, "sum": unit if question.type == "allocation" else ""}


def how_many(question: Question) -> str:
    """Return how many may be ticked."""
    if question.min and question.max:
        return _("Tick %(low)s to %(high)s.") % {"low": int(question.min), "high": int(question.max)}
    if question.max:
        return ngettext("Tick at most %(n)s.", "Tick at most %(n)s.", int(question.max)) % {"n": int(question.max)}
    if question.min:
        return ngettext("Tick at least %(n)s.", "Tick at least %(n)s.", int(question.min)) % {"n": int(question.min)}
    return _("You can tick several.")


def limits(question: Question) -> str:
    """Return between which numbers an answer lies."""
    if question.min is not None and question.max is not None:
        low, high = number_words(question.min), number_words(question.max)
        return _("Write a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    return _("Write a number.")


def in_words(texts: Mapping[str, str], language: str) -> str:
    """Return words in a language or the nearest one that has some."""
    return pick(texts, language)[0]
