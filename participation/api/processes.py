"""Processes for programs: what is open, with phases, themes and areas by the names that other calls use."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers

from participation.api.access import Public
from participation.logic import phases as rules
from participation.models.areas import Area
from participation.models.processes import Phase, Process
from participation.models.themes import Theme
from participation.queries.processes import with_parts

TextsField = extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})(serializers.JSONField)


class PhaseSerializer(serializers.ModelSerializer[Phase]):
    name = TextsField()
    note = TextsField()
    state = serializers.SerializerMethodField()

    class Meta:
        model = Phase
        fields = ["order", "kind", "name", "note", "opens", "closes", "takes_ideas", "state"]

    @extend_schema_field({"type": "string", "enum": ["coming", "now", "past"]})
    def get_state(self, phase: Phase) -> str:
        return rules.state_of(phase.times, timezone.now())


class ThemeSerializer(serializers.ModelSerializer[Theme]):
    name = TextsField()

    class Meta:
        model = Theme
        fields = ["slug", "name"]


class AreaSerializer(serializers.ModelSerializer[Area]):
    name = TextsField()

    class Meta:
        model = Area
        fields = ["slug", "name"]


class ProcessSerializer(serializers.ModelSerializer[Process]):
    name = TextsField()
    lead = TextsField()
    readers = TextsField()
    state = serializers.ChoiceField(["open", "closed"])
    phases = PhaseSerializer(many=True, source="phase_rows")
    themes = ThemeSerializer(many=True, source="theme_rows")
    takes_ideas = serializers.SerializerMethodField()

    class Meta:
        model = Process
        fields = ["slug", "name", "lead", "readers", "state", "takes_ideas", "phases", "themes"]

    def get_takes_ideas(self, process: Any) -> bool:
        times = [phase.times for phase in process.phase_rows]
        return process.state == Process.State.OPEN and rules.takes_ideas(times, timezone.now())


class ProcessDetailSerializer(ProcessSerializer):
    description = TextsField()
    areas = serializers.SerializerMethodField()

    class Meta(ProcessSerializer.Meta):
        fields = [*ProcessSerializer.Meta.fields, "description", "areas"]

    @extend_schema_field(AreaSerializer(many=True))
    def get_areas(self, _process: Process) -> Any:
        return AreaSerializer(Area.objects.all(), many=True).data


@extend_schema(tags=["processes"])
class ProcessList(generics.ListAPIView[Process]):
    """Processes that everybody may see."""

    permission_classes = [Public]
    serializer_class = ProcessSerializer
    queryset = Process.objects.public().order_by("slug")

    def paginate_queryset(self, queryset: Any) -> Any:
        return with_parts(super().paginate_queryset(queryset) or [])


@extend_schema(tags=["processes"])
class ProcessDetail(generics.RetrieveAPIView[Process]):
    """One process with the short names of its themes and of the town's areas."""

    permission_classes = [Public]
    serializer_class = ProcessDetailSerializer
    queryset = Process.objects.public()
    lookup_field = "slug"

    def get_object(self) -> Process:
        return with_parts([super().get_object()])[0]
