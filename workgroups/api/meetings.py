"""Meetings of working groups for programs of staff, with agendas and published minutes; the ledger of promises."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers

from participation.api.access import Staff
from workgroups.api.groups import TextsField
from workgroups.models import AgendaItem, Meeting, Minutes, Promise
from workgroups.queries import meetings as queries
from workgroups.queries.promises import ledger_of


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    title = TextsField()
    submission = serializers.UUIDField(source="submission_id", allow_null=True)
    outcome = serializers.CharField(source="decision.outcome", default=None, allow_null=True)

    class Meta:
        model = AgendaItem
        fields = ["order", "submission", "title", "state", "outcome"]


class MinutesSerializer(serializers.ModelSerializer[Minutes]):
    words = serializers.SerializerMethodField()

    class Meta:
        model = Minutes
        fields = ["version", "published_on", "correction", "words"]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "object"}})
    def get_words(self, minutes: Minutes) -> dict[str, Any]:
        return dict(minutes.words)


class MeetingSerializer(serializers.Serializer[queries.MeetingFacts]):
    group = serializers.CharField(source="meeting.group.code")
    process = serializers.CharField(source="meeting.group.process.slug")
    number = serializers.IntegerField(source="meeting.number")
    starts = serializers.DateTimeField(source="meeting.starts", allow_null=True)
    when_note = TextsField(source="meeting.when_note")
    place = TextsField(source="meeting.place")
    state = serializers.ChoiceField(Meeting.State.choices, source="meeting.state")
    notes = TextsField(source="meeting.notes")
    published_on = serializers.DateField(source="meeting.published_on", allow_null=True)
    agenda = AgendaItemSerializer(many=True)
    minutes = MinutesSerializer(allow_null=True)


@extend_schema(tags=["groups"])
class MeetingList(generics.ListAPIView[Meeting]):
    """The meetings of the groups that this person may open at the desk, with agendas and published minutes."""

    permission_classes = [Staff]
    serializer_class = MeetingSerializer
    queryset = Meeting.objects.none()

    def get_queryset(self) -> Any:
        meetings = Meeting.objects.visible_to(self.request.user).select_related("group__process")
        return meetings.order_by("group__process__slug", "group__code", "number")

    def paginate_queryset(self, queryset: Any) -> Any:
        return queries.facts_of(super().paginate_queryset(queryset) or [])


class PromiseSerializer(serializers.ModelSerializer[Promise]):
    group = serializers.CharField(source="group.code")
    process = serializers.CharField(source="group.process.slug")
    submission = serializers.UUIDField(source="decision.submission_id")
    text = TextsField()
    standing = serializers.ChoiceField(["open", "late", "done"])
    done_note = TextsField()

    class Meta:
        model = Promise
        fields = [
            *("id", "group", "process", "submission", "text", "responsible", "due", "standing", "promised_on"),
            *("done_on", "done_note"),
        ]


@extend_schema(tags=["groups"])
class PromiseList(generics.ListAPIView[Promise]):
    """Every published next step of the groups that this person may open at the desk; late ones first."""

    permission_classes = [Staff]
    serializer_class = PromiseSerializer
    queryset = Promise.objects.none()

    def get_queryset(self) -> Any:
        return ledger_of(self.request.user)
