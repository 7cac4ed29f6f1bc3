"""Leaving an idea by program: the same action as the form, repeatable under the same key."""

from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.actions.guarding import Traces
from participation.actions.ideas import receive_idea
from participation.api.access import Public
from participation.api.throttles import SendingThrottle, visitor
from participation.logic.submissions import TEXT_LIMIT, TITLE_LIMIT, point_fault
from participation.models.areas import Area
from participation.models.processes import Process
from participation.models.themes import Theme

CHANNELS = {"web": "form", "form": "form", "workshop": "workshop", "kiosk": "kiosk"}
POINT = {
    "type": ["object", "null"],
    "properties": {
        "type": {"type": "string", "const": "Point"},
        "coordinates": {
            "type": "array",
            "prefixItems": [
                {"type": "number", "minimum": -180, "maximum": 180},
                {"type": "number", "minimum": -90, "maximum": 90},
            ],
            "items": False,
            "minItems": 2,
        },
    },
    "required": ["type", "coordinates"],
    "additionalProperties": False,
}


@extend_schema_field(POINT)
class PointField(serializers.JSONField):
    """A GeoJSON point in WGS 84."""

    def to_internal_value(self, data: Any) -> Any:
        if point_fault(data):
            raise serializers.ValidationError(_("Give the place as a point on the map."), code="not_a_point")
        return {"type": "Point", "coordinates": data["coordinates"]}


class IdeaSerializer(serializers.Serializer[Any]):
    key = serializers.UUIDField(help_text="made when the form opened; sending again with it adds nothing")
    text = serializers.RegexField(r"\S", max_length=TEXT_LIMIT)
    title = serializers.CharField(max_length=TITLE_LIMIT, required=False, allow_blank=True, default="")
    theme = serializers.SlugField(required=False, allow_null=True, default=None)
    area = serializers.SlugField(required=False, allow_null=True, default=None)
    location = PointField(required=False, allow_null=True, default=None)
    language = serializers.ChoiceField([code for code, _name in settings.LANGUAGES])
    channel = serializers.ChoiceField(sorted(CHANNELS), default="form")
    publish = serializers.BooleanField(
        default=False, help_text="its author lets everybody read it, where the process shows ideas"
    )

    def validate_theme(self, slug: str | None) -> Theme | None:
        return self.named(Theme.objects.filter(process=self.context["process"]), slug)

    def validate_area(self, slug: str | None) -> Area | None:
        return self.named(Area.objects.all(), slug)

    def named(self, rows: Any, slug: str | None) -> Any:
        """Return the row with this short name; no name is no row."""
        if not slug:
            return None
        found = rows.filter(slug=slug).first()
        if found is None:
            raise serializers.ValidationError(_("There is nothing by this name."), code="unknown")
        return found


class ReceivedSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField()
    received_on = serializers.DateField()


class Ideas(APIView):
    """Leave an idea in a process that takes them now."""

    permission_classes = [Public]
    authentication_classes = []
    throttle_classes = [SendingThrottle]

    @extend_schema(
        tags=["processes"], request=IdeaSerializer, responses={200: ReceivedSerializer, 201: ReceivedSerializer}
    )
    def post(self, request: Request, slug: str) -> Response:
        process = get_object_or_404(Process.objects.public(), slug=slug)
        sent = IdeaSerializer(data=request.data, context={"process": process})
        sent.is_valid(raise_exception=True)
        words = sent.validated_data
        words |= {"key": str(words["key"]), "channel": CHANNELS[words["channel"]]}
        received = receive_idea(process, **words, traces=Traces(visitor(request)))
        answer = {"receipt": received.code, "received_on": received.submission.received_on}
        return Response(
            ReceivedSerializer(answer).data,
            status=201 if received.is_new else 200,
            headers={"Cache-Control": "no-store"},
        )
