"""Batches of codes as the desk shows them, and what is printed for a mailing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from participation.logic.text import html_language
from surveys.logic.codes import shown_numbers
from surveys.models.codes import AccessCode, CodeBatch
from surveys.models.surveys import Survey

SMALL = 20  # people in so small a batch may be recognised by what they answer
LONGEST_LEAD = 600
LETTER_LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class BatchLine:
    """A batch with what may be told of how many of its codes were entered."""

    batch: CodeBatch
    numbers: tuple[int, int] | None

    @property
    def is_small(self) -> bool:
        """Tell whether the batch is so small that people in it may be recognised."""
        return self.batch.size < SMALL


def batches_of(survey: Survey) -> list[BatchLine]:
    """Return the batches of a survey, the newest first."""
    entered = AccessCode.objects.filter(batch=OuterRef("pk"), spent=True).order_by().values("batch")
    number = Subquery(entered.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    rows = CodeBatch.objects.filter(survey=survey).annotate(entered=Coalesce("used", number, Value(0)))
    return [
        BatchLine(batch, shown_numbers(batch.size, batch.entered, survey.threshold)) for batch in rows.order_by("-pk")
    ]


def mailing_of(survey: Survey, codes: Sequence[str]) -> dict[str, Any]:
    """Return what letters and labels say: in each language of the survey that letters are written in."""
    address = f"{settings.BASE_URL}/s/{survey.slug}/"
    languages = [code for code in LETTER_LANGUAGES if code in survey.languages][:2] or ["fi"]
    return {
        "town": settings.CITY_NAME,
        "date": date_format(localdate(), "j.n.Y"),
        "address": address,
        "short_address": address.partition("://")[2],
        "qr": list(qr_png(address)),
        "parts": [words_in(survey, code) for code in languages],
        "codes": list(codes),
    }


def qr_png(address: str) -> bytes:
    """Return an address as a QR code that prints sharply."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=12, border=1)
    return drawn.getvalue()


def words_in(survey: Survey, language: str) -> dict[str, Any]:
    """Return the words of the letter in one language."""
    with translation.override(language):
        return {
            "lang": html_language(language),
            "title": in_language(survey.title, language),
            "lead": in_language(survey.lead, language)[:LONGEST_LEAD],
            "readers": in_language(survey.readers, language)[:LONGEST_LEAD],
            "invitation": _("We ask you to answer a survey. You were chosen to get this letter, and your code lets you answer once."),
            "steps_title": _("How to answer"),
            "steps": [
                _("Open the address of this letter, or point the camera of a phone at the square."),
                _("Type the code. Capital letters and hyphens do not matter."),
            ],
            "closes": _("Answer by %(day)s.") % {"day": date_format(localtime(survey.closes), "j.n.Y")}
            if survey.closes
            else "",
            "code": _("Your code"),
            "address": _("Address"),
            "qr": _("Square code that opens the address of the survey. The code of this letter is not in it."),
            "apart": _("Your code and your answers are stored apart. When the survey closes, the codes are deleted, and nobody can join answers to them any more."),
        }  # fmt: skip


def in_language(texts: dict[str, str], language: str) -> str:
    """Return the text in a language, else in the first one that there is."""
    return texts.get(language) or next((text for text in texts.values() if text), "")
