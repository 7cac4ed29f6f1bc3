"""Pages on which residents answer."""

from django.urls import path

from surveys.views import surveys

urlpatterns = [path("surveys/<slug:slug>/", surveys.survey_page, name="survey_page")]
