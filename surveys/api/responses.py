"""Answering by program: the same action as the page, repeatable under the same key."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.api.access import Public
from participation.api.throttles import SendingThrottle, visitor
from participation.errors import ParticipationError
from surveys.actions.admissions import admission_for_code, check_pace, unsealed
from surveys.actions.guarding import Traces, look_at, note_recorded
from surveys.actions.responses import record_response
from surveys.api.surveys import LANGUAGE_CODES
from surveys.models.surveys import Identity, Survey
from surveys.queries.questionnaires import version_of


@extend_schema_field({"type": "object", "additionalProperties": True})
class AnswersField(serializers.Field):
    """Answers by question name; checked against the questionnaire."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("Send the answers by question name."), code="not_an_object")
        return data


class ResponseSerializer(serializers.Serializer[Any]):
    key = serializers.UUIDField(help_text="uuid4 made when the form opened; sending again with it adds nothing")
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    language = serializers.ChoiceField(LANGUAGE_CODES)
    channel = serializers.RegexField(r"^[a-z0-9][a-z0-9_-]{0,19}$", default="web")
    answers = AnswersField()
    code = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=60,
        help_text="only for surveys by code; errors at this field: code_required, or code_unknown (unknown or used)",
    )

    token = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=600,
        help_text="only for untraceable surveys: the unblinded token (RFC 9474), 32 random bytes and the signature, base64url",
    )

    proof = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=120,
        help_text="only while a survey is under attack, and never needed: eight numbers with dots between; number i makes "
        "SHA-256 of key:i:number begin with 15 zero bits. Answers without it are taken and marked",
    )


class RecordedSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField()
    received_on = serializers.DateField()


def admission_of(request: Request, survey: Survey, typed: str, token: str, *, key: UUID) -> str:
    """Return the admission that a code or a token gives; nothing where none is needed, or where it is too late for one."""
    if survey.is_blind:
        return unsealed(survey, token)
    if survey.identity != Identity.CODE or not survey.takes_responses(timezone.now()):
        return ""
    check_pace(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
    return admission_for_code(survey, typed, key=key)


class Responses(APIView):
    """Send the answers to a survey that is open now."""

    permission_classes = [Public]
    authentication_classes = []
    throttle_classes = [SendingThrottle]

    @extend_schema(
        tags=["surveys"],
        operation_id="survey_respond",
        request=ResponseSerializer,
        responses={200: RecordedSerializer, 201: RecordedSerializer},
    )
    def post(self, request: Request, slug: str) -> Response:
        survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
        sent = ResponseSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        fields = sent.validated_data
        with translation.override(fields["language"]):
            version = version_of(survey, fields.pop("version"))
            if version is None:
                fault = {"code": "unknown", "message": _("The survey has no such version.")}
                raise ParticipationError(_("Check the marked fields."), fields={"version": [fault]})
            admission = admission_of(
                request, survey, fields.pop("code", ""), fields.pop("token", ""), key=fields["key"]
            )
            traces = Traces(visitor(request), proof=fields.pop("proof", ""))
            look = look_at(survey, version, fields["key"], fields["answers"], traces)
            recorded = record_response(survey, version, admission=admission, marks=look.marks, **fields)
            if recorded.is_new:
                note_recorded(survey, look)
        answer = {"receipt": recorded.code, "received_on": recorded.response.received_on}
        status = 201 if recorded.is_new else 200
        return Response(RecordedSerializer(answer).data, status=status, headers={"Cache-Control": "no-store"})
