"""Addresses of the installation: mounts the apps."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from participation.urls import api as participation_api
from surveys.urls import api as surveys_api
from workgroups.urls import api as workgroups_api

urlpatterns = [
    path("", include("participation.urls.machines")),
    path("", include("surveys.urls.short")),
    path(
        "api/v1/",
        include(([*surveys_api.urlpatterns, *workgroups_api.urlpatterns, *participation_api.urlpatterns], "api")),
    ),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("surveys.urls")),
        path("", include("workgroups.urls")),
        path("", include("participation.urls")),
        prefix_default_language=True,
    ),
]
handler400 = "participation.views.errors.bad_request"
handler403 = "participation.views.errors.forbidden"
handler404 = "participation.views.errors.not_found"
handler500 = "participation.views.errors.failed"
