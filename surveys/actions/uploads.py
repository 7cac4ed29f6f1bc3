"""Receiving files of residents, tying them to the answer they belong to, and deleting those nobody sent."""

import base64
import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.errors import NotOpen, ParticipationError
from participation.models.jobs import Job
from participation.models.people import Person
from surveys.gateways.attachments import delete_attachments, open_attachment, write_attachment
from surveys.logic.attachments import Unsuitable, cleaned_file
from surveys.logic.questionnaire.faults import Fault
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.models.uploads import Upload
from surveys.queries.questionnaires import document_of, words_of

PURGE = "surveys.purge_uploads"
KEPT = datetime.timedelta(hours=24)  # a file whose answer was never sent
MANY = 12  # files that wait under one key


def receive_upload(survey: Survey, version: SurveyVersion, *, question: str, key: UUID, data: bytes) -> Upload:
    """Store a cleaned file for a question of an open survey; raises ParticipationError whose code says what is wrong."""
    asked = document_of(version).by_name.get(question)
    if asked is None or asked.type != "file":
        raise refusal("unknown_question")
    if not survey.takes_responses(timezone.now()):
        raise NotOpen(_("This survey does not take answers now."))
    if Upload.objects.filter(survey=survey, key=key).count() >= MANY:
        raise refusal("file_many")
    try:
        kind, content = cleaned_file(data)
    except Unsuitable as unfit:
        raise refusal(str(unfit)) from unfit
    name = write_attachment(content)
    try:
        return keep_row(
            Upload(survey=survey, question=question, key=key, kind=kind, size=len(content), name=name),
        )
    except BaseException:
        delete_attachments([name])
        raise


@transaction.atomic
def keep_row(upload: Upload) -> Upload:
    """Insert the row of a file and promise to look a day later whether somebody sent it."""
    upload.waits_since = timezone.now()
    upload.save(force_insert=True)
    look = (upload.waits_since + KEPT + datetime.timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    reference = look.isoformat()
    if not Job.objects.filter(kind=PURGE, reference=reference).exists():
        add_job(PURGE, reference, available_at=look + datetime.timedelta(hours=1))
    return upload


def refusal(code: str) -> ParticipationError:
    """Return the error for a file that is not taken."""
    return ParticipationError(words_of(Fault(code), "file"), code)


def claim_uploads(response: Response, before: Mapping[str, Any] | None = None) -> None:
    """Count the files of a response as sent, inside the transaction that stores it; a lost one raises ParticipationError.

    A file that only the answers before a correction named is deleted; one that other answers have sent is theirs.
    """
    ids = ids_in(response.version, response.answers)
    own = set(ids_in(response.version, before or {}).values())
    for question, upload_id in ids.items():
        found = Upload.objects.filter(pk=upload_id, survey=response.survey, question=question)
        if upload_id not in own:
            found = found.filter(waits_since__isnull=False)
        if found.update(key=None, waits_since=None) != 1:
            words = words_of(Fault("file_gone"), "file")
            fields = {question: [{"code": "file_gone", "message": words}]}
            raise ParticipationError(_("Check the marked answers."), fields=fields)
    gone = own - set(ids.values())
    if gone:
        drop(Upload.objects.filter(survey=response.survey, pk__in=gone))


def ids_in(version: SurveyVersion, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return by question the ids of the files that answers name."""
    asked = [question.name for question in document_of(version).questions if question.type == "file"]
    return {name: answers[name] for name in asked if name in answers}


def drop(uploads: QuerySet[Upload]) -> int:
    """Delete files and their rows; the files go when the transaction holds."""
    names = list(uploads.values_list("name", flat=True))
    uploads.delete()
    transaction.on_commit(lambda: delete_attachments(names))
    return len(names)


@transaction.atomic
def purge_uploads(now: datetime.datetime) -> int:
    """Delete the files whose answers were never sent; returns how many. Safe to repeat."""
    return drop(Upload.objects.filter(waits_since__lt=now - KEPT))


def note_download(upload: Upload, *, by: Person) -> Upload:
    """Write down that somebody took a resident's file home."""
    add_audit_entry("download_upload", upload.survey, by=by, question=upload.question)
    return upload


class UploadsPrivacy:
    """What uploads keep about people: files of the responses that hang on a receipt."""

    key = "surveys.uploads"
    order = 10  # before the responses themselves

    def export_person(self, person: Any) -> Mapping[str, Any]:  # noqa: ARG002 -- the contract
        """Return nothing: no file belongs to an account."""
        return {}

    def forget_person(self, person: Any) -> int:  # noqa: ARG002 -- the contract
        """Do nothing: no file belongs to an account."""
        return 0

    def export_receipt(self, receipt: Any) -> Mapping[str, Any]:
        """Return the files of the responses that hang on this receipt, whole."""
        rows = uploads_behind(receipt)
        return {"files": [{"question": one.question, "kind": one.kind, "content": content_of(one)} for one in rows]}

    def forget_submission(self, submission: Any) -> None:
        """Do nothing: a contribution never leads to a file."""

    def forget_receipt(self, receipt: Any) -> int:
        """Delete the files of the responses that hang on this receipt."""
        return drop(uploads_behind(receipt))


def uploads_behind(receipt: Any) -> QuerySet[Upload]:
    """Return the files of the responses that hang on a receipt."""
    responses = Response.objects.filter(receipt=receipt).select_related("version")
    return Upload.objects.filter(
        pk__in=[pk for response in responses for pk in ids_in(response.version, response.answers).values()]
    )


def content_of(upload: Upload) -> str:
    """Return a stored file in base64; an empty text when it is gone."""
    stored = open_attachment(upload.name)
    if stored is None:
        return ""
    with stored:
        return base64.b64encode(stored.read()).decode()
