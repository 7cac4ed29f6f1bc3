"""Working groups for programs: what everybody may know of them."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers

from participation.api.access import Public
from participation.models import Person
from workgroups.models import Group, Meeting, Minutes
from workgroups.queries import groups as queries

TextsField = extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})(serializers.JSONField)
PROCESS = OpenApiParameter("process", str, description="Short name of a process; several may use the same numbers.")


@dataclass(frozen=True)
class GroupFacts:
    """One group with everything that its answer tells."""

    group: Group
    chair: Person | None
    meeting: Meeting | None
    page: queries.GroupPage
    subgroups: list[str]
    decisions: int


class GroupSerializer(serializers.Serializer[queries.Branch]):
    code = serializers.CharField(source="group.code")
    process = serializers.CharField(source="group.process.slug")
    name = TextsField(source="group.name")
    task = TextsField(source="group.task")
    parent = serializers.CharField(source="group.parent.code", default=None, allow_null=True)
    is_heading = serializers.BooleanField(source="group.is_heading")
    chair = serializers.SerializerMethodField()
    next_meeting = serializers.DateTimeField(source="meeting.starts", default=None, allow_null=True)
    next_meeting_note = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string"})
    def get_chair(self, branch: queries.Branch) -> str:
        return str(branch.chair) if branch.chair else ""

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_next_meeting_note(self, branch: queries.Branch) -> dict[str, str]:
        return dict((branch.meeting.when_note if branch.meeting else {}) or branch.group.next_meeting_note)


class NotesSerializer(serializers.Serializer[Minutes]):
    number = serializers.IntegerField(source="meeting.number")
    starts = serializers.DateTimeField(source="meeting.starts", allow_null=True)
    when_note = TextsField(source="meeting.when_note")
    place = TextsField(source="meeting.place")
    notes = TextsField()
    published_on = serializers.DateField()


class GroupDetailSerializer(GroupSerializer):
    contact = serializers.CharField(source="page.contact")
    subgroups = serializers.ListField(child=serializers.CharField())
    meetings = NotesSerializer(many=True, source="page.minutes")
    decisions = serializers.IntegerField()


@extend_schema(tags=["groups"], parameters=[PROCESS])
class GroupList(generics.ListAPIView[Group]):
    """The working groups of public processes, those of the newest open process first."""

    permission_classes = [Public]
    serializer_class = GroupSerializer

    def get_queryset(self) -> Any:
        groups = queries.newest_open_first(Group.objects.public())
        slug = self.request.query_params.get("process")
        return groups.filter(process__slug=slug) if slug else groups

    def paginate_queryset(self, queryset: Any) -> Any:
        return queries.with_facts(super().paginate_queryset(queryset) or [])


@extend_schema(tags=["groups"], parameters=[PROCESS])
class GroupDetail(generics.RetrieveAPIView[Group]):
    """One working group: of the named process, else of the newest open one that has this number."""

    permission_classes = [Public]
    serializer_class = GroupDetailSerializer
    lookup_field = "code"
    queryset = Group.objects.none()

    def get_object(self) -> Any:
        slug = self.request.query_params.get("process", "")
        group = queries.group_by_code(Group.objects.public(), self.kwargs["code"], slug)
        if group is None:
            raise Http404
        page = queries.page_of_group(group)
        return GroupFacts(
            group=group,
            chair=page.chair,
            meeting=page.meeting,
            page=page,
            subgroups=[branch.group.code for branch in page.subgroups],
            decisions=page.decisions.count(),
        )
