"""Pages of the desk around a survey: check, share, end, progress, library."""

from django.urls import path, re_path

from surveys.views import library, privacy, spreading

urlpatterns = [
    path("desk/surveys/<slug:slug>/check/", spreading.survey_check, name="survey_check"),
    path("desk/surveys/<slug:slug>/share/", spreading.survey_share, name="survey_share"),
    path("desk/surveys/<slug:slug>/share/sites/", spreading.survey_sites, name="survey_sites"),
    re_path(
        r"^desk/surveys/(?P<slug>[-\w]+)/(?P<verb>reopen|archive|unarchive)/$", spreading.survey_end, name="survey_end"
    ),
    re_path(
        r"^desk/surveys/(?P<slug>[-\w]+)/share/(?P<what>poster|letter|qr)-(?P<language>[a-z]{2})\.pdf$",
        spreading.survey_print,
        name="survey_print",
    ),
    path("desk/surveys/<slug:slug>/privacy/", privacy.survey_privacy_desk, name="survey_privacy_desk"),
    path("desk/surveys/<slug:slug>/progress/", spreading.survey_progress, name="survey_progress"),
    path("desk/surveys/<slug:slug>/keep/", library.survey_keep, name="survey_keep"),
    path("desk/library/", library.library_page, name="library"),
    path("desk/library/ready/<slug:key>/", library.ready_start, name="ready_start"),
    path("desk/library/<int:pk>/", library.item_start, name="item_start"),
    path("desk/library/<int:pk>/remove/", library.item_remove, name="item_remove"),
]
