"""The desk of staff, and published summaries."""

from django.urls import path, re_path

from participation.views import audit, desk, imports, summaries, workshops

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/processes/", desk.processes_desk, name="processes_desk"),
    path("desk/processes/<slug:slug>/", desk.overview, name="overview"),
    path("desk/processes/<slug:slug>/entry/", desk.entry, name="entry"),
    path("desk/processes/<slug:slug>/import/", imports.import_file, name="import_file"),
    path("desk/processes/<slug:slug>/import/columns/", imports.import_columns, name="import_columns"),
    path("desk/processes/<slug:slug>/compile/", summaries.summary_compile, name="summary_compile"),
    path("desk/entry/", desk.entry_desk, name="entry_desk"),
    path("desk/submissions/<uuid:uuid>/", desk.submission_page, name="submission_page"),
    path("desk/summaries/", summaries.summaries_desk, name="summaries_desk"),
    path("desk/summaries/<uuid:uuid>/", summaries.summary_preview, name="summary_preview"),
    path("desk/summaries/<uuid:uuid>/publish/", summaries.summary_publish, name="summary_publish"),
    path("desk/workshops/", workshops.workshops_desk, name="workshops_desk"),
    path("desk/workshops/<str:code>/", workshops.workshop_desk, name="workshop_desk"),
    re_path(
        r"^desk/workshops/(?P<code>[-\w]+)/(?P<verb>open|close)/$", workshops.workshop_switch, name="workshop_switch"
    ),
    path("desk/operations/", audit.operations_page, name="operations"),
    path("desk/operations/retry/", audit.retry_jobs, name="operations_retry"),
    path("desk/operations/mail/<str:key>/", audit.kept_mail, name="kept_mail"),
    path("desk/audit/", audit.audit_log, name="audit_log"),
    path("summaries/<uuid:uuid>/", summaries.summary_page, name="summary_page"),
]
