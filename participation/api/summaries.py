"""Summaries for programs: published ones, and every version for those who coordinate the process."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers

from participation.api.access import Staff
from participation.models import Quote, Summary
from participation.permissions import can_compile_summary


class QuoteSerializer(serializers.ModelSerializer[Quote]):
    class Meta:
        model = Quote
        fields = ["section", "source", "reference", "excerpt", "language"]


class SummaryLineSerializer(serializers.ModelSerializer[Summary]):
    process = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    scope_name = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Summary
        fields = ["id", "process", "scope", "scope_name", "number", "state", "compiled_at", "published_at"]
        read_only_fields = fields


class SummarySerializer(SummaryLineSerializer):
    content = serializers.DictField(read_only=True)
    quotes = serializers.SerializerMethodField()

    class Meta(SummaryLineSerializer.Meta):
        fields = [*SummaryLineSerializer.Meta.fields, "content", "quotes"]
        read_only_fields = fields

    @extend_schema_field(QuoteSerializer(many=True))
    def get_quotes(self, summary: Summary) -> Any:
        rows = Quote.objects.filter(summary=summary)
        coordinates = can_compile_summary(self.context["request"].user, summary.process)
        if not coordinates:
            rows = rows.filter(approved_at__isnull=False, is_left_out=False)
        quotes = QuoteSerializer(rows, many=True).data
        if not coordinates:
            for quote in quotes:  # the way back to the source is the coordinator's
                quote["reference"] = ""
        return quotes


class SummaryList(generics.ListAPIView[Summary]):
    """Summaries that the person may read, newest first."""

    permission_classes = [Staff]
    serializer_class = SummaryLineSerializer
    queryset = Summary.objects.none()
    filter_backends: list[Any] = []

    def get_queryset(self) -> Any:
        return Summary.objects.visible_to(self.request.user).select_related("process").defer("content")


class SummaryDetail(generics.RetrieveAPIView[Summary]):
    """One summary with its numbers, quotes and decisions."""

    permission_classes = [Staff]
    serializer_class = SummarySerializer
    queryset = Summary.objects.none()
    filter_backends: list[Any] = []

    def get_queryset(self) -> Any:
        return Summary.objects.visible_to(self.request.user).select_related("process")
