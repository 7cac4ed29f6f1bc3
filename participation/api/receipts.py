"""The journey behind a receipt, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.actions.receipts import count_lookup
from participation.api.access import Public
from participation.queries.processes import in_every_language
from participation.queries.receipts import StageLine, journey_of, label_of


class ReceiptCodeSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField(max_length=80, help_text="7K4M-Q2XD-9TVE-B3HC; case and spaces do not matter")


class StageSerializer(serializers.Serializer[StageLine]):
    stage = serializers.CharField(help_text="received, routed, discussed, decided, planned or done")
    on = serializers.DateField()
    text = serializers.SerializerMethodField()
    group = serializers.CharField(source="group_code", required=False)
    link = serializers.CharField(required=False)

    def get_text(self, line: StageLine) -> dict[str, str]:
        return dict(line.text) or in_every_language(lambda: label_of(line.stage))

    def to_representation(self, line: StageLine) -> dict[str, Any]:
        shown = super().to_representation(line)
        return {key: value for key, value in shown.items() if value or key not in ("group", "link")}


class JourneySerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["response", "submission", "comment"])
    stages = StageSerializer(many=True)


class Journeys(APIView):
    """What became of the contribution that has this receipt: stages without the words themselves."""

    permission_classes = [Public]
    authentication_classes = []

    @extend_schema(tags=["receipts"], request=ReceiptCodeSerializer, responses={200: JourneySerializer})
    def post(self, request: Request) -> Response:
        if not count_lookup(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")):
            raise exceptions.Throttled(wait=60)
        asked = ReceiptCodeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        journey = journey_of(asked.validated_data["receipt"])
        if journey is None:
            raise exceptions.NotFound
        return Response(JourneySerializer(journey).data, headers={"Cache-Control": "no-store"})
