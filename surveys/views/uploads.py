"""What a coordinator takes home of an answer: its file, never shown inside our own pages."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from participation.views.helpers import require
from surveys.actions.uploads import note_download, receive_upload
from surveys.forms.answering import first, key_from
from surveys.forms.uploads import LimitedFiles, received_files
from surveys.gateways.attachments import open_attachment
from surveys.logic.attachments import ENDINGS
from surveys.models.questionnaires import SurveyVersion
from surveys.models.surveys import Survey
from surveys.models.uploads import Upload
from surveys.permissions import can_download_upload
from surveys.queries.questionnaires import document_of


def upload_file(request: HttpRequest, pk: str) -> HttpResponseBase:
    upload = get_object_or_404(Upload.objects.visible_to(request.user).select_related("survey__process"), pk=pk)
    require(can_download_upload(request.user, upload))
    stored = open_attachment(upload.name)
    if stored is None:
        raise Http404
    note_download(upload, by=request.user)
    name = f"{upload.survey.slug}-{upload.question}-{str(upload.pk)[:8]}.{ENDINGS[upload.kind]}"
    answer = FileResponse(stored, as_attachment=True, filename=name, content_type=upload.kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def posted_fields(request: HttpRequest, survey: Survey, version: SurveyVersion, limits: LimitedFiles) -> dict[str, Any]:
    """Return the fields of a posted page; a file that came with it is kept, and its id stands in its field."""
    fields = dict(request.POST.lists())
    if not (request.FILES or limits.too_large):
        return fields
    key = key_from(first(fields, "key"))

    def keep(question: str, data: bytes) -> Upload:
        return receive_upload(survey, version, question=question, key=key, data=data)

    return received_files(request, limits.too_large, document_of(version), fields, keep)
