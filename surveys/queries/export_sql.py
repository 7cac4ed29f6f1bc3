"""Responses as CSV made by PostgreSQL itself: the same columns and cells as logic/exports.py, at the speed of COPY.

Only used where the database can; a test compares both ways cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import connection

from surveys.logic.exports import ABOUT, COMPUTED, FORMULA_STARTS, TRAILER, Column, columns_of_question
from surveys.logic.result_tables import Shape
from surveys.logic.results import MANY_OF, NO_OPINION, ONE_OF
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.surveys import Survey

TABLE = Response._meta.db_table  # noqa: SLF001 -- public by its documentation
VERSIONS = SurveyVersion._meta.db_table  # noqa: SLF001
STARTS = "".join(f"\\u{ord(sign):04x}" for sign in sorted(FORMULA_STARTS))
BLANKS = "\\s\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\u001c-\\u001f\\u0085"
FORMULA = f"^([\\u0009\\u000a\\u000d]|[{BLANKS}]*[{STARTS}])"


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """Return a name for SQL."""
    return connection.ops.quote_name(text) if '"' not in text else '"' + text.replace('"', '""') + '"'


def safe(cell: str) -> str:
    """Return a cell with an apostrophe before what a spreadsheet would take for a formula."""
    return f"CASE WHEN {cell} ~ {quoted(FORMULA)} THEN '''' || ({cell}) ELSE {cell} END"


def is_plain(texts: Mapping[str, object] | tuple[str, ...]) -> bool:
    """Tell whether none of these values looks like a formula."""
    return not any(str(text).lstrip()[:1] in FORMULA_STARTS for text in texts)


def column_sql(shape: Shape, column: Column) -> str:  # noqa: PLR0911 -- one return a kind of column
    """Return the expression of one column."""
    value = f"answers->{quoted(shape.name)}"
    if column.name == f"{shape.name}.text" and not column.choice and not column.row:
        return safe(other_words(value))
    if shape.type in MANY_OF:
        return tick(value, column.choice)
    if shape.type == "matrix_multi":
        return tick(f"{value}->{quoted(column.row)}", column.choice)
    if shape.type == "ranking":
        listed = f"CASE jsonb_typeof({value}) WHEN 'array' THEN {value} ELSE '[]'::jsonb END"
        places = f"jsonb_array_elements_text({listed}) WITH ORDINALITY AS ranked(choice, place)"
        return f"(SELECT min(place) FROM {places} WHERE choice = {quoted(column.choice)})"  # noqa: S608 -- our own names
    if shape.type == "allocation":
        return amount(f"{value}->{quoted(column.choice)}")
    if shape.type == "matrix_single":
        return chosen(f"{value}->{quoted(column.row)}", [value for value, _label in shape.choices])
    if shape.type in COMPUTED:
        return f"CASE WHEN {value} = '\"{NO_OPINION}\"' THEN '{NO_OPINION}' ELSE ({amount(value)})::text END"
    if shape.type in ONE_OF:
        return chosen(value, [value for value, _label in shape.choices])
    return safe(f"({value} #>> '{{}}')")


def amount(value: str) -> str:
    """Return a number without needless decimals."""
    return f"CASE jsonb_typeof({value}) WHEN 'number' THEN trim_scale(({value} #>> '{{}}')::numeric) END"


def chosen(value: str, choices: list[str]) -> str:
    """Return the choice meant: that of a written other, yes and no as words."""
    cell = (
        f"CASE jsonb_typeof({value}) WHEN 'string' THEN {value} #>> '{{}}' WHEN 'object' THEN "
        f"coalesce({value}->>'value', 'other') WHEN 'boolean' THEN CASE ({value})::text WHEN 'true' THEN 'yes' ELSE 'no' "
        f"END ELSE {value} #>> '{{}}' END"
    )
    return cell if is_plain(tuple(choices)) else safe(cell)


def tick(value: str, choice: str) -> str:
    """Return 1 or 0 for whether a choice is among those chosen, nothing where there is no answer."""
    other = quoted('[{"value": ' + json_text(choice) + "}]")
    return (
        f"CASE jsonb_typeof({value}) WHEN 'array' THEN CASE WHEN {value} = '[]' THEN NULL "
        f"WHEN {value} ? {quoted(choice)} OR {value} @> {other} THEN 1 ELSE 0 END END"
    )


def json_text(text: str) -> str:
    """Return a text as JSON writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def other_words(value: str) -> str:
    """Return the words of a written other, joined where there are several."""
    entries = f"CASE jsonb_typeof({value}) WHEN 'array' THEN {value} ELSE jsonb_build_array({value}) END"
    return f"(SELECT nullif(string_agg(nullif(e->>'text', ''), ' · '), '') FROM jsonb_array_elements({entries}) AS e)"  # noqa: S608 -- quoted


def select_sql(survey: Survey, shapes: list[Shape]) -> str:
    """Return the query for all rows, oldest day first, in an order that tells no time within a day."""
    cells = [
        "received_on",
        "language",
        "channel",
        safe("(SELECT name FROM participation_batch b WHERE b.id = batch_id)"),
    ]
    cells += ["identity", f"(SELECT number FROM {VERSIONS} v WHERE v.id = version_id)"]  # noqa: S608 -- quoted
    for shape in shapes:
        for column in columns_of_question(shape):
            cells.append(column_sql(shape, column))
    listed = ", ".join(f"{cell} AS {name(f'c{place}')}" for place, cell in enumerate(cells))
    return f"SELECT {listed} FROM {TABLE} r WHERE survey_id = {int(survey.pk)} ORDER BY received_on, id"  # noqa: S608 -- our own names


def copied_lines(survey: Survey, shapes: list[Shape], *, trailer: bool = True) -> Iterator[bytes]:
    """Yield the rows as CSV, one at a time, then the line that counts them."""
    rows = 0
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY ({select_sql(survey, shapes)}) TO STDOUT (FORMAT csv)") as copy:
            for block in copy:
                yield bytes(block)
        rows = cursor.rowcount
    if not trailer:
        return
    width = len(ABOUT) + sum(len(columns_of_question(shape)) for shape in shapes)
    yield f"{TRAILER},{rows}{',' * (width - 2)}\r\n".encode()
