"""Meetings of working groups for programs of staff."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers

from participation.api.access import Staff
from workgroups.api.groups import TextsField
from workgroups.models import Group, Meeting


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    group = serializers.CharField(source="group.code")
    process = serializers.CharField(source="group.process.slug")
    when_note = TextsField()
    place = TextsField()
    notes = TextsField()

    class Meta:
        model = Meeting
        fields = ["group", "process", "number", "starts", "when_note", "place", "state", "notes", "published_on"]


@extend_schema(tags=["groups"])
class MeetingList(generics.ListAPIView[Meeting]):
    """The meetings of the groups that this person may open at the desk, drafts of notes included."""

    permission_classes = [Staff]
    serializer_class = MeetingSerializer
    queryset = Meeting.objects.none()

    def get_queryset(self) -> Any:
        groups = Group.objects.visible_at_desk(self.request.user).values("pk")
        meetings = Meeting.objects.filter(group__in=groups).select_related("group__process")
        return meetings.order_by("group__process__slug", "group__code", "number")
