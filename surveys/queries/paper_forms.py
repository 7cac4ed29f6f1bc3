"""What a paper form says: the questionnaire as blocks to print, in one language and one size of print."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.logic.receipts import receipt_code, receipt_link
from participation.logic.text import html_language, pick
from surveys.logic.paper import codes
from surveys.logic.paper.fields import TICKED, Field, fields_of, letter_of, options_of
from surveys.logic.questionnaire.choosing import NO_OPINION
from surveys.logic.questionnaire.document import Page, Question, Questionnaire
from surveys.logic.questionnaire.piping import filled
from surveys.models.paper import PaperBatch, Sheet
from surveys.models.surveys import Survey
from surveys.queries.codes import in_language, qr_png
from surveys.queries.paper_words import Instructions
from surveys.queries.questionnaires import document_of, number_words

PAPER_LANGUAGES = {"fi": "suomi", "fi-easy": "selkosuomi", "sv": "svenska", "en": "English"}
LINES = 5  # to write a long answer on
NARROW, HALF = 22, 52  # characters of the longest option that still goes in three columns, in two
LOWER = 283.0  # millimetres down to the lower squares of a page without a slip
SLIP_ANCHOR = 9  # millimetres by which the lower squares stand above the slip
WIDE_HEAD, WIDE_LARGE_HEAD = 13, 10  # characters a word of a column head may have before letters stand for it


@dataclass(frozen=True)
class Copy:
    """One copy to print: its number, the code of the sheet and that of the receipt."""

    number: int
    code: str
    receipt: str


def copies_of(sheets: Sequence[Sheet]) -> list[Copy]:
    """Return what is printed on each sheet; it is computed from the keys while these are kept."""
    secret = settings.RECEIPT_SECRET
    return [
        Copy(
            sheet.number,
            codes.sheet_code(secret, sheet.key),
            receipt_code(secret, str(codes.response_key(secret, sheet.key))),
        )
        for sheet in sheets
        if sheet.key
    ]


def layout_of(marks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the layout that is kept: the boxes, the last page of answers and its lower squares, pages a copy takes."""
    boxes = [
        [mark["page"], mark["field"], mark["letter"], *(round(mark[key], 2) for key in ("x", "y", "w", "h"))]
        for mark in marks
        if mark["field"]
    ]
    signs = {mark["letter"]: mark for mark in marks if not mark["field"]}
    last, receipt = signs["end"]["page"], signs.get("slip") or signs["sheet"]
    lower = round(signs["slip"]["y"] - SLIP_ANCHOR, 2) if "slip" in signs else LOWER
    return {"last": last, "stride": receipt["page"] + receipt["page"] % 2, "lower": lower, "boxes": boxes}


def to_print(layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form's template must know of its layout; without one it is measured."""
    pages = layout.get("stride", 0)
    return {"pages": pages, "last": layout.get("last", 0), "lower": layout.get("lower", LOWER), "measure": not pages}


def blank_copy() -> Copy:
    """Return a copy without meaning, to measure and to look at."""
    return Copy(0, "0000-0000", "0000-0000-0000-0000")


def form_of(batch: PaperBatch, copies: Sequence[Copy]) -> dict[str, Any]:
    """Return the data of the form's template for a batch."""
    said = to_print(batch.layout)
    drawn = [copy_data(copy, max(1, said["pages"])) for copy in copies]
    return (
        form_data(batch.survey, document_of(batch.version), batch.language, large=batch.large)
        | said
        | {"copies": drawn}
    )


def copy_data(copy: Copy, pages: int) -> dict[str, Any]:
    """Return one copy with a square code a page."""
    marks = [codes.page_mark(copy.code, page) for page in range(1, pages + 1)]
    return {
        "number": copy.number,
        "code": copy.code,
        "receipt": copy.receipt,
        "qr": list(qr_png(receipt_link(settings.BASE_URL, copy.receipt))),
        "marks": [list(small_qr(m)) for m in marks],
    }


def small_qr(words: str) -> bytes:
    """Return a square code of the smallest size with the strongest correction, one dot a module."""
    drawn = io.BytesIO()
    segno.make(words, version=1, error="h", mode="alphanumeric").save(drawn, kind="png", scale=4, border=0)
    return drawn.getvalue()


def form_data(survey: Survey, document: Questionnaire, language: str, *, large: bool) -> dict[str, Any]:
    """Return everything on the form but the copies."""
    with translation.override(language):
        writer = FormWriter(document, language, large=large)
        return {
            "lang": html_language(language),
            "large": large,
            "town": settings.CITY_NAME,
            "title": in_words(survey.title, language),
            "lead": in_words(survey.lead, language),
            "readers": in_words(survey.readers, language),
            "closes": _("Return the form by %(day)s.") % {"day": date_format(localtime(survey.closes), "j.n.Y")}
            if survey.closes
            else "",
            "parts": [writer.part(page, n) for n, page in enumerate(document.pages)],
            "receipt_address": receipt_link(settings.BASE_URL).partition("://")[2],
            "words": words_of_form(),
        }


def words_of_form() -> dict[str, Any]:
    """Return the fixed words of every form, in the language in use."""
    return {
        "how_title": _("How to fill in this form"),
        "how": [
            _("Tick the box with a cross or a tick. Use a black or blue pen."),
            _("If you ticked a wrong box, fill that box completely and tick the right one."),
            _("You can leave questions empty. Some questions tell who answers them."),
            _("Do not write your name, address or phone number."),
        ],
        "form": _("Form"),
        "page": _("Page"),
        "code": _("Code of the form"),
        "cut": _("Cut or tear here and keep this part."),
        "keep": _("Keep this page. You do not hand it in."),
        "receipt_title": _("Your receipt"),
        "receipt": _("With this code you can later see what became of your answer. Nobody can find your name with it."),
        "receipt_where": _("Point the camera of a phone at the square, or open the address and type the code:"),
        "receipt_qr": _("Square code that opens the page for receipts."),
        "thanks": _("Thank you. Return the form to the place where you got it."),
        "low": _("from"),
        "high": _("to"),
    }


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


WRITTEN = frozenset({"short_text", "number", "slider", "date", "map"})


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


def cover_of(batch: PaperBatch) -> dict[str, Any]:
    """Return the data of a batch's cover sheet, in the language of the desk."""
    survey, language = batch.survey, translation.get_language() or "fi"
    return {
        "lang": html_language(language),
        "town": settings.CITY_NAME,
        "title": _("Cover sheet of a batch"),
        "name": batch.batch.name,
        "survey": in_language(survey.title, language),
        "facts": [
            [_("Made on"), date_format(batch.created_on, "j.n.Y")],
            [_("Language"), PAPER_LANGUAGES.get(batch.language, batch.language)],
            [_("Size of print"), _("large") if batch.large else _("usual")],
            [_("Version of the questionnaire"), str(batch.version.number)],
            [_("Pages of each form"), str(batch.layout.get("last", ""))],
            [_("Forms"), f"1–{batch.size}"],
        ],
        "count_title": _("Count when the forms are back"),
        "counts": [
            [_("Printed"), str(batch.size)], [_("Came back filled in"), ""], [_("Void: empty, torn or test"), ""],
            [_("Missing"), ""], [_("Together: the same as printed"), ""],
        ],
        "names": [_("Handed out at"), _("Collected on"), _("Counted by")],
        "note": _("Keep this sheet on top of the forms. The forms are destroyed when the batch is closed and the time for checking is over."),
    }  # fmt: skip
