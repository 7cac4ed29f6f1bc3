"""The desk of staff, and published summaries."""

from django.urls import path, re_path

from participation.views import audit, boards, desk, imports, people, summaries, summary_lines, tables, workshops
from participation.views import messages as message_views

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/processes/", desk.processes_desk, name="processes_desk"),
    path("desk/processes/<slug:slug>/", desk.overview, name="overview"),
    path("desk/processes/<slug:slug>/entry/", desk.entry, name="entry"),
    path("desk/processes/<slug:slug>/import/", imports.import_file, name="import_file"),
    path("desk/processes/<slug:slug>/import/columns/", imports.import_columns, name="import_columns"),
    path("desk/processes/<slug:slug>/compile/", summaries.summary_compile, name="summary_compile"),
    path("desk/processes/<slug:slug>/people/", people.people_desk, name="people"),
    path("desk/processes/<slug:slug>/people/<int:number>/end/", people.end_role, name="role_end"),
    path(
        "desk/processes/<slug:slug>/invitations/<uuid:uuid>/revoke/",
        people.revoke_invitation,
        name="invitation_revoke",
    ),
    path("invitation/", people.accept_invitation, name="invitation"),
    path("desk/entry/", desk.entry_desk, name="entry_desk"),
    path("desk/submissions/<uuid:uuid>/", desk.submission_page, name="submission_page"),
    path("desk/summaries/", summaries.summaries_desk, name="summaries_desk"),
    path("desk/summaries/<uuid:uuid>/", summaries.summary_preview, name="summary_preview"),
    path("desk/summaries/<uuid:uuid>/publish/", summaries.summary_publish, name="summary_publish"),
    path("desk/summaries/<uuid:uuid>/read/", summaries.summary_read, name="summary_read"),
    path("desk/summaries/<uuid:uuid>/files/<str:kind>/", summaries.summary_desk_file, name="summary_desk_file"),
    path("desk/summaries/<uuid:uuid>/share/", summaries.summary_share, name="summary_share"),
    path("desk/summaries/<uuid:uuid>/freeze/", summaries.summary_freeze, name="summary_freeze"),
    path("desk/summaries/<uuid:uuid>/compare/", summaries.summary_compare, name="summary_compare"),
    path("desk/summaries/<uuid:uuid>/sent/", summaries.summary_sent, name="summary_sent"),
    path("desk/summaries/<uuid:uuid>/quotes/", summary_lines.summary_quotes, name="summary_quotes"),
    re_path(
        r"^desk/summaries/(?P<uuid>[-0-9a-f]{36})/quotes/(?P<number>[0-9]+)/(?P<verb>approve|out)/$",
        summary_lines.summary_quote,
        name="summary_quote",
    ),
    path("desk/summaries/<uuid:uuid>/lines/<str:key>/", summary_lines.summary_line, name="summary_line"),
    path("desk/summaries/<uuid:uuid>/lines/<str:key>/sources/", summaries.summary_sources, name="summary_sources"),
    re_path(
        r"^desk/summaries/(?P<uuid>[-0-9a-f]{36})/lines/(?P<key>[^/]+)/(?P<verb>up|down|out|back|restore|approve)/$",
        summary_lines.summary_line_change,
        name="summary_line_change",
    ),
    path(
        "desk/summaries/<uuid:uuid>/sections/<str:section>/new/",
        summary_lines.summary_line_new,
        name="summary_line_new",
    ),
    re_path(
        r"^desk/summaries/(?P<uuid>[-0-9a-f]{36})/sections/(?P<section>[^/]+)/(?P<verb>up|down|draft)/$",
        summary_lines.summary_section_change,
        name="summary_section_change",
    ),
    path("desk/workshops/", workshops.workshops_desk, name="workshops_desk"),
    path("desk/workshops/<str:code>/", workshops.workshop_desk, name="workshop_desk"),
    re_path(
        r"^desk/workshops/(?P<code>[-\w]+)/(?P<verb>open|close)/$", workshops.workshop_switch, name="workshop_switch"
    ),
    path("desk/processes/<slug:slug>/workshops/new/", boards.workshop_new, name="workshop_new"),
    path("desk/workshops/<str:code>/plan/", boards.workshop_plan, name="workshop_plan"),
    path("desk/workshops/<str:code>/board/", boards.workshop_board, name="workshop_board"),
    path("desk/workshops/<str:code>/table/", tables.workshop_table, name="workshop_table"),
    path("desk/workshops/<str:code>/slips/", tables.workshop_slips, name="workshop_slips"),
    path("desk/workshops/<str:code>/photos/", tables.workshop_photos, name="workshop_photos"),
    path("desk/workshops/<str:code>/photos/<int:pk>/", tables.workshop_photo, name="workshop_photo"),
    path("desk/messages/", message_views.message_list, name="messages"),
    path("desk/messages/read/", message_views.read_all, name="messages_read"),
    path("desk/messages/choose/", message_views.preferences, name="preferences"),
    path("desk/messages/kinds/", message_views.message_kinds, name="message_kinds"),
    path("desk/messages/kinds/<str:key>/", message_views.kind_mail, name="kind_mail"),
    path("desk/messages/undelivered/", message_views.undelivered_messages, name="undelivered"),
    path("desk/messages/undelivered/<uuid:uuid>/erase/", message_views.drop_address, name="drop_address"),
    path("desk/messages/<uuid:uuid>/open/", message_views.open_message, name="message_open"),
    path("desk/operations/", audit.operations_page, name="operations"),
    path("desk/operations/retry/", audit.retry_jobs, name="operations_retry"),
    path("desk/operations/mail/<str:key>/", audit.kept_mail, name="kept_mail"),
    path("desk/audit/", audit.audit_log, name="audit_log"),
    path("summaries/<uuid:uuid>/", summaries.summary_page, name="summary_page"),
    path("summaries/<uuid:uuid>/files/<str:kind>/", summaries.summary_public_file, name="summary_file"),
]
