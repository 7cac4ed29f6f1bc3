"""Endpoints of this app under /api/v1/."""

from django.urls import path

from surveys.api.responses import Responses
from surveys.api.results import ExportResponses, Results
from surveys.api.surveys import SurveyDetail
from surveys.api.uploads import Uploads

urlpatterns = [
    path("surveys/<slug:slug>/", SurveyDetail.as_view(), name="survey"),
    path("surveys/<slug:slug>/responses/", Responses.as_view(), name="survey_responses"),
    path("surveys/<slug:slug>/uploads/", Uploads.as_view(), name="survey_uploads"),
    path("surveys/<slug:slug>/results/", Results.as_view(), name="survey_results"),
    path("surveys/<slug:slug>/responses/export/", ExportResponses.as_view(), name="survey_export"),
]
