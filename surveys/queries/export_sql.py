"""Responses as CSV made by PostgreSQL itself: the same columns and cells as logic/exports.py, at the speed of COPY.

Only used where the database can; a test compares both ways cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError, connection, transaction

from participation.models.submissions import Batch
from surveys.logic.exports import ABOUT, FORMULA_STARTS, LEFT_OUT, TRAILER, Column, columns_of_question
from surveys.logic.result_tables import Shape
from surveys.logic.results import MANY_OF, NUMBERS, ONE_OF
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.surveys import Survey

TABLE = Response._meta.db_table  # noqa: SLF001 -- public by its documentation
BATCHES = Batch._meta.db_table  # noqa: SLF001
VERSIONS = SurveyVersion._meta.db_table  # noqa: SLF001
MARKS = f"nullif(r.marks || CASE WHEN r.left_out THEN ' {LEFT_OUT}' ELSE '' END, '')"
COPY_OUT, COMMAND_OK = 3, 1  # as libpq numbers what a command came to
MEMORY = "64MB"  # to bring the rows of a usual survey in order
LONG = "30min"  # a million rows take longer than a page may
STARTS = "".join(f"\\u{ord(sign):04x}" for sign in sorted(FORMULA_STARTS))
BLANKS = "\\s\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\u001c-\\u001f\\u0085"
FORMULA = f"^([\\u0009\\u000a\\u000d]|[{BLANKS}]*[{STARTS}])"


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def safe(cell: str) -> str:
    """Return a cell with an apostrophe before what a spreadsheet would take for a formula."""
    return f"CASE WHEN ascii({cell}) BETWEEN 65 AND 122 THEN {cell} WHEN {cell} ~ {quoted(FORMULA)} THEN '''' || ({cell}) ELSE {cell} END"


def column_sql(shape: Shape, column: Column, value: str) -> str:  # noqa: PLR0911 -- one return a kind of column
    """Return the expression of one column; value is the answer to its question as JSON."""
    text = f"answers->>{quoted(shape.name)}"
    if column.name == f"{shape.name}.text" and not column.choice and not column.row:
        return safe(other_words(value))
    others = shape.extra.get("others", ())
    if shape.type in MANY_OF:
        return tick(value, column.choice, may_be_written=column.choice in others)
    if shape.type == "matrix_multi":
        return tick(f"nullif({value}->{quoted(column.row)}, '[]')", column.choice, may_be_written=False)
    if shape.type == "ranking":
        places = f"jsonb_array_elements_text({value}) WITH ORDINALITY AS ranked(choice, place)"
        return f"(SELECT min(place) FROM {places} WHERE choice = {quoted(column.choice)})"  # noqa: S608 -- quoted
    if shape.type == "allocation":
        return f"{value}->>{quoted(column.choice)}"
    if shape.type == "matrix_single":
        return chosen(f"{value}->>{quoted(column.row)}", shape)
    if shape.type == "calculated":
        return f"CASE jsonb_typeof({value}) WHEN 'number' THEN trim_scale(({text})::numeric)::text ELSE {text} END"
    if shape.type in NUMBERS:
        return text
    if shape.type in ("yes_no", "consent"):
        return f"CASE {text} WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE {text} END"
    if shape.type in ONE_OF and others:
        written = f"coalesce({value}->>'value', 'other')"
        return f"CASE jsonb_typeof({value}) WHEN 'object' THEN {written} ELSE {chosen(text, shape)} END"
    return chosen(text, shape) if shape.type in ONE_OF else safe(text)


def chosen(text: str, shape: Shape) -> str:
    """Return a chosen value, made safe only where one of the choices looks like a formula."""
    plain = not any(str(value).lstrip()[:1] in FORMULA_STARTS for value, _label in shape.choices)
    return text if plain else safe(text)


def tick(value: str, choice: str, *, may_be_written: bool) -> str:
    """Return 1 or 0 for whether a choice is among those chosen, nothing where there is no answer."""
    written = f" OR {value} @> " + quoted('[{"value": ' + json_text(choice) + "}]") if may_be_written else ""
    return f"({value} ? {quoted(choice)}{written})::int"


def json_text(text: str) -> str:
    """Return a text as JSON writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def other_words(value: str) -> str:
    """Return the words of a written other, joined where there are several."""
    entries = f"CASE jsonb_typeof({value}) WHEN 'array' THEN {value} ELSE jsonb_build_array({value}) END"
    return f"(SELECT nullif(string_agg(nullif(e->>'text', ''), ' · '), '') FROM jsonb_array_elements({entries}) AS e)"  # noqa: S608 -- quoted


def select_sql(survey: Survey, shapes: list[Shape]) -> str:
    """Return the query for all rows, oldest day first, in an order that tells no time within a day.

    Answers that several columns read are taken out of the document once, in a step of their own.
    """
    cells = ["received_on", "language", "channel", safe("batch_name"), "identity", "version_number", "marks_told"]
    taken = []
    for place, shape in enumerate(shapes):
        own = [column_sql(shape, column, f"q{place}") for column in columns_of_question(shape)]
        if any(f"q{place}" in cell for cell in own):
            taken.append(f"nullif(answers->{quoted(shape.name)}, '[]') AS q{place}")
        cells += own
    ordered = (
        f"SELECT r.*, b.name AS batch_name, v.number AS version_number, {MARKS} AS marks_told FROM {TABLE} r "  # noqa: S608 -- our own names
        f"JOIN {VERSIONS} v ON v.id = version_id LEFT JOIN {BATCHES} b ON b.id = batch_id "
        f"WHERE r.survey_id = {int(survey.pk)} ORDER BY received_on, r.id"
    )
    about = "received_on, language, channel, batch_name, identity, version_number, marks_told, answers"
    read = f"SELECT {', '.join([about, *taken])} FROM ({ordered}) AS ordered OFFSET 0"  # noqa: S608 -- our own names
    return f"SELECT {', '.join(cells)} FROM ({read}) AS taken"  # noqa: S608 -- our own names


def copied(query: str) -> Iterator[bytes]:
    """Yield what COPY sends, a row at a time; asked of the library directly, as waiting for each row takes longer."""
    connection.ensure_connection()
    link = connection.connection.pgconn
    started = link.exec_(f"COPY ({query}) TO STDOUT (FORMAT csv)".encode())
    if started.status != COPY_OUT:
        raise DatabaseError(started.get_error_message())
    whole = False
    try:
        while True:
            size, data = link.get_copy_data(0)
            if size < 0:
                break
            yield bytes(data)
        ended = link.get_result()
        while link.get_result() is not None:
            pass
        whole = True
        if ended is None or ended.status != COMMAND_OK:
            raise DatabaseError(ended.get_error_message() if ended else "COPY did not end")
    finally:
        if not whole:  # nobody reads on: the rest is not waited for
            connection.close()


def copied_lines(survey: Survey, shapes: list[Shape], *, trailer: bool = True) -> Iterator[bytes]:
    """Yield the rows as CSV, one at a time, then the line that counts them."""
    rows = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{LONG}'; SET LOCAL work_mem = '{MEMORY}'")
        for line in copied(select_sql(survey, shapes)):
            rows += 1
            yield line
    if not trailer:
        return
    width = len(ABOUT) + sum(len(columns_of_question(shape)) for shape in shapes)
    yield f"{TRAILER},{rows}{',' * (width - 2)}\r\n".encode()
