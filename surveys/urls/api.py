"""Endpoints of this app under /api/v1/."""

from django.urls import path

from surveys.api.responses import Responses
from surveys.api.surveys import SurveyDetail

urlpatterns = [
    path("surveys/<slug:slug>/", SurveyDetail.as_view(), name="survey"),
    path("surveys/<slug:slug>/responses/", Responses.as_view(), name="survey_responses"),
]
