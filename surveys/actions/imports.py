"""Bringing in responses from a file of another tool: all rows or none, and the same batch again adds nothing."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.actions.audit import add_audit_entry
from participation.actions.imports import FaultLine
from participation.errors import Conflict, ParticipationError
from participation.logic.imports import CellFault, Table, TableRow
from participation.models.people import Person
from participation.models.submissions import Batch
from surveys.actions.responses import record_response
from surveys.logic.exports import ABOUT, VERSION
from surveys.logic.imports import answers_of, is_trailer, matched_headers, places_of
from surveys.logic.responses import submission_channel
from surveys.logic.result_shapes import shapes_of
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.import_words import WORDS
from surveys.queries.questionnaires import document_of, errors_in_words, validator_of

SHOWN_FAULTS = 20
NAMESPACE = uuid.UUID("5b1c3d0e-5c7e-4d0a-9a37-0f8f6a6a2f11")


class ResponsesRefused(ParticipationError):
    """Nothing was imported; tells of every fault found."""

    def __init__(self, lines: Sequence[FaultLine]) -> None:
        self.lines = list(lines)
        shown = [str(line) for line in self.lines[:SHOWN_FAULTS]]
        if rest := len(self.lines) - len(shown):
            shown.append(ngettext("and %(n)s more.", "and %(n)s more.", rest) % {"n": rest})
        super().__init__(_("Nothing was imported.") + " " + " · ".join(shown), "invalid_table")


@dataclass(frozen=True)
class ImportedResponses:
    """What came of an import: rows read, responses added, those known before."""

    rows: int
    added: int
    known: int


@dataclass(frozen=True)
class ReadRow:
    """One row understood: its number, language and answers."""

    number: int
    language: str
    answers: Mapping[str, Any]


def import_responses(
    survey: Survey, table: Table, *, channel: str, batch: str, language: str, by: Person | None
) -> ImportedResponses:
    """Record a response a row against the version in use; raises ResponsesRefused with every fault, or NotOpen.

    A row is known by its batch and number, so a repeated import adds nothing. A closed survey takes files too: their
    answers count in its results and are not handed on to working groups.
    """
    if survey.current is None:
        raise ParticipationError(_("Publish a questionnaire first."), "no_version")
    rows = read_rows(survey, table, language)
    with transaction.atomic():
        stored, _new = Batch.objects.get_or_create(
            process=survey.process, name=batch[:120], defaults={"channel": submission_channel(channel)}
        )
        if survey.takes_late_files and Response.objects.filter(survey=survey, batch=stored, key=None).exists():
            raise Conflict(_("This batch was brought in before the survey closed."))
        added = 0
        for row in rows:
            recorded = record_response(
                survey,
                survey.current,
                key=uuid.uuid5(NAMESPACE, f"{survey.pk}:{stored.pk}:{row.number}"),
                answers=row.answers,
                language=row.language,
                channel=channel,
                batch=stored,
                late=True,
            )
            added += recorded.is_new
        add_audit_entry("import_responses", survey, by=by, batch=stored.name, rows=len(rows), added=added)
    return ImportedResponses(len(rows), added, len(rows) - added)


def read_rows(survey: Survey, table: Table, language: str) -> list[ReadRow]:
    """Understand and check every row; raises ResponsesRefused with all faults."""
    document = document_of(survey.current)  # type: ignore[arg-type]  # checked by the caller
    places, faults = matched_headers(table.header, places_of(shapes_of(document)))
    body, cut = without_trailer(table)
    lines = [in_words(fault) for fault in [*faults, *cut]]
    validator = validator_of(survey.current)  # type: ignore[arg-type]
    rows = []
    for row in body if not lines else ():
        answers, faults = answers_of(row.number, table.header, row.cells, places)
        own, wrong = language_in(table.header, row, survey, language)
        lines += [in_words(fault) for fault in [*faults, *wrong]]
        outcome = validator.check(answers)
        if not faults and not outcome.valid:
            words = errors_in_words(document, outcome.errors)
            lines += [FaultLine(row.number, name, found[0]["message"]) for name, found in words.items()]
        rows.append(ReadRow(row.number, own, answers))
    if lines:
        raise ResponsesRefused(lines)
    return rows


def in_words(fault: CellFault) -> FaultLine:
    """Return one fault in the language in use."""
    return FaultLine(fault.row, fault.column, WORDS[fault.code](fault))


def without_trailer(table: Table) -> tuple[Sequence[TableRow], list[CellFault]]:
    """Return the rows of answers; a file of our own must end with its row count, or it was cut off."""
    last = table.rows[-1]
    if is_trailer(last.cells):
        body = table.rows[:-1]
        whole = len(last.cells) > 1 and last.cells[1].strip() == str(len(body))
        return body, [] if whole else [CellFault(last.number, "", "cut_off")]
    is_ours = table.header[: VERSION + 1] == ABOUT[: VERSION + 1]
    return table.rows, [CellFault(last.number, "", "cut_off")] if is_ours else []


def language_in(header: Sequence[str], row: TableRow, survey: Survey, usual: str) -> tuple[str, list[CellFault]]:
    """Return the language that the row names, else the usual one."""
    named = row.cells[header.index("language")].strip() if "language" in header else ""
    if named and named not in survey.languages:
        return usual, [CellFault(row.number, "language", "unknown_language", named)]
    return named or usual, []
