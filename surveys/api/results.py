"""Results for programs: the published epoch for everybody, live numbers and all answers for those who may."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.actions.audit import add_audit_entry
from participation.api.access import Public, Staff
from participation.api.schema import ErrorSerializer
from participation.errors import ParticipationError
from participation.views.helpers import require
from surveys import permissions
from surveys.api.surveys import TextsField
from surveys.models.surveys import Identity, Survey
from surveys.queries.representation import weighted_results
from surveys.queries.responses import FORMATS, file_of
from surveys.queries.results import live_results, published_results
from surveys.queries.surveys import desk_surveys_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "json": "application/json"}


class ChoiceLineSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = TextsField()
    count = serializers.IntegerField(allow_null=True, help_text="null where suppressed")
    share = serializers.FloatField(allow_null=True)
    weighted_share = serializers.FloatField(allow_null=True, required=False, help_text="with weights=1")


class RowSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = TextsField()
    n = serializers.IntegerField(allow_null=True)
    choices = ChoiceLineSerializer(many=True, required=False)
    mean = serializers.FloatField(allow_null=True)
    weighted_mean = serializers.FloatField(allow_null=True, required=False, help_text="with weights=1")


class StepSerializer(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            "from": serializers.FloatField(),
            "to": serializers.FloatField(),
            "count": serializers.IntegerField(),
        }


class QuestionResultSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    type = serializers.CharField()
    label = TextsField()
    hidden = serializers.BooleanField(required=False, help_text="true where too few answered to show anything")
    as_of = serializers.DateTimeField(required=False, help_text="where these numbers are older than the others")
    n = serializers.IntegerField(allow_null=True)
    missing = serializers.IntegerField(allow_null=True)
    not_asked = serializers.IntegerField(allow_null=True)
    choices = ChoiceLineSerializer(many=True, required=False)
    distribution = StepSerializer(many=True, required=False)
    mean = serializers.FloatField(allow_null=True, required=False)
    weighted_mean = serializers.FloatField(allow_null=True, required=False, help_text="with weights=1")
    median = serializers.FloatField(allow_null=True, required=False)
    stdev = serializers.FloatField(allow_null=True, required=False)
    min = serializers.FloatField(allow_null=True, required=False)
    max = serializers.FloatField(allow_null=True, required=False)
    rows = RowSerializer(many=True, required=False)


class ResultGroupSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = TextsField()
    n = serializers.IntegerField(allow_null=True)
    questions = QuestionResultSerializer(many=True)


class LevelSerializer(serializers.Serializer[Any]):
    value = serializers.ChoiceField(Identity.choices)
    count = serializers.IntegerField(allow_null=True, help_text="null where suppressed")


class WeightsSerializer(serializers.Serializer[Any]):
    by = serializers.ListField(child=serializers.CharField(), help_text="questions compared with the inhabitants")
    year = serializers.IntegerField(allow_null=True)
    effective_n = serializers.FloatField()
    design_effect = serializers.FloatField()
    largest = serializers.FloatField(allow_null=True)
    smallest = serializers.FloatField(allow_null=True)
    trimmed = serializers.IntegerField(help_text="combinations of groups whose weight was held at its limit")
    warnings = serializers.ListField(child=serializers.CharField())


class ResultsSerializer(serializers.Serializer[Any]):
    n = serializers.IntegerField(allow_null=True)
    as_of = serializers.DateTimeField()
    threshold = serializers.IntegerField()
    identity = LevelSerializer(many=True, required=False, help_text="how responses were let in; not with filters")
    questions = QuestionResultSerializer(many=True)
    groups = ResultGroupSerializer(many=True, required=False)
    left_out = serializers.IntegerField(
        required=False, help_text="marked responses that are not in these numbers; only where there are enough of them"
    )
    weights = WeightsSerializer(required=False)


def parameter(name: str, description: str, *, many: bool = False) -> OpenApiParameter:
    """Return the description of one parameter of the query."""
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, many=many)


class Results(APIView):
    """Without a token the published results; with a token or session of a coordinator live ones.

    Groups and filters are for coordinators; they follow the same disclosure rules. Weights add a second number
    beside the raw one, for coordinators; to groups and filtered results from 30 responses on, rounded.
    """

    permission_classes = [Public]

    @extend_schema(
        tags=["surveys"],
        operation_id="survey_results",
        parameters=[
            parameter("by", "closed question, area, language or channel: adds groups (coordinators)"),
            parameter("where", "question:value, repeatable: only responses with this answer (coordinators)", many=True),
            parameter(
                "weights",
                "1: adds weighted shares and means (coordinators; in groups and filtered results from 30 responses on)",
            ),
        ],
        responses={200: ResultsSerializer, 401: OpenApiResponse(ErrorSerializer)},
    )
    def get(self, request: Request, slug: str) -> Response:
        survey = get_object_or_404(Survey.objects.visible_to(request.user).select_related("process"), slug=slug)
        by, where = request.query_params.get("by", ""), request.query_params.getlist("where")
        weights = request.query_params.get("weights", "") not in ("", "0")
        if permissions.can_view_live_results(request.user, survey):
            return Response(staff_results(survey, by, where, weights=weights), headers={"Cache-Control": "no-store"})
        if weights:
            raise refused("weights", _("Weighted shares are for coordinators of the process."))
        return Response(open_results(survey, by, where), headers={"Vary": "Authorization, Cookie"})


def staff_results(survey: Survey, by: str, where: Sequence[str], *, weights: bool) -> dict[str, Any]:
    """Return live results, with a second weighted number beside each where asked."""
    return weighted_results(survey, by=by, where=where) if weights else live_results(survey, by=by, where=where)


def open_results(survey: Survey, by: str, where: Sequence[str]) -> dict[str, Any]:
    """Return the published epoch; raises for groups and filters, and where nothing is published."""
    for name, value in (("by", by), ("where", where)):
        if value:
            raise refused(name, _("Groups and filters are for coordinators of the process."))
    found = published_results(survey)
    if found is None:
        raise Http404
    return found


def refused(name: str, message: str) -> ParticipationError:
    """Return the error for a parameter that is not for this caller."""
    return ParticipationError(message, fields={name: [{"code": "not_offered", "message": message}]})


class FormatIsOurs(DefaultContentNegotiation):
    """Keep ?format= for the file: it says nothing about how errors are written."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


async def in_turn(blocks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield blocks one by one, so that an asynchronous server does not gather them first."""
    following = sync_to_async(lambda: next(blocks, b""))
    while block := await following():
        yield block


class ExportResponses(APIView):
    """All answers as a file, streamed: fixed columns over all versions; the last line counts the rows."""

    permission_classes = [Staff]
    content_negotiation_class = FormatIsOurs

    @extend_schema(
        tags=["surveys"],
        operation_id="survey_export",
        parameters=[OpenApiParameter("format", OpenApiTypes.STR, enum=list(FORMATS), description="csv unless told")],
        responses={
            (200, "text/csv"): OpenApiTypes.STR,
            (200, XLSX): OpenApiTypes.BINARY,
            (200, "application/json"): OpenApiTypes.OBJECT,
        },
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
        require(permissions.can_export_responses(request.user, survey))
        kind = request.query_params.get("format", "csv")
        if kind not in FORMATS:
            raise refused("format", _("Choose one of these formats: %(formats)s.") % {"formats": ", ".join(FORMATS)})
        add_audit_entry("export_responses", survey, by=request.user, kind=kind)
        blocks = file_of(survey, kind)
        over_asgi = isinstance(request._request, ASGIRequest)  # noqa: SLF001 -- DRF wraps it
        answer = StreamingHttpResponse(in_turn(blocks) if over_asgi else blocks, content_type=CONTENT_TYPES[kind])
        answer["Content-Disposition"] = f'attachment; filename="{survey.slug}.{kind}"'
        answer["Cache-Control"] = "no-store"
        return answer
