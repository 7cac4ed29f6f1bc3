"""Building for programs: the working copy, and edits that are made on it only where nobody else was first."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.api.access import Staff
from participation.errors import Conflict
from participation.views.helpers import require
from surveys import permissions
from surveys.actions import authoring
from surveys.logic.authoring.readiness import lacks_of
from surveys.logic.authoring.reading import operation_to_json
from surveys.models.authoring import QuestionnaireDraft
from surveys.queries.authoring import lack_in_words
from surveys.queries.clashes import where_in_words
from surveys.queries.surveys import desk_surveys_of


class DraftSerializer(serializers.Serializer[QuestionnaireDraft]):
    version = serializers.IntegerField(help_text="steps so far; send it back as `seen`")
    is_changed = serializers.BooleanField(help_text="holds something that was not published yet")
    document = serializers.DictField(
        help_text="the questionnaire with the survey's texts in `about`; may be unfinished"
    )
    lacks = serializers.ListField(child=serializers.CharField(), help_text="what keeps it from being published")


class OperationSerializer(serializers.Serializer[Any]):
    seen = serializers.IntegerField(min_value=0, help_text="the version that the edit was thought out on")
    operation = serializers.DictField(help_text="`do` and what it needs, such as change with `at` and `to`")


class EditedSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    made = serializers.BooleanField(help_text="false when the document was so already")
    merged = serializers.BooleanField(help_text="others' edits came in between and were kept")


def draft_of(request: Request, slug: str) -> QuestionnaireDraft:
    """Return the working copy of a survey that this person may build."""
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_edit_questionnaire(request.user, survey))
    return authoring.open_draft(survey, by=request.user)


class Draft(APIView):
    """The working copy of a questionnaire."""

    permission_classes = [Staff]

    @extend_schema(tags=["surveys"], responses={200: DraftSerializer}, operation_id="survey_draft")
    def get(self, request: Request, slug: str) -> Response:
        draft = draft_of(request, slug)
        document = draft.document
        lacks = [lack_in_words(document, lack) for lack in lacks_of(document)]
        return Response(
            {"version": draft.version, "is_changed": draft.is_changed, "document": document, "lacks": lacks}
        )


class DraftOperations(APIView):
    """One edit of the working copy; edits elsewhere are merged, an edit of the same spot answers 409 with both."""

    permission_classes = [Staff]

    @extend_schema(
        tags=["surveys"],
        request=OperationSerializer,
        responses={200: EditedSerializer},
        operation_id="survey_draft_edit",
    )
    def post(self, request: Request, slug: str) -> Response:
        draft = draft_of(request, slug)
        sent = OperationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        edited = authoring.edit_draft(draft, data["operation"], seen=data["seen"], by=request.user)
        if edited.clashes:
            raise Conflict(authoring.clash_words(), current=current_of(edited))
        return Response({"version": edited.draft.version, "made": edited.made, "merged": edited.merged})


def current_of(edited: authoring.Edited) -> dict[str, object]:
    """Return what stands now where somebody else was first; the rest of the edit has been made."""
    return {
        "version": edited.draft.version,
        "made": edited.made,
        "clashes": [
            {
                "at": list(clash.spot),
                "where": where_in_words(edited.draft.document, clash.spot),
                "mine": operation_to_json(clash.operation),
                "theirs": clash.theirs,
            }
            for clash in edited.clashes
        ],
    }
