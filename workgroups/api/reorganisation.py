"""Reorganising groups for programs: merge, split, rename, move, what was done, and the way back."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.api.access import Staff
from participation.models import Process
from workgroups import permissions
from workgroups.actions import reorganisation as actions
from workgroups.actions.lineage import undo
from workgroups.api import lineage_forms as forms
from workgroups.api.lineage import Form, described, groups_named
from workgroups.api.reviews import checked, require
from workgroups.models import Group, Operation
from workgroups.queries.lineage import chapter_of, chapters_in


class Reorganisation(APIView):
    """A step on groups: finds the process, asks permission, acts, and tells what was done."""

    permission_classes = [Staff]
    form: Form

    def post(self, request: Request, slug: str) -> Response:
        process = process_of(request, slug)
        words = checked(self.form, request.data)
        operation = self.act(request, process, words)
        return Response(forms.OperationSerializer(chapter_of(operation)).data)

    def act(self, request: Request, process: Process, words: Any) -> Operation:
        raise NotImplementedError


def process_of(request: Request, slug: str) -> Process:
    """Return a process whose groups this person may reorganise; 404 for every other."""
    process = Process.objects.coordinated_by(request.user).filter(slug=slug).first()
    if process is None:
        raise Http404
    require(permissions.can_reorganise(request.user, process))
    return process


class Reorganisations(APIView):
    """Every reorganisation of a process, the newest first; those that were undone too."""

    permission_classes = [Staff]

    @extend_schema(
        tags=["lineage"], operation_id="reorganisations", responses={200: forms.OperationSerializer(many=True)}
    )
    def get(self, request: Request, slug: str) -> Response:
        return Response(forms.OperationSerializer(chapters_in(process_of(request, slug)), many=True).data)


class Merge(Reorganisation):
    """Let groups end and one go on with all that they have open."""

    form = forms.MergeInput

    @described(
        "groups_merge",
        forms.MergeInput,
        {"groups": ["2.1", "2.2"], "new": {"code": "2.4", "name": {"fi": "Palvelut"}}, "reason": "Sama väki"},
        forms.OperationSerializer,
    )
    def post(self, request: Request, slug: str) -> Response:
        return super().post(request, slug)

    def act(self, request: Request, process: Process, words: Any) -> Operation:
        groups = groups_named(process.pk, words["groups"], "groups")
        if words["into"]:
            [into] = groups_named(process.pk, [words["into"]], "into")
        else:
            into = new_group(process, groups[0], words["new"])
        return actions.merge_groups(groups, into, by=request.user, reason=words["reason"])


def new_group(process: Process, old: Group, words: Any) -> Group:
    """Return a new group, unsaved, in the place of one that ends."""
    return Group(process=process, code=words["code"], name=words["name"], task=old.task, parent=old.parent)


class Split(Reorganisation):
    """Let a group end and new ones go on; each open contribution goes where it is said, else to the first."""

    form = forms.SplitInput

    @described(
        "group_split",
        forms.SplitInput,
        {"group": "2.1", "new": [{"code": "2.4", "name": {"fi": "Tilat"}}, {"code": "2.5", "name": {"fi": "Reitit"}}]},
        forms.OperationSerializer,
    )
    def post(self, request: Request, slug: str) -> Response:
        return super().post(request, slug)

    def act(self, request: Request, process: Process, words: Any) -> Operation:
        [group] = groups_named(process.pk, [words["group"]])
        into = [new_group(process, group, one) for one in words["new"]]
        places = {one.code: place for place, one in enumerate(into)}
        choice = {key: places.get(code, 0) for key, code in words["items"].items()}
        return actions.split_group(group, into, choice, by=request.user, reason=words["reason"])


class Rename(Reorganisation):
    """Give a group another number or name; what was written keeps the old one."""

    form = forms.RenameInput

    @described(
        "group_rename",
        forms.RenameInput,
        {"group": "2.3", "code": "2.3", "name": {"fi": "Tilat"}},
        forms.OperationSerializer,
    )
    def post(self, request: Request, slug: str) -> Response:
        return super().post(request, slug)

    def act(self, request: Request, process: Process, words: Any) -> Operation:
        [group] = groups_named(process.pk, [words["group"]])
        return actions.rename_group(group, words["code"], words["name"], by=request.user, reason=words["reason"])


class Move(Reorganisation):
    """Hang a group under another one, or under none."""

    form = forms.MoveInput

    @described("group_move", forms.MoveInput, {"group": "2.3", "parent": "1"}, forms.OperationSerializer)
    def post(self, request: Request, slug: str) -> Response:
        return super().post(request, slug)

    def act(self, request: Request, process: Process, words: Any) -> Operation:
        [group] = groups_named(process.pk, [words["group"]])
        parent = groups_named(process.pk, [words["parent"]], "parent")[0] if words["parent"] else None
        return actions.move_group(group, parent, by=request.user, reason=words["reason"])


class Undo(APIView):
    """Undo a reorganisation: what was open lies where it was."""

    permission_classes = [Staff]

    @described("reorganisation_undo", forms.JoinInput, {}, forms.OperationSerializer)
    def post(self, request: Request, operation_id: int) -> Response:
        coordinated = Process.objects.coordinated_by(request.user)
        operation = Operation.objects.of_groups().filter(process__in=coordinated, pk=operation_id).first()
        if operation is None:
            raise Http404
        require(permissions.can_undo_reorganisation(request.user, operation))
        undo(operation, by=request.user)
        return Response(forms.OperationSerializer(chapter_of(operation)).data)
