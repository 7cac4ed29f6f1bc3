"""What is printed on paper: the forms of a batch with their codes and fixed words, and its cover sheet."""

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

from participation.logic.receipts import receipt_code, receipt_link
from participation.logic.text import html_language
from surveys.logic.paper import codes
from surveys.logic.questionnaire.document import Questionnaire
from surveys.models.paper import PaperBatch, Sheet
from surveys.models.surveys import Survey
from surveys.queries.codes import in_language, qr_png
from surveys.queries.paper_questions import FormWriter, in_words
from surveys.queries.questionnaires import document_of

PAPER_LANGUAGES = {"fi": "suomi", "fi-easy": "selkosuomi", "sv": "svenska", "en": "English"}
LOWER = 283.0  # millimetres down to the lower squares of a page without a slip
SLIP_ANCHOR = 9  # millimetres by which the lower squares stand above the slip


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
