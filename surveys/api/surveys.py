"""The definition of a survey for programs: the whole questionnaire of the version in use."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.api.access import Public
from surveys.models.surveys import Survey

LANGUAGE_CODES = [code for code, _name in settings.LANGUAGES]


class TextsField(serializers.DictField):
    """Texts by language."""

    child = serializers.CharField(allow_blank=True)


class SurveySerializer(serializers.Serializer[Survey]):
    slug = serializers.SlugField()
    version = serializers.IntegerField(source="current.number")
    status = serializers.CharField(source="state", help_text="open: another one is not found")
    languages = serializers.ListField(child=serializers.CharField())
    opens = serializers.DateTimeField(allow_null=True)
    closes = serializers.DateTimeField(allow_null=True)
    title = TextsField()
    lead = TextsField()
    readers = TextsField(help_text="who reads the answers, and when")
    questionnaire = serializers.DictField(
        source="current.document", help_text="pages[] -> questions[] with name, type, label, hint, required, choices…"
    )


class SurveyDetail(APIView):
    """What a survey asks, while it takes responses; every version may be kept for a minute."""

    permission_classes = [Public]
    authentication_classes = []

    @extend_schema(tags=["surveys"], responses={200: SurveySerializer}, operation_id="survey")
    def get(self, request: Request, slug: str) -> HttpResponse:
        rows = Survey.objects.public().select_related("current").filter(current__isnull=False)
        survey = get_object_or_404(rows, slug=slug)
        if not survey.takes_responses(timezone.now()):
            raise Http404
        etag = quote_etag(fingerprint(survey))
        headers = {"ETag": etag, "Cache-Control": "public, max-age=60"}
        answer = Response(SurveySerializer(survey).data, headers=headers)
        return get_conditional_response(request._request, etag=etag, response=answer) or answer  # noqa: SLF001 -- DRF wraps it


def fingerprint(survey: Survey) -> str:
    """Return a short text that changes with everything the answer shows."""
    parts: list[Any] = [survey.pk, survey.current_id, survey.state, survey.opens, survey.closes]
    parts += [survey.title, survey.lead, survey.readers]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
