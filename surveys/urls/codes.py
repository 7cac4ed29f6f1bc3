"""Pages of the desk about who can answer."""

from django.urls import path

from surveys.views import codes

urlpatterns = [
    path("desk/surveys/<slug:slug>/codes/", codes.survey_codes, name="survey_codes"),
    path("desk/surveys/<slug:slug>/identity/", codes.survey_identity, name="survey_identity"),
    path("desk/surveys/<slug:slug>/codes/<int:pk>/withdraw/", codes.codes_withdraw, name="codes_withdraw"),
]
