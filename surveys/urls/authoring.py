"""Pages of the desk on which a questionnaire is built, translated and published."""

from django.urls import path, re_path

from surveys.views import authoring, publishing, translations

urlpatterns = [
    path("desk/processes/<slug:slug>/surveys/new/", authoring.survey_new, name="survey_new"),
    path("desk/surveys/<slug:slug>/build/", authoring.survey_build, name="survey_build"),
    path("desk/surveys/<slug:slug>/build/edit/", authoring.survey_edit, name="survey_edit"),
    path("desk/surveys/<slug:slug>/build/resolve/", authoring.survey_resolve, name="survey_resolve"),
    re_path(r"^desk/surveys/(?P<slug>[-\w]+)/build/(?P<verb>undo|redo)/$", authoring.survey_undo, name="survey_undo"),
    path("desk/surveys/<slug:slug>/build/preview/", authoring.survey_preview, name="survey_preview"),
    path("desk/surveys/<slug:slug>/build/pulse/", authoring.survey_pulse, name="survey_pulse"),
    path("desk/surveys/<slug:slug>/build/publish/", publishing.survey_publish, name="survey_publish"),
    path("desk/surveys/<slug:slug>/translations/", translations.survey_translations, name="survey_translations"),
    path("desk/surveys/<slug:slug>/questionnaire.json", publishing.survey_json, name="survey_json"),
]
