"""Open answers to read and to code: filters, word forms, who read what, agreement, and codes as columns of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from participation.logic.language import WORD
from participation.logic.masking import mask
from participation.logic.search import search_words, wanted_words
from participation.models.people import Person
from surveys.logic.agreement import alpha_of_code, kappa_of_code, readings_by_unit, verdict
from surveys.logic.exports import TRAILER, safe_cell
from surveys.models.coding import AnswerReading, CodeBook
from surveys.models.surveys import Survey
from surveys.queries.coded import address_of
from surveys.queries.responses import open_answers_of


@dataclass(frozen=True)
class Answer:
    """One open answer as it is read; its address is a keyed hash of its words."""

    text: str
    language: str
    received_on: Any
    channel: str
    address: str
    mine: frozenset[str] | None = None
    suggested: tuple[str, ...] = ()
    looked_for: str = ""

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The words in pieces, with those that were looked for told apart."""
        return lit(self.text, self.language, self.looked_for)

    @property
    def masked(self) -> str:
        """The words with personal data hidden, as they may be quoted."""
        return mask(self.text, self.language).text

    @property
    def has_personal_data(self) -> bool:
        """Whether masking would change the words."""
        return self.masked != self.text


@dataclass(frozen=True)
class Wish:
    """What a reader wants to see."""

    words: str = ""
    code: str = ""
    theme: str = ""
    language: str = ""
    unread: bool = False


@dataclass(frozen=True)
class CodeLine:
    """One code: how many answers have it, and how well two readers agree on it."""

    key: str
    label: str
    words: Sequence[str]
    n: int
    kappa: float | None
    alpha: float | None
    verdict: str


@dataclass(frozen=True)
class Overview:
    """A code book with its figures."""

    lines: list[CodeLine] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    read: int = 0
    both: int = 0


def book_of(survey: Survey, question: str) -> CodeBook:
    """Return the code book of a question; an empty unsaved one while there is none."""
    found = CodeBook.objects.filter(survey=survey, question=question).first()
    return found or CodeBook(survey=survey, question=question)


def answers_of(survey: Survey, question: str) -> list[Answer]:
    """Return all answers with words, newest day first."""
    rows = open_answers_of(survey, question).values_list("text", "language", "received_on", "channel")  # type: ignore[misc]  # annotated there
    return [
        Answer(text, language, day, channel, address_of(survey, question, text))
        for text, language, day, channel in rows
        if text and text.strip()
    ]


def answers_to_read(book: CodeBook, reader: Person, wish: Wish) -> list[Answer]:
    """Return the answers that pass the filters, with this reader's codes and what is suggested."""
    read: dict[str, list[str]] = {}
    if book.pk:
        read = dict(AnswerReading.objects.filter(book=book, reader=reader).values_list("answer", "codes"))
    members = {key for theme in book.themes if theme["key"] == wish.theme for key in theme["answers"]}
    found = []
    for answer in answers_of(book.survey, book.question):
        mine = frozenset(read[answer.address]) if answer.address in read else None
        if (wish.unread and mine is not None) or (wish.language and answer.language != wish.language):
            continue
        if (wish.code and wish.code not in (mine or ())) or (wish.theme and answer.address not in members):
            continue
        if wish.words and not holds(answer, wish.words):
            continue
        hints = tuple(key for key in book.suggested.get(answer.address, ()) if key in book.keys and mine is None)
        found.append(
            Answer(
                answer.text,
                answer.language,
                answer.received_on,
                answer.channel,
                answer.address,
                mine,
                hints,
                wish.words,
            )
        )
    return found


def holds(answer: Answer, typed: str) -> bool:
    """Tell whether an answer has every word that was typed, in any form or inside a compound."""
    kept = search_words(answer.text, answer.language)
    wanted = wanted_words(typed)
    return bool(wanted) and all(
        any((f" {form}" if one.is_beginning else f" {form} ") in kept for form in one.forms) for one in wanted
    )


def lit(text: str, language: str, typed: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, and which of them are words that were looked for."""
    wanted = wanted_words(typed)
    if not wanted:
        return [(text, False)]
    found, position = [], 0
    for match in WORD.finditer(text):
        kept = search_words(match[0], language)
        if any((f" {form}" if one.is_beginning else f" {form} ") in kept for one in wanted for form in one.forms):
            found += [(text[position : match.start()], False), (match[0], True)]
            position = match.end()
    return [*found, (text[position:], False)]


def overview_of(book: CodeBook) -> Overview:
    """Return the codes with their counts, and the agreement of the two who read most."""
    if not book.pk:
        return Overview()
    rows = list(AnswerReading.objects.filter(book=book).values_list("reader_id", "answer", "codes"))
    units = readings_by_unit([(reader, answer, frozenset(codes)) for reader, answer, codes in rows])
    many: dict[int, int] = {}
    for reader, _answer, _codes in rows:
        many[reader] = many.get(reader, 0) + 1
    pair = sorted(many, key=lambda reader: (-many[reader], reader))[:2]
    names = dict(Person.objects.filter(pk__in=pair).values_list("pk", "name"))
    lines = []
    for code in book.codes:
        alpha = alpha_of_code(code["key"], units)
        kappa = kappa_of_code(code["key"], units, *pair) if len(pair) == 2 else None
        n = sum(any(code["key"] in codes for codes in unit.values()) for unit in units.values())
        lines.append(CodeLine(code["key"], code["label"], code.get("words", []), n, kappa, alpha, verdict(alpha)))
    both = sum(all(reader in unit for reader in pair) for unit in units.values()) if len(pair) == 2 else 0
    return Overview(lines, [names[reader] for reader in pair], len(units), both)


def coded_file(book: CodeBook, *, masked: bool) -> Iterator[bytes]:
    """Yield a CSV: an answer a row, a column for each code and reader (1, 0, empty where not read)."""
    rows = AnswerReading.objects.filter(book_id=book.pk).values_list("reader_id", "answer", "codes")
    units = readings_by_unit([(reader, answer, frozenset(codes)) for reader, answer, codes in rows])
    readers = sorted({reader for unit in units.values() for reader in unit})
    names = [f"{key}.{number}" for key in book.keys for number in range(1, len(readers) + 1)]
    yield "\ufeff".encode() + line(["received_on", "language", "channel", "text", *names])
    written = 0
    for answer in answers_of(book.survey, book.question):
        written += 1
        unit = units.get(answer.address, {})
        cells = [cell(unit, reader, key) for key in book.keys for reader in readers]
        text = safe_cell(answer.masked if masked else answer.text)
        yield line([answer.received_on.isoformat(), answer.language, answer.channel, text, *cells])
    yield line([TRAILER, written, *[""] * (len(names) + 2)])


def cell(unit: Mapping[int, frozenset[str]], reader: int, key: str) -> str:
    """Return 1 or 0, or nothing where the reader has not read the answer."""
    return str(int(key in unit[reader])) if reader in unit else ""


def line(cells: Sequence[Any]) -> bytes:
    """Return one line of a CSV."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()
