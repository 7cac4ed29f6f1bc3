"""The check of a survey for programs: the table of findings and what the rehearsal measured."""

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.api.access import Staff
from participation.errors import ParticipationError
from participation.views.helpers import require
from surveys import permissions
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.queries.checking import check_of
from surveys.queries.surveys import desk_surveys_of


class FindingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    code = serializers.CharField(source="finding.code")
    level = serializers.CharField(source="finding.level", help_text="stop, warn or hint")
    question = serializers.CharField(source="finding.question", allow_blank=True)
    page = serializers.CharField(source="finding.page", allow_blank=True)
    language = serializers.CharField(source="finding.language", allow_blank=True)
    title = serializers.CharField()
    advice = serializers.CharField()
    address = serializers.CharField(help_text="where it is mended")


class CheckSerializer(serializers.Serializer):  # type: ignore[type-arg]
    is_draft = serializers.BooleanField(help_text="the working copy was looked at, not the version in use")
    branches = serializers.IntegerField(source="report.rehearsal.branches")
    minutes = serializers.IntegerField(source="report.rehearsal.minutes")
    readability = serializers.DictField(
        source="report.levels", child=serializers.IntegerField(allow_null=True), help_text="LIX by language"
    )
    findings = FindingSerializer(source="lines", many=True)


class CheckSurvey(APIView):
    """What the check of a survey found; for coordinators of its process."""

    permission_classes = [Staff]

    @extend_schema(tags=["surveys"], responses={200: CheckSerializer}, operation_id="survey_check")
    def get(self, request: Request, slug: str) -> Response:
        survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
        require(permissions.can_manage_survey(request.user, survey))
        check = check_of(survey, get_language() or "fi")
        if check is None or isinstance(check, QuestionnaireError):
            raise ParticipationError(str(check or _("There are no questions yet.")), "invalid_questionnaire")
        return Response(CheckSerializer(check).data)
