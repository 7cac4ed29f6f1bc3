"""Codes that readers gave to open answers, as further columns of the files of all answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils.crypto import salted_hmac

from surveys.logic.result_tables import Shape
from surveys.models.coding import AnswerReading, CodeBook
from surveys.models.surveys import Survey
from surveys.queries.counting import Forms, forms_of

SALT = "surveys.coding"


def address_of(survey: Survey, question: str, text: str) -> str:
    """Return the keyed hash by which an answer is named."""
    words = " ".join(text.split()).casefold()
    return salted_hmac(SALT, f"{survey.pk}:{question}:{words}", algorithm="sha256").hexdigest()


def export_shapes(survey: Survey, known: Forms | None = None) -> list[Shape]:
    """Return the questions as files of answers need them: those with a code book know which codes an answer has."""
    shapes = (known or forms_of(survey)).shapes
    books = {book.question: book for book in CodeBook.objects.filter(survey=survey) if book.codes}
    return [coded(shape, books[shape.name]) if shape.name in books else shape for shape in shapes.values()]


def coded(shape: Shape, book: CodeBook) -> Shape:
    """Return a question with its codes, and with what was read of an answer."""
    labels = [(code["key"], code["label"]) for code in book.codes]
    return replace(shape, extra={**shape.extra, "codes": tuple(labels), "given": given_by(book)})


def given_by(book: CodeBook) -> Callable[[str], frozenset[str] | None]:
    """Return what tells the codes of an answer: those that at least half of its readers gave; nothing if nobody read it."""
    readings: dict[str, list[list[str]]] = {}
    for address, codes in AnswerReading.objects.filter(book=book).values_list("answer", "codes"):
        readings.setdefault(address, []).append(codes)
    agreed: Mapping[str, frozenset[str]] = {
        address: frozenset(key for key in book.keys if 2 * sum(key in one for one in given) >= len(given))
        for address, given in readings.items()
    }
    return lambda text: agreed.get(address_of(book.survey, book.question, text))
