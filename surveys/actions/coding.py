"""Code books of open answers: codes, readings, and suggestions that learn from what people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.errors import Conflict, ParticipationError
from participation.logic import meanings
from participation.logic.labels import Fitting
from participation.logic.language import find_keyword
from participation.logic.themes import groups_of
from participation.models.people import Person
from surveys.models.coding import AnswerReading, CodeBook
from surveys.models.surveys import Survey
from surveys.queries.coding import Answer, answers_of

SUGGEST = "surveys.suggest_codes"
MOST_CODES = 40
LONGEST = 80
FEWEST_EXAMPLES = 5  # readings with and without a code from which a code is learned
MOST_LEARNED = 3000
MOST_GROUPED = 5000
MOST_MEANT = 5000  # some twenty milliseconds each


@transaction.atomic
def add_code(survey: Survey, question: str, label: str, words: Sequence[str] = (), *, by: Person) -> CodeBook:
    """Add a code to the book of a question; raises ParticipationError for no label and Conflict for one that is there."""
    label = " ".join(label.split())
    if not label or len(label) > LONGEST:
        fault = {"code": "required", "message": _("Write a name of at most 80 letters.")}
        raise ParticipationError(_("The code has no name."), fields={"label": [fault]})
    book, _is_new = CodeBook.objects.get_or_create(survey=survey, question=question)
    key = free_key(label, book.keys)
    if any(code["label"].casefold() == label.casefold() for code in book.codes) or len(book.codes) >= MOST_CODES:
        raise Conflict(_("There is such a code already, or no room for more."), current={"codes": len(book.codes)})
    keep_codes(book, [*book.codes, {"key": key, "label": label, "words": list(words)[:8]}])
    add_audit_entry("add_code", survey, by=by, question=question, code=key)
    return book


def keep_codes(book: CodeBook, codes: list[dict[str, Any]]) -> None:
    """Write the codes over those that were seen; raises Conflict when somebody else has changed them."""
    seen = CodeBook.objects.filter(pk=book.pk, version=book.version)
    if seen.update(codes=codes, version=book.version + 1) != 1:
        raise Conflict(_("Somebody else was first. The codes have changed."), current={"version": book.version})
    book.codes, book.version = codes, book.version + 1


@transaction.atomic
def rename_code(book: CodeBook, key: str, label: str, *, by: Person) -> CodeBook:
    """Give a code another name; its key and what was coded stay."""
    label = " ".join(label.split())[:LONGEST]
    if not label or key not in book.keys:
        raise ParticipationError(
            _("The code has no name."),
            fields={"label": [{"code": "required", "message": _("Write a name of at most 80 letters.")}]},
        )
    keep_codes(book, [code | {"label": label} if code["key"] == key else code for code in book.codes])
    add_audit_entry("rename_code", book.survey, by=by, question=book.question, code=key)
    return book


@transaction.atomic
def read_answer(book: CodeBook, answer: str, codes: Sequence[str], *, by: Person) -> AnswerReading:
    """Remember which codes a reader gave to an answer; none means that none fits."""
    known = [key for key in book.keys if key in codes]
    if len(known) != len(set(codes)):
        raise ParticipationError(
            _("There is no such code."), fields={"codes": [{"code": "unknown", "message": _("There is no such code.")}]}
        )
    reading, _is_new = AnswerReading.objects.update_or_create(
        book=book, reader=by, answer=answer, defaults={"codes": known}
    )
    return reading


@transaction.atomic
def ask_for_suggestions(survey: Survey, question: str, *, by: Person) -> CodeBook:
    """Promise themes and suggested codes of the answers so far; asking again while they are made changes nothing."""
    book, _is_new = CodeBook.objects.get_or_create(survey=survey, question=question)
    if CodeBook.objects.filter(pk=book.pk, waits=False).update(waits=True) == 1:
        add_job(SUGGEST, book.pk)
        add_audit_entry("suggest_codes", survey, by=by, question=question)
    return book


def suggest_codes(book: CodeBook) -> None:
    """Make themes of all answers and suggest codes for those that nobody has read."""
    answers = list({answer.address: answer for answer in answers_of(book.survey, book.question)}.values())
    meant = meanings_by_address(answers)
    grouped = answers[:MOST_GROUPED]
    groups = groups_of([(answer.text, answer.language) for answer in grouped], meanings=rows_of(meant, grouped))
    themes = [
        {
            "key": "-".join(group.words[:3]),
            "words": list(group.words),
            "answers": [answers[row].address for row in group.members],
            "quotes": [[answers[row].masked, answers[row].language] for row in group.quotes[:2]],
        }
        for group in groups
    ]
    suggested = suggestions(book, answers, meant)
    CodeBook.objects.filter(pk=book.pk).update(themes=themes, suggested=suggested, waits=False)


def meanings_by_address(answers: Sequence[Answer]) -> dict[str, Any]:
    """Return what each answer means; nothing without the extra `nlp`, or for more answers than are read in two minutes."""
    if not meanings.can_read() or len(answers) > MOST_MEANT:
        return {}
    rows = meanings.meanings_of([(answer.text, answer.language) for answer in answers])
    return {answer.address: row for answer, row in zip(answers, rows, strict=True)}


def rows_of(meant: Mapping[str, Any], answers: Sequence[Answer]) -> Any:
    """Return the meanings of answers, a row each, or nothing where there are none."""
    import numpy as np  # noqa: PLC0415 -- heavy: only where it works

    return np.stack([meant[answer.address] for answer in answers]) if meant and answers else None


def suggestions(
    book: CodeBook, answers: Sequence[Answer], meant: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, list[str]]:
    """Return suggested codes by answer: learned from people's readings where there are enough, else by the code's words."""
    readings: dict[str, set[str]] = {}
    for address, codes in AnswerReading.objects.filter(book=book).order_by("pk").values_list("answer", "codes"):
        readings.setdefault(address, set()).update(codes)
    unread = [answer for answer in answers if answer.address not in readings]
    known = [answer for answer in answers if answer.address in readings][:MOST_LEARNED]
    found: dict[str, list[str]] = {}
    for code in book.codes:
        for answer in fitting(code, known, unread, readings, meant):
            found.setdefault(answer.address, []).append(code["key"])
    return found


def fitting(
    code: dict[str, Any],
    known: Sequence[Answer],
    unread: Sequence[Answer],
    readings: Mapping[str, set[str]],
    meant: Mapping[str, Any],
) -> list[Answer]:
    """Return the unread answers that a code fits."""
    fits = [code["key"] in readings[answer.address] for answer in known]
    if unread and min(fits.count(True), fits.count(False)) >= FEWEST_EXAMPLES:
        learned = Fitting([(answer.text, answer.language) for answer in known], fits, rows_of(meant, known))
        found = learned.of([(answer.text, answer.language) for answer in unread], rows_of(meant, unread))
        return [answer for answer, fit in zip(unread, found, strict=True) if fit]
    words = code.get("words") or [code["label"]]
    return [answer for answer in unread if find_keyword(words, answer.text, answer.language)]


def free_key(label: str, taken: Sequence[str]) -> str:
    """Return a short key that no other code has."""
    key = plain = slugify(label)[:40] or "code"
    number = 1
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    return key
