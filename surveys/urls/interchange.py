"""Pages for questionnaires as files."""

from django.urls import path

from surveys.views import interchange

urlpatterns = [
    path("desk/processes/<slug:slug>/surveys/import/", interchange.survey_import, name="survey_import"),
    path(
        "desk/processes/<slug:slug>/surveys/import/check/", interchange.survey_import_check, name="survey_import_check"
    ),
    path("desk/surveys/<slug:slug>/questionnaire.xlsx", interchange.survey_xlsform, name="survey_xlsform"),
]
