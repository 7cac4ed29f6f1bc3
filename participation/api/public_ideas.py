"""Public ideas for programs: what their authors let everybody read, with answers, comments and numbers of supporters."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers

from participation.api.access import Public
from participation.logic import moderation as rules
from participation.models.processes import Process
from participation.models.public_ideas import Comment, PublicIdea
from participation.queries.public_ideas import Wanted, drawn, idea_page, ideas_of, state_seen

STATES = ["routed", "in_review", "published"]
LONGEST = 100  # letters of search words


class PublicIdeaSerializer(serializers.ModelSerializer[PublicIdea]):
    reference = serializers.CharField(source="submission.reference")
    language = serializers.CharField(source="submission.language")
    theme = serializers.CharField(source="submission.theme.slug", default=None, allow_null=True)
    area = serializers.CharField(source="submission.area.slug", default=None, allow_null=True)
    state = serializers.SerializerMethodField()
    supporters = serializers.IntegerField()
    comments = serializers.IntegerField()

    class Meta:
        model = PublicIdea
        fields = ["id", "reference", "title", "text", "language", "theme", "area", "state", "shown_on", "supporters", "comments"]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(STATES))
    def get_state(self, idea: PublicIdea) -> str:
        return state_seen(idea.submission)


class CommentSerializer(serializers.ModelSerializer[Comment]):
    state = serializers.ChoiceField([rules.SHOWN, rules.REMOVED])
    text = serializers.SerializerMethodField(help_text="empty where the comment was removed")
    texts = serializers.SerializerMethodField(help_text="by language, where the town speaks and it was not removed")
    speaker = extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})(
        serializers.JSONField
    )(help_text="by language: who speaks for the town; empty for the town itself and for residents")

    class Meta:
        model = Comment
        fields = ["id", "said_on", "language", "text", "state", "rule", "is_official", "texts", "speaker"]
        read_only_fields = fields

    def get_text(self, comment: Comment) -> str:
        return comment.text if comment.state == rules.SHOWN else ""

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_texts(self, comment: Comment) -> dict[str, str]:
        return dict(comment.texts) if comment.state == rules.SHOWN else {}


class AnswerSerializer(serializers.Serializer[Any]):
    stage = serializers.CharField()
    on = serializers.DateField()
    text = extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})(serializers.JSONField)()
    group = serializers.CharField(source="group_code")


class IdeaDetailSerializer(serializers.Serializer[Any]):
    idea = PublicIdeaSerializer()
    answers = AnswerSerializer(many=True)
    comments = CommentSerializer(many=True)
    together = serializers.ListField(child=serializers.UUIDField(), help_text="ideas handled together with it")
    supporters_together = serializers.IntegerField(help_text="different supporters of all of them")


FILTERS = [
    OpenApiParameter("q", str, description="words, in any inflection"),
    OpenApiParameter("theme", str),
    OpenApiParameter("area", str),
    OpenApiParameter("stage", str, enum=["open", "answered"]),
    OpenApiParameter("order", str, enum=[rules.NEWEST, rules.SUPPORTED]),
]


@extend_schema(tags=["processes"], parameters=FILTERS)
class PublicIdeaList(generics.ListAPIView[PublicIdea]):
    """Ideas of a process that everybody may read."""

    permission_classes = [Public]
    authentication_classes = []
    serializer_class = PublicIdeaSerializer
    queryset = PublicIdea.objects.none()
    filter_backends: list[Any] = []

    def get_queryset(self) -> Any:
        process = get_object_or_404(Process.objects.public(), slug=self.kwargs["slug"], ideas_public=True)
        asked = {
            name: self.request.query_params.get(name, "").replace("\x00", "")[:LONGEST]
            for name in ("q", "theme", "area")
        }
        stage, order = (self.request.query_params.get(name, "") for name in ("stage", "order"))
        return drawn(
            ideas_of(
                process,
                Wanted(
                    words=asked["q"],
                    theme=asked["theme"],
                    area=asked["area"],
                    stage=stage if stage in ("open", "answered") else "",
                    order=rules.SUPPORTED if order == rules.SUPPORTED else rules.NEWEST,
                ),
            )
        )


@extend_schema(tags=["processes"], responses=IdeaDetailSerializer)
class PublicIdeaDetail(generics.RetrieveAPIView[PublicIdea]):
    """One idea with the town's answers, what others say, and what is handled together with it."""

    permission_classes = [Public]
    authentication_classes = []
    serializer_class = IdeaDetailSerializer
    queryset = PublicIdea.objects.none()

    def get_object(self) -> Any:
        rows = PublicIdea.objects.readable().filter(process__slug=self.kwargs["slug"])
        idea = get_object_or_404(drawn(rows), pk=self.kwargs["key"])
        page = idea_page(idea)
        return {
            "idea": idea,
            "answers": page.answers,
            "comments": page.comments,
            "together": [one.pk for one in page.together],
            "supporters_together": page.union or page.supporters,
        }
