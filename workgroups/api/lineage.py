"""Lineage of contributions for programs: parts, opinions of other groups, clusters, each with its way back."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.api.access import Staff
from participation.errors import ParticipationError
from participation.models import Submission
from workgroups import permissions
from workgroups.actions import clusters, fragments, opinions, routing
from workgroups.actions.lineage import undo
from workgroups.api import lineage_forms as forms
from workgroups.api.reviews import checked, find, require
from workgroups.logic.fragments import Cut
from workgroups.models import Assignment, Cluster, ClusterMember, Group, Operation, Opinion
from workgroups.queries.clusters import clusters_visible_to, joinable
from workgroups.queries.reviews import reviews_visible_to

Form = type[serializers.Serializer[Any]]


def described(name: str, form: Form, example: dict[str, Any], answer: Form, status: int = 200) -> Any:
    """Describe a step of lineage: its body with an example, and what it answers."""
    return extend_schema(
        tags=["lineage"],
        operation_id=name,
        request=form,
        responses={status: answer},
        examples=[OpenApiExample(name, value=example, request_only=True)],
    )


def groups_named(process_id: int, codes: Sequence[str], field: str = "group") -> list[Group]:
    """Return the groups with these numbers; raises ParticipationError for a number that no group has."""
    found = {group.code: group for group in Group.objects.filter(process=process_id, code__in=codes)}
    if missing := [code for code in codes if code not in found]:
        message = {"code": "unknown", "message": _("There is no working group %(code)s.") % {"code": missing[0]}}
        raise ParticipationError(message["message"], fields={field: [message]})
    return [found[code] for code in codes]


def lying(request: Request, submission_id: uuid.UUID) -> Assignment:
    """Return where a contribution lies that this person may see; what waits in the tray has no lineage yet."""
    lies = find(request, submission_id).assignment
    if lies is None:
        raise Http404
    return lies


def answered(request: Request, submission_id: uuid.UUID) -> Response:
    """Answer with what the contribution belongs together with now, also when it went out of sight."""
    return Response(forms.lineage_of(Submission.objects.get(pk=submission_id)))


class Lineage(APIView):
    """The whole, the parts, the cluster and the opinions of one contribution."""

    permission_classes = [Staff]

    @extend_schema(tags=["lineage"], operation_id="submission_lineage", responses={200: forms.LineageSerializer})
    def get(self, request: Request, submission_id: uuid.UUID) -> Response:
        return Response(forms.lineage_of(find(request, submission_id).submission))


class Forward(APIView):
    """Pass on to another working group, with the reason."""

    permission_classes = [Staff]

    @described(
        "submission_forward", forms.ForwardInput, {"group": "2.2", "reason": "Koskee sotea."}, forms.LineageSerializer
    )
    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        lies = lying(request, submission_id)
        require(permissions.can_forward_submission(request.user, lies))
        words = checked(forms.ForwardInput, request.data)
        [group] = groups_named(lies.submission.process_id, [words["group"]])
        routing.forward(lies, group, by=request.user, reason=words["reason"], version=words.get("version"))
        return answered(request, submission_id)


class CutParts(APIView):
    """Cut into quoted parts, each for a group of its own; the author gets one reply."""

    permission_classes = [Staff]

    @described(
        "submission_cut",
        forms.CutInput,
        {"version": 2, "parts": [{"text": "Lisää penkkejä.", "group": "2.1"}, {"text": "Auki.", "group": "2.2"}]},
        forms.LineageSerializer,
    )
    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        lies = lying(request, submission_id)
        require(permissions.can_cut_submission(request.user, lies))
        words = checked(forms.CutInput, request.data)
        codes = [part["group"] for part in words["parts"]]
        groups = groups_named(lies.submission.process_id, codes, "parts")
        cuts = [Cut(part["text"], group.pk) for part, group in zip(words["parts"], groups, strict=True)]
        fragments.cut(lies, cuts, by=request.user, version=words["version"])
        return answered(request, submission_id)


class JoinParts(APIView):
    """Join the parts again."""

    permission_classes = [Staff]

    @described("submission_join", forms.JoinInput, {}, forms.LineageSerializer)
    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        submission = find(request, submission_id).submission
        standing = Operation.objects.standing().filter(submission=submission, kind=Operation.Kind.CUT)
        operation = standing.order_by("-pk").first()
        if operation is None:
            raise Http404
        require(permissions.can_join_parts(request.user, operation))
        undo(operation, by=request.user)
        return answered(request, submission_id)


class Ask(APIView):
    """Ask other groups for their opinion; the group that has it answers for all."""

    permission_classes = [Staff]

    @described(
        "submission_ask",
        forms.AskInput,
        {"version": 2, "groups": ["2.2"], "question": "Koskeeko tämä sotea?"},
        forms.LineageSerializer,
    )
    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        lies = lying(request, submission_id)
        require(permissions.can_ask_opinion(request.user, lies))
        words = checked(forms.AskInput, request.data)
        groups = groups_named(lies.submission.process_id, words["groups"], "groups")
        opinions.ask_opinions(lies, groups, by=request.user, question=words["question"], version=words["version"])
        return answered(request, submission_id)


class GiveOpinion(APIView):
    """Say what a group that was asked thinks."""

    permission_classes = [Staff]

    @described(
        "submission_opinion",
        forms.OpinionInput,
        {"group": "2.2", "stance": "supports", "text": "Hyvä ajatus.", "version": 1},
        forms.LineageSerializer,
    )
    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        submission = find(request, submission_id).submission
        words = checked(forms.OpinionInput, request.data)
        asked = Opinion.objects.standing().filter(submission=submission, group__code=words["group"])
        opinion = asked.select_related("submission", "group").first()
        if opinion is None:
            raise Http404
        require(permissions.can_give_opinion(request.user, opinion))
        opinions.give_opinion(opinion, words["stance"], words["text"], by=request.user, version=words["version"])
        return answered(request, submission_id)


def seen_by(request: Request, process_id: int, group: Group, rows: Sequence[dict[str, Any]]) -> clusters.Seen:
    """Return the contributions with the versions seen; 404 for any that this person may not put together."""
    own = None if permissions.coordinates(request.user, process_id) else permissions.reviewed_groups(request.user)
    among = joinable(process_id, own).filter(pk__in=reviews_visible_to(request.user).order_by().values("pk"))
    found = among.in_bulk([row["id"] for row in rows])
    if len(found) != len({row["id"] for row in rows}):
        raise Http404
    return [(found[row["id"]], row["version"]) for row in rows]


class ClusterList(APIView):
    """Put contributions that say the same together: one decision answers all."""

    permission_classes = [Staff]

    @described(
        "cluster_form",
        forms.ClusterInput,
        {
            "process": "kaupunkistrategia",
            "group": "2.1",
            "name": "Penkkejä rantaan",
            "submissions": [{"id": str(uuid.UUID(int=n)), "version": 2} for n in (1, 2)],
        },
        forms.ClusterSerializer,
        201,
    )
    def post(self, request: Request) -> Response:
        words = checked(forms.ClusterInput, request.data)
        desk = Group.objects.visible_at_desk(request.user).select_related("process")
        group = desk.filter(process__slug=words["process"], code=words["group"]).first()
        if group is None:
            raise Http404
        require(permissions.can_form_cluster(request.user, group))
        seen = seen_by(request, group.process_id, group, words["submissions"])
        cluster = clusters.form_cluster(words["name"], group, seen, by=request.user)
        return Response(forms.cluster_facts(cluster), status=201)


def cluster_of(request: Request, cluster_id: int) -> Cluster:
    """Return a standing cluster that this person may open; 404 for every other."""
    cluster = clusters_visible_to(request.user).filter(pk=cluster_id).first()
    if cluster is None:
        raise Http404
    return cluster


class ClusterDetail(APIView):
    """A cluster with what is in it and the sentence that each reply quotes."""

    permission_classes = [Staff]

    @extend_schema(tags=["lineage"], operation_id="cluster", responses={200: forms.ClusterSerializer})
    def get(self, request: Request, cluster_id: int) -> Response:
        return Response(forms.cluster_facts(cluster_of(request, cluster_id)))


class ClusterAdd(APIView):
    """Put more contributions into a cluster."""

    permission_classes = [Staff]

    @described(
        "cluster_add",
        forms.AddInput,
        {"submissions": [{"id": str(uuid.UUID(int=1)), "version": 2}]},
        forms.ClusterSerializer,
    )
    def post(self, request: Request, cluster_id: int) -> Response:
        cluster = cluster_of(request, cluster_id)
        require(permissions.can_edit_cluster(request.user, cluster))
        words = checked(forms.AddInput, request.data)
        seen = seen_by(request, cluster.process_id, cluster.group, words["submissions"])
        clusters.put_in(cluster, seen, by=request.user)
        return Response(forms.cluster_facts(cluster))


class ClusterExclude(APIView):
    """Take one contribution out; it goes back to where it was."""

    permission_classes = [Staff]

    @described("cluster_exclude", forms.ExcludeInput, {"submission": str(uuid.UUID(int=1))}, forms.ClusterSerializer)
    def post(self, request: Request, cluster_id: int) -> Response:
        cluster = cluster_of(request, cluster_id)
        require(permissions.can_edit_cluster(request.user, cluster))
        words = checked(forms.ExcludeInput, request.data)
        rows = ClusterMember.objects.current().select_related("submission", "group_before", "cluster__group")
        member = rows.filter(cluster=cluster, submission=words["submission"]).first()
        if member is None:
            raise Http404
        clusters.exclude(member, by=request.user)
        return Response(forms.cluster_facts(cluster))


class Uncluster(APIView):
    """Take a cluster apart in one step: each contribution is where it was."""

    permission_classes = [Staff]

    @described("uncluster", forms.JoinInput, {}, forms.ClusterSerializer)
    def post(self, request: Request, cluster_id: int) -> Response:
        cluster = cluster_of(request, cluster_id)
        require(permissions.can_edit_cluster(request.user, cluster))
        return Response(forms.cluster_facts(clusters.take_apart(cluster, by=request.user)))
