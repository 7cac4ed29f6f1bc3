"""What goes in and out of the endpoints of lineage: parts, opinions, clusters, reorganisations."""

from typing import Any

from rest_framework import serializers

from participation.models import Submission
from workgroups.api.review_forms import LARGEST, AcceptSerializer, DecisionSerializer, GroupNameSerializer, TextsField
from workgroups.logic.fragments import MOST_PARTS
from workgroups.models import Cluster, Opinion
from workgroups.queries.clusters import lines_of
from workgroups.queries.lineage import Chapter, family_of

MOST = 200
CODE = 20  # letters of a group's number


class PartInput(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=20_000, help_text="As it stands in the contribution; gaps as […].")
    group = serializers.CharField(max_length=CODE)


class CutInput(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, max_value=LARGEST)
    parts = serializers.ListField(child=PartInput(), min_length=2, max_length=MOST_PARTS)


class JoinInput(serializers.Serializer[Any]):
    """Nothing is needed."""


class AskInput(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, max_value=LARGEST)
    groups = serializers.ListField(child=serializers.CharField(max_length=CODE), min_length=1, max_length=20)
    question = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class OpinionInput(serializers.Serializer[Any]):
    group = serializers.CharField(max_length=CODE)
    stance = serializers.ChoiceField(choices=Opinion.Stance.values)
    text = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=1, max_value=LARGEST, help_text="Of the opinion, as it was seen.")


class ForwardInput(AcceptSerializer):
    group = serializers.CharField(max_length=CODE)
    reason = serializers.CharField(max_length=1000)


class SeenInput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, max_value=LARGEST)


class ClusterInput(serializers.Serializer[Any]):
    process = serializers.SlugField(max_length=60)
    group = serializers.CharField(max_length=CODE)
    name = serializers.CharField(max_length=120)
    submissions = serializers.ListField(child=SeenInput(), min_length=2, max_length=MOST)


class AddInput(serializers.Serializer[Any]):
    submissions = serializers.ListField(child=SeenInput(), min_length=1, max_length=MOST)


class ExcludeInput(serializers.Serializer[Any]):
    submission = serializers.UUIDField()


class NewGroupInput(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=CODE)
    name = TextsField()


class ReorganisationInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class MergeInput(ReorganisationInput):
    groups = serializers.ListField(child=serializers.CharField(max_length=CODE), min_length=1, max_length=20)
    into = serializers.CharField(max_length=CODE, required=False, default="", help_text="A group that works.")
    new = NewGroupInput(required=False, help_text="Or a new one.")

    def validate(self, attrs: Any) -> Any:
        """Ask for one of both."""
        if bool(attrs["into"]) == bool(attrs.get("new")):
            raise serializers.ValidationError({"into": "Give either into or new."})
        return attrs


class SplitInput(ReorganisationInput):
    group = serializers.CharField(max_length=CODE)
    new = serializers.ListField(child=NewGroupInput(), min_length=2, max_length=10)
    items = serializers.DictField(
        child=serializers.CharField(max_length=CODE),
        required=False,
        default=dict,
        help_text="By id of a contribution the number of the new group; the others go to the first.",
    )


class RenameInput(ReorganisationInput):
    group = serializers.CharField(max_length=CODE)
    code = serializers.CharField(max_length=CODE)
    name = TextsField()


class MoveInput(ReorganisationInput):
    group = serializers.CharField(max_length=CODE)
    parent = serializers.CharField(max_length=CODE, allow_null=True)


class PartSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="submission.pk")
    text = serializers.CharField(source="submission.text")
    state = serializers.CharField(source="submission.state")
    group = serializers.CharField(source="group.code", default=None, allow_null=True)
    outcome = serializers.CharField(source="decision.outcome", default=None, allow_null=True)


class OpinionSerializer(serializers.Serializer[Any]):
    group = serializers.CharField(source="group.code")
    is_asked = serializers.BooleanField()
    question = serializers.CharField(allow_blank=True)
    stance = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    given_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class LineageSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    version = serializers.IntegerField()
    whole = serializers.UUIDField(allow_null=True)
    parts = PartSerializer(many=True)
    cluster = serializers.IntegerField(allow_null=True)
    opinions = OpinionSerializer(many=True)


class MemberSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="submission.pk")
    version = serializers.IntegerField(source="submission.version")
    state = serializers.CharField(source="submission.state")
    sentence = serializers.CharField(help_text="What the reply quotes of the author's own words.")
    decision = DecisionSerializer(allow_null=True)


class ClusterSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    process = serializers.CharField()
    name = serializers.CharField()
    group = GroupNameSerializer()
    ended_on = serializers.DateField(allow_null=True)
    submissions = MemberSerializer(many=True)


class OperationSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="operation.pk")
    kind = serializers.CharField(source="operation.kind")
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()
    reason = serializers.CharField(source="operation.reason", allow_blank=True)
    on = serializers.DateField(source="operation.on")
    is_undone = serializers.BooleanField(source="operation.is_undone")

    def get_before(self, chapter: Chapter) -> list[str]:
        """Return the numbers of the groups it began with."""
        return [group.code for group in chapter.before]

    def get_after(self, chapter: Chapter) -> list[str]:
        """Return the numbers of the groups that go on."""
        return [group.code for group in chapter.after]


def lineage_of(submission: Submission) -> dict[str, Any]:
    """Return what a contribution belongs together with."""
    family = family_of(submission)
    told = {
        "id": submission.pk,
        "version": submission.version,
        "whole": submission.whole_id,
        "parts": family.parts,
        "cluster": family.cluster.pk if family.cluster else None,
        "opinions": family.opinions,
    }
    return dict(LineageSerializer(told).data)


def cluster_facts(cluster: Cluster) -> dict[str, Any]:
    """Return a cluster with what is in it."""
    told = {
        "id": cluster.pk,
        "process": cluster.group.process.slug,
        "name": cluster.name,
        "group": {"code": cluster.group.code, "name": cluster.group.name},
        "ended_on": cluster.ended_on,
        "submissions": lines_of(cluster),
    }
    return dict(ClusterSerializer(told).data)
