"""Endpoints of this app under /api/v1/."""

from django.urls import path

from surveys.api.authoring import Draft, DraftOperations
from surveys.api.checking import CheckSurvey
from surveys.api.responses import Responses
from surveys.api.results import ExportResponses, Results
from surveys.api.surveys import SurveyDetail
from surveys.api.uploads import Uploads

urlpatterns = [
    path("surveys/<slug:slug>/", SurveyDetail.as_view(), name="survey"),
    path("surveys/<slug:slug>/draft/", Draft.as_view(), name="survey_draft"),
    path("surveys/<slug:slug>/draft/operations/", DraftOperations.as_view(), name="survey_draft_operations"),
    path("surveys/<slug:slug>/responses/", Responses.as_view(), name="survey_responses"),
    path("surveys/<slug:slug>/check/", CheckSurvey.as_view(), name="survey_check"),
    path("surveys/<slug:slug>/uploads/", Uploads.as_view(), name="survey_uploads"),
    path("surveys/<slug:slug>/results/", Results.as_view(), name="survey_results"),
    path("surveys/<slug:slug>/responses/export/", ExportResponses.as_view(), name="survey_export"),
]
