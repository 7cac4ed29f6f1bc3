"""Making sure that nothing in the database leads from an answer to a code, an account, a receipt or a moment.

Emptying columns is not enough: rows remember the transaction that wrote them and lie in the order in which they came.
So the responses of a closed survey are written anew, all in one transaction, under fresh random ids and in the order of
those; codes and used admissions are deleted. Afterwards the database is asked to give the space of old rows away.
"""

import uuid

from django.db import connection, transaction
from django.db.models import Count

from participation.actions.submissions import content_hash
from surveys.actions.counting import renew_copy
from surveys.actions.paper import forget_paper
from surveys.actions.uploads import ids_in
from surveys.gateways.attachments import copy_attachment, delete_attachments
from surveys.logic.disclosure import too_few
from surveys.models.codes import AccessCode, Admission, CodeBatch
from surveys.models.drafts import SurveyDraft
from surveys.models.paper import Sheet, SheetEntry, SheetNote
from surveys.models.responses import Response
from surveys.models.results import ReplacedAnswers, ResultsBlock
from surveys.models.surveys import Survey
from surveys.models.tokens import TokenIssue, TokenKey
from surveys.models.uploads import Upload

FRESH_ID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
FORGOTTEN = ("key", "receipt")
COLUMNS = Response._meta.concrete_fields  # noqa: SLF001 -- public by its documentation
TABLE = Response._meta.db_table  # noqa: SLF001
TOUCHED = [
    model._meta.db_table  # noqa: SLF001
    for model in (
        Response,
        AccessCode,
        Admission,
        TokenIssue,
        TokenKey,
        ResultsBlock,
        Upload,
        ReplacedAnswers,
        Sheet,
        SheetEntry,
        SheetNote,
    )
]
FEWEST = 10  # answers of each version of the notice: twice the usual threshold, since its days date every answer of it
LONG = "10min"  # a million responses take longer than a page may


@transaction.atomic
def unlink_responses(survey: Survey) -> None:
    """Write the responses of a survey anew without key and receipt; delete its codes and used admissions."""
    for batch in CodeBatch.objects.filter(survey=survey, used=None):
        batch.used = AccessCode.objects.filter(batch=batch, spent=True).count()
        batch.save(update_fields=["used"])
    AccessCode.objects.filter(batch__survey=survey).delete()
    Admission.objects.filter(survey=survey).delete()
    TokenIssue.objects.filter(survey=survey).delete()
    TokenKey.objects.filter(survey=survey).delete()
    sent = Response.objects.filter(survey=survey, key__isnull=False).values("key")
    # A draft that was sent by another door than the one that drops it would still name its answer by the key.
    SurveyDraft.objects.filter(survey=survey, key__in=sent).delete()
    SurveyDraft.objects.filter(survey=survey).update(admission="")
    forget_paper(survey)
    join_notices(survey)
    store_anew(survey)
    rewrite(survey)
    renew_copy(survey)


def join_notices(survey: Survey) -> None:
    """Forget under which version of the notice answers came where fewer than ten did: its days would date them."""
    rows = Response.objects.filter(survey=survey).order_by().values_list("notice").annotate(n=Count("pk"))
    few = too_few(dict(rows), FEWEST)
    if len(few) > 1 or few < {number for number, _n in rows}:
        Response.objects.filter(survey=survey, notice__in=few).update(notice=0)


def rewrite(survey: Survey) -> None:
    """Replace the rows of a survey's responses by copies under fresh random ids, in their order."""
    quoted = connection.ops.quote_name
    kept = [field for field in COLUMNS if not field.primary_key]
    names = ", ".join(quoted(str(field.column)) for field in kept)
    values = ", ".join("NULL" if field.name in FORGOTTEN else quoted(str(field.column)) for field in kept)
    table = quoted(TABLE)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL statement_timeout = '{LONG}'")
        cursor.execute(
            f"CREATE TEMPORARY TABLE responses_anew AS SELECT {FRESH_ID[connection.vendor]} AS id, {names} "  # noqa: S608 -- our own names
            f"FROM {table} WHERE survey_id = %s",
            [survey.pk],
        )
        cursor.execute(f"DELETE FROM {table} WHERE survey_id = %s", [survey.pk])  # noqa: S608 -- our own names
        cursor.execute(
            f"INSERT INTO {table} (id, {names}) SELECT id, {values} FROM responses_anew ORDER BY id"  # noqa: S608 -- our own names
        )
        cursor.execute("DROP TABLE responses_anew")


def store_anew(survey: Survey) -> None:
    """Give sent files fresh random ids and names, and write rows and files anew in the order of those.

    An id is known before its answer is sent, and a file remembers when it was written: both would date the answer.
    """
    rows = list(Upload.objects.filter(survey=survey, waits_since=None))
    if not rows:
        return
    ids, old = {str(row.pk): str(uuid.uuid4()) for row in rows}, [row.name for row in rows]
    Upload.objects.filter(pk__in=list(ids)).delete()
    for row in rows:
        row.pk, row.key = uuid.UUID(ids[str(row.pk)]), None
    rows.sort(key=lambda row: row.pk)
    for row in rows:
        row.name = copy_attachment(row.name)
    Upload.objects.bulk_create(rows)
    transaction.on_commit(lambda: delete_attachments(set(old) - {row.name for row in rows}))
    for response in Response.objects.filter(survey=survey).select_related("version").iterator(1000):
        rename_files(response, ids)


def rename_files(response: Response, ids: dict[str, str]) -> None:
    """Let an answer name its files by their new ids."""
    named = ids_in(response.version, response.answers)
    if named:
        response.answers |= {question: ids.get(old, old) for question, old in named.items()}
        response.content_hash = content_hash(version=response.version.number, answers=response.answers)
        response.save(update_fields=["answers", "content_hash"])


def give_space_away() -> None:
    """Ask PostgreSQL to clear the rows that were deleted; within a transaction it cannot be asked."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    tables = ", ".join(connection.ops.quote_name(table) for table in TOUCHED)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {tables}")
