"""Open answers as staff read them, and responses as rows of a file."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from surveys.logic.exports import ABOUT, COMPUTED, LEFT_OUT, TRAILER, Column, Value, columns_of, csv_cells
from surveys.logic.result_tables import Shape
from surveys.logic.workbooks import workbook
from surveys.models.coding import CodeBook
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.coded import export_shapes
from surveys.queries.counting import Forms, forms_of
from surveys.queries.export_sql import copied_lines
from surveys.queries.results import open_questions_of

CHUNK = 2000
FORMATS = ("csv", "xlsx", "json")
BLOCK = 64 * 1024
NUMBERED = frozenset({"multi_choice", "matrix_multi", "ranking", "allocation"})


def open_question(known: Forms, name: str) -> Shape | None:
    """Return the question that is answered in own words, or nothing."""
    return next((shape for shape in open_questions_of(known) if shape.name == name), None)


def open_answers_of(survey: Survey, question: str) -> QuerySet[Response]:
    """Return the responses with words for this question as text; in an order that tells no time within a day."""
    answered = Response.objects.filter(survey=survey, answers__has_key=question)
    return (
        answered.annotate(text=KeyTextTransform(question, "answers"))
        .only("id", "language", "received_on", "channel")
        .order_by("-received_on", "pk")
    )


def table_rows(survey: Survey) -> Iterator[list[Value]]:
    """Yield the header and a row a response, with the same columns whatever version was answered."""
    columns = columns_of(export_shapes(survey))
    yield [*ABOUT, *(column.name for column in columns)]
    for about, answers in stored(survey):
        yield csv_cells(about, columns, answers)


def stored(survey: Survey, *, in_results: bool = False) -> Iterator[tuple[tuple[Value, ...], Any]]:
    """Stream the responses: what ABOUT names, and the answers; oldest day first.

    All of them with their marks, or only those that results are counted of.
    """
    numbers = dict(SurveyVersion.objects.filter(survey=survey).values_list("pk", "number"))
    rows = Response.objects.filter(survey=survey).order_by("received_on", "pk")
    rows = rows.in_results() if in_results else rows
    fields = (
        "received_on",
        "language",
        "channel",
        "batch__name",
        "identity",
        "version_id",
        "marks",
        "left_out",
        "answers",
    )
    for day, *about, version, marks, left_out, answers in rows.values_list(*fields).iterator(chunk_size=CHUNK):
        told = f"{marks} {LEFT_OUT}" if left_out else marks
        yield (day.isoformat(), *about, numbers[version], told or None), answers


def csv_file(survey: Survey) -> Iterator[bytes]:
    """Yield the responses as CSV in UTF-8 with a byte order mark; the last line counts the rows."""
    yield codecs.BOM_UTF8
    yield from joined(copied_csv(survey) if is_copied(survey) else csv_lines(survey))


def is_copied(survey: Survey) -> bool:
    """Tell whether the database can write the file by itself: codes of open answers it does not know."""
    return connection.vendor == "postgresql" and not CodeBook.objects.filter(survey=survey).exclude(codes=[]).exists()


def copied_csv(survey: Survey) -> Iterator[bytes]:
    """Yield header, rows and the row count as the database itself writes them."""
    shapes = list(forms_of(survey).shapes.values())
    buffer = io.StringIO()
    csv.writer(buffer).writerow([*ABOUT, *(column.name for column in columns_of(shapes))])
    yield taken(buffer)
    yield from copied_lines(survey, shapes)


def csv_lines(survey: Survey) -> Iterator[bytes]:
    """Yield header, rows and the row count, a line each."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    width = rows = 0
    for cells in table_rows(survey):
        width = width or len(cells)
        rows += 1
        writer.writerow(cells)
        yield taken(buffer)
    writer.writerow([TRAILER, rows - 1, *[""] * (width - 2)])
    yield taken(buffer)


def taken(buffer: io.StringIO) -> bytes:
    """Return what was written and empty the buffer."""
    line = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return line


def json_file(survey: Survey) -> Iterator[bytes]:
    """Yield the responses as one JSON document with their answers as they are stored, and their number at the end."""
    yield from joined(json_parts(survey))


def json_parts(survey: Survey) -> Iterator[bytes]:
    """Yield the pieces of the document."""
    yield b'{"survey": ' + json.dumps(survey.slug).encode() + b', "responses": [\n'
    rows = 0
    for about, answers in stored(survey):
        row = {**dict(zip(ABOUT, about, strict=True)), "answers": answers}
        yield (b",\n" if rows else b"") + json.dumps(row, ensure_ascii=False).encode()
        rows += 1
    yield f'\n], "rows": {rows}}}\n'.encode()


def joined(pieces: Iterable[bytes], size: int = BLOCK) -> Iterator[bytes]:
    """Yield pieces gathered into blocks, so that a large file is not sent line by line."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= size:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def xlsx_file(survey: Survey) -> Iterator[bytes]:
    """Yield the responses as a spreadsheet, streamed; the last row counts the rows."""
    if not is_copied(survey):
        yield from workbook(counted(table_rows(survey)), "responses")
        return
    shapes = list(forms_of(survey).shapes.values())
    types = {shape.name: shape.type for shape in shapes}
    numeric = [name == "version" for name in ABOUT]
    numeric += [is_numeric(column, types[column.question]) for column in columns_of(shapes)]
    yield from workbook(copied_rows(survey, shapes), "responses", numeric)


def counted(rows: Iterable[list[Value]]) -> Iterator[list[Value]]:
    """Yield header and rows, then the row that counts them."""
    number = -1
    for cells in rows:
        number += 1
        yield cells
    yield [TRAILER, number]


def copied_rows(survey: Survey, shapes: list[Shape]) -> Iterator[list[Value]]:
    """Yield header, rows and the row that counts them as words that the database wrote."""
    yield [*ABOUT, *(column.name for column in columns_of(shapes))]
    yield from csv.reader(line.decode() for line in copied_lines(survey, shapes))


def is_numeric(column: Column, kind: str) -> bool:
    """Tell whether the cells of a column are numbers."""
    return kind in COMPUTED or (kind in NUMBERED and not column.name.endswith(".text"))


FILES: Mapping[str, Callable[[Survey], Iterator[bytes]]] = {"csv": csv_file, "xlsx": xlsx_file, "json": json_file}


def file_of(survey: Survey, kind: str) -> Iterator[bytes]:
    """Yield the file in one of the formats."""
    return FILES[kind](survey)
