"""Pages of results: for everybody, and the coordinator's desk of surveys."""

from django.urls import path, re_path

from surveys.views import (
    answer_imports,
    coding,
    dashboards,
    files,
    marks,
    representation,
    results,
    series,
    statistics,
    uploads,
)

urlpatterns = [
    path("surveys/<slug:slug>/results/", results.results_page, name="results_page"),
    path("surveys/<slug:slug>/results/series/", series.series_page, name="series_page"),
    path("surveys/<slug:slug>/results/series.csv", series.series_public_file, name="series_public_file"),
    path("desk/surveys/<slug:slug>/series/", series.survey_series, name="survey_series"),
    path("desk/surveys/<slug:slug>/series.csv", series.series_file, name="series_file"),
    path("desk/surveys/<slug:slug>/series/<str:question>/", series.series_question, name="series_question"),
    path("desk/surveys/<slug:slug>/answers-import/", answer_imports.answers_import, name="answers_import"),
    path("desk/answer-imports/<uuid:pk>/", answer_imports.answer_import, name="answer_import"),
    path("desk/answer-imports/<uuid:pk>/undo/", answer_imports.answer_import_undo, name="answer_import_undo"),
    path("desk/answer-imports/<uuid:pk>/drop/", answer_imports.answer_import_drop, name="answer_import_drop"),
    path("desk/uploads/<uuid:pk>/", uploads.upload_file, name="upload_file"),
    path("desk/surveys/", dashboards.surveys_desk, name="surveys_desk"),
    path("desk/surveys/<slug:slug>/", dashboards.survey_desk, name="survey_desk"),
    path(
        "desk/surveys/<slug:slug>/statistics/<str:question>/",
        statistics.question_statistics,
        name="question_statistics",
    ),
    re_path(
        r"^desk/surveys/(?P<slug>[-\w]+)/statistics/(?P<question>[^/]+)/chart\.(?P<kind>svg|png|csv)$",
        statistics.question_chart,
        name="question_chart",
    ),
    path("desk/surveys/<slug:slug>/files/", files.survey_files, name="survey_files"),
    path("desk/answer-files/<uuid:pk>/", files.answer_file, name="answer_file"),
    path("desk/surveys/<slug:slug>/who-answered/", representation.survey_weights, name="survey_weights"),
    path("desk/surveys/<slug:slug>/marks/", marks.survey_marks, name="survey_marks"),
    path("desk/surveys/<slug:slug>/marks/judge/", marks.marks_judge, name="marks_judge"),
    path("desk/surveys/<slug:slug>/guard/", marks.survey_guard, name="survey_guard"),
    path("desk/surveys/<slug:slug>/answers/", coding.answers_first, name="answers_first"),
    path("desk/surveys/<slug:slug>/answers/<str:question>/", coding.open_answers, name="open_answers"),
    path("desk/surveys/<slug:slug>/answers/<str:question>/read/", coding.answer_read, name="answer_read"),
    path("desk/surveys/<slug:slug>/answers/<str:question>/codes/", coding.code_book, name="code_book"),
    path("desk/surveys/<slug:slug>/answers/<str:question>/suggest/", coding.codes_suggest, name="codes_suggest"),
    path("desk/surveys/<slug:slug>/answers/<str:question>/coded.csv", coding.coded_answers, name="coded_answers"),
    re_path(r"^desk/surveys/(?P<slug>[-\w]+)/(?P<verb>open|close)/$", dashboards.survey_switch, name="survey_switch"),
    path("desk/surveys/<slug:slug>/results-switch/", dashboards.results_switch, name="results_switch"),
    re_path(r"^desk/surveys/(?P<slug>[-\w]+)/qr\.(?P<kind>svg|png)$", dashboards.survey_qr, name="survey_qr"),
]
