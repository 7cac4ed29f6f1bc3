"""What goes in and out of the contributions' endpoints: every field is listed here, so nothing else can slip out."""

from typing import Any

from rest_framework import serializers

from participation.logic.submissions import CHANNELS
from workgroups.logic import reviews as rules
from workgroups.models import Decision
from workgroups.queries.history import steps_of, why_here
from workgroups.queries.insights import known_alike
from workgroups.queries.reviews import SHOWN_STATES, Card, decision_versions
from workgroups.queries.tray import tray_items

LARGEST = 2**31 - 1


class TextsField(serializers.DictField):
    """Texts by language: fi, sv, en."""

    child = serializers.CharField(allow_blank=True, max_length=rules.TEXT_LIMIT)

    def to_internal_value(self, data: Any) -> Any:
        texts = super().to_internal_value(data)
        if unknown := set(texts) - {"fi", "sv", "en"}:
            raise serializers.ValidationError(f"Unknown language: {', '.join(sorted(unknown))[:40]}", code="unknown")
        return texts


class FilterSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=SHOWN_STATES, required=False, default="")
    group = serializers.CharField(required=False, default="", max_length=20, help_text="Code of the working group.")
    theme = serializers.SlugField(required=False, default="", max_length=60)
    area = serializers.SlugField(required=False, default="", max_length=60)
    channel = serializers.ChoiceField(choices=CHANNELS, required=False, default="")
    q = serializers.CharField(required=False, default="", max_length=100, help_text="Words in title or text.")
    ordering = serializers.ChoiceField(choices=("received_on", "-received_on"), required=False, default="received_on")


class AcceptSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST)


class DeclineSerializer(AcceptSerializer):
    reason = serializers.CharField(max_length=1000)


class RouteSerializer(AcceptSerializer):
    group = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class DecideSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=rules.OUTCOMES)
    reason = TextsField()
    next_step = TextsField(required=False, default=dict)
    due = serializers.DateField(required=False, allow_null=True, default=None)
    version = serializers.IntegerField(min_value=1, max_value=LARGEST)


class PublishSerializer(serializers.Serializer[Any]):
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**53), min_length=1, max_length=200
    )


class GroupNameSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.DictField(child=serializers.CharField())


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    group = serializers.CharField(source="group.code")

    class Meta:
        model = Decision
        fields = ["id", "number", "is_current", "group", "outcome", "reason", "next_step", "due", "decided_on"]
        fields += ["published_on"]

    reason = serializers.DictField(child=serializers.CharField())
    next_step = serializers.DictField(child=serializers.CharField())


class PublishedSerializer(serializers.Serializer[Any]):
    published = DecisionSerializer(many=True)
    already_published = serializers.ListField(child=serializers.IntegerField())


class CardSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    process = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
    language = serializers.CharField()
    theme = serializers.CharField(allow_null=True)
    area = serializers.CharField(allow_null=True)
    channel = serializers.CharField()
    received_on = serializers.DateField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    group = GroupNameSerializer(allow_null=True)
    decision = DecisionSerializer(allow_null=True)


class SuggestionSerializer(serializers.Serializer[Any]):
    group = serializers.CharField()
    reason = serializers.CharField()


class RoutingSerializer(serializers.Serializer[Any]):
    why = serializers.CharField(allow_blank=True)
    suggestions = SuggestionSerializer(many=True)


class HistoryStepSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    kind = serializers.CharField()
    words = serializers.CharField()
    by = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class SimilarSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    group = serializers.CharField(allow_null=True)
    area = serializers.CharField(allow_null=True)
    words = serializers.ListField(child=serializers.CharField())
    outcome = serializers.CharField(allow_null=True)


class DetailSerializer(CardSerializer):
    location = serializers.JSONField(allow_null=True)
    routing = RoutingSerializer()
    decisions = DecisionSerializer(many=True)
    history = HistoryStepSerializer(many=True)
    similar = SimilarSerializer(many=True)


def row_of(card: Card) -> dict[str, Any]:
    """Return one contribution as lists give it."""
    row, lies = card.submission, card.assignment
    return {
        "id": str(row.pk),
        "reference": row.reference,
        "process": row.process.slug,
        "title": row.title,
        "text": row.text,
        "language": row.language,
        "theme": row.theme.slug if row.theme else None,
        "area": row.area.slug if row.area else None,
        "channel": row.channel,
        "received_on": row.received_on,
        "state": row.state,
        "version": row.version,
        "group": {"code": lies.group.code, "name": lies.group.name} if lies else None,
        "decision": DecisionSerializer(card.decision).data if card.decision else None,
    }


def detail_of(card: Card, person: Any) -> dict[str, Any]:
    """Return one contribution with everything that is known about it."""
    item = tray_items([card.submission])[0]
    suggestions = [{"group": item.suggested.code, "reason": item.reason}] if item.suggested else []
    return row_of(card) | {
        "location": card.submission.location,
        "routing": {"why": why_here(card.assignment), "suggestions": suggestions},
        "decisions": [DecisionSerializer(one).data for one in decision_versions(card.submission)],
        "history": HistoryStepSerializer(steps_of(card.submission), many=True).data,
        "similar": [
            {
                "id": str(one.card.submission.pk),
                "reference": one.card.submission.reference,
                "group": one.card.assignment.group.code if one.card.assignment else None,
                "area": one.card.submission.area.slug if one.card.submission.area else None,
                "words": list(one.words),
                "outcome": one.published.outcome if one.published else None,
            }
            for one in known_alike(card, person)
        ],
    }
