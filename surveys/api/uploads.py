"""Files for answers, by program and by the answering page's script."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.api.access import Public
from participation.api.throttles import SendingThrottle
from surveys.actions.uploads import receive_upload, refusal
from surveys.api.surveys import LANGUAGE_CODES
from surveys.forms.uploads import limit_files
from surveys.logic.attachments import ENDINGS
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import version_of


class UploadThrottle(SendingThrottle):
    """Fewer files than answers: each is up to 8 MB."""

    scope = "uploads"
    rate = "120/min"


class FileSerializer(serializers.Serializer[Any]):
    key = serializers.UUIDField(help_text="the key with which the answers will be sent")
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    question = serializers.CharField(max_length=64)
    language = serializers.ChoiceField(LANGUAGE_CODES, default="fi")
    file = serializers.FileField(allow_empty_file=True)


class UploadedSerializer(serializers.Serializer[Any]):
    upload = serializers.UUIDField(help_text="the answer to the question")
    kind = serializers.ChoiceField(sorted(ENDINGS))
    size = serializers.IntegerField()


class Uploads(APIView):
    """Send a photo or a PDF for a question of a survey that is open now; unused ones are deleted after a day."""

    permission_classes = [Public]
    authentication_classes = []
    parser_classes = [MultiPartParser]
    throttle_classes = [UploadThrottle]

    @extend_schema(
        tags=["surveys"],
        operation_id="survey_upload",
        request={"multipart/form-data": FileSerializer},
        responses={201: UploadedSerializer},
    )
    def post(self, request: Request, slug: str) -> Response:
        survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
        limits = limit_files(request._request)  # noqa: SLF001 -- the body is read by the request inside
        data = request.data
        code = data.get("language") if data.get("language") in LANGUAGE_CODES else "fi"
        with translation.override(code):
            if limits.too_large:
                raise refusal("file_too_large")
            sent = FileSerializer(data=data)
            sent.is_valid(raise_exception=True)
            fields = sent.validated_data
            version = version_of(survey, fields["version"])
            if version is None:
                raise refusal("unknown_question")
            upload = receive_upload(
                survey, version, question=fields["question"], key=fields["key"], data=fields["file"].read()
            )
        answer = {"upload": upload.pk, "kind": upload.kind, "size": upload.size}
        return Response(UploadedSerializer(answer).data, status=201, headers={"Cache-Control": "no-store"})
