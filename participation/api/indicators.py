"""Indicators of a strategy for programs: everybody reads them, those who coordinate the process store new values."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.actions.indicators import NewValue, store_values
from participation.api.access import Public, Staff
from participation.api.processes import TextsField
from participation.logic.indicators import FIRST_YEAR, LARGEST, LAST_YEAR
from participation.models.areas import Area
from participation.models.processes import Process
from participation.models.strategy import Indicator
from participation.queries.indicators import own_indicators
from participation.queries.strategy import IndicatorLine, goals_of, strategy_of

MOST_VALUES = 500


class ValueSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(source="value.year")
    area = serializers.CharField(source="value.area.slug", default=None, allow_null=True, help_text="null: whole town")
    value = serializers.FloatField(source="value.value")


class IndicatorSerializer(serializers.Serializer[IndicatorLine]):
    id = serializers.IntegerField(source="indicator.pk")
    number = serializers.CharField(help_text="goal, measure and place, such as 1.2.1")
    name = TextsField(source="indicator.name")
    kind = serializers.ChoiceField(Indicator.Kind.values, source="indicator.kind")
    unit = TextsField(source="indicator.unit")
    source = TextsField(source="indicator.source")
    baseline = serializers.FloatField(source="indicator.baseline", allow_null=True)
    baseline_year = serializers.IntegerField(source="indicator.baseline_year", allow_null=True)
    target = serializers.FloatField(source="indicator.target", allow_null=True)
    target_year = serializers.IntegerField(source="indicator.target_year", allow_null=True)
    is_old = serializers.BooleanField(help_text="a newer value should be known by now")
    values = ValueSerializer(many=True)


@extend_schema(tags=["strategy"])
class IndicatorList(generics.ListAPIView[Indicator]):
    """The indicators of the strategy of a process with all their values."""

    permission_classes = [Public]
    serializer_class = IndicatorSerializer
    queryset = Indicator.objects.none()
    filter_backends: list[Any] = []

    def get_queryset(self) -> Any:
        strategy = strategy_of(get_object_or_404(Process.objects.public(), slug=self.kwargs["slug"]))
        if strategy is None:
            raise Http404
        return [line for goal in goals_of(strategy) for one in goal.measures for line in one.indicators]


class NewValueSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    value = serializers.FloatField(min_value=-LARGEST, max_value=LARGEST)
    area = serializers.SlugField(required=False, allow_null=True, default=None, help_text="without it the whole town")


class NewValuesSerializer(serializers.Serializer[Any]):
    values = NewValueSerializer(many=True, allow_empty=False, max_length=MOST_VALUES)


class StoredSerializer(serializers.Serializer[Any]):
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()


class IndicatorValues(APIView):
    """Store values of one indicator; sending the same again changes nothing."""

    permission_classes = [Staff]

    @extend_schema(tags=["strategy"], request=NewValuesSerializer, responses={200: StoredSerializer})
    def post(self, request: Request, pk: int) -> Response:
        indicator = get_object_or_404(own_indicators(request.user), pk=pk)
        sent = NewValuesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        rows = sent.validated_data["values"]
        wanted = {row["area"] for row in rows if row["area"]}
        areas = {area.slug: area for area in Area.objects.filter(slug__in=wanted)}
        if wanted - set(areas):
            raise serializers.ValidationError({"values": [_("There is nothing by this name.")]}, code="unknown")
        values = [NewValue(row["year"], row["value"], areas.get(row["area"] or "")) for row in rows]
        return Response(StoredSerializer(store_values(indicator, values, by=request.user)).data)
