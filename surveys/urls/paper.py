"""Pages of the desk about paper forms."""

from django.urls import path

from surveys.views import channels, keying, paper, scans

BATCH = "desk/surveys/<slug:slug>/paper/<int:pk>"

urlpatterns = [
    path("desk/paper/", paper.paper_desk, name="paper_desk"),
    path("desk/surveys/<slug:slug>/channels/", channels.survey_channels, name="survey_channels"),
    path("desk/surveys/<slug:slug>/paper/", paper.paper_batches, name="paper_batches"),
    path("desk/surveys/<slug:slug>/paper/scans/", scans.scan_inbox, name="scan_inbox"),
    path("desk/surveys/<slug:slug>/paper/scans/<uuid:pk>/", scans.scan_page, name="scan_page"),
    path("desk/surveys/<slug:slug>/paper/scans/<uuid:pk>/picture.jpg", scans.scan_picture, name="scan_picture"),
    path(f"{BATCH}/", paper.paper_batch, name="paper_batch"),
    path(f"{BATCH}/forms.pdf", paper.paper_forms, name="paper_forms"),
    path(f"{BATCH}/cover.pdf", paper.paper_cover, name="paper_cover"),
    path(f"{BATCH}/aside/", paper.paper_aside, name="paper_aside"),
    path(f"{BATCH}/close/", paper.paper_close, name="paper_close"),
    path(f"{BATCH}/notes/<int:note>/", paper.paper_note, name="paper_note"),
    path(f"{BATCH}/sheets/<int:number>/", keying.paper_sheet, name="paper_sheet"),
    path(f"{BATCH}/sheets/<int:number>/compare/", keying.paper_compare, name="paper_compare"),
]
