"""Short addresses for QR codes and devices."""

from django.urls import path

from surveys.views import surveys

urlpatterns = [path("s/<slug:slug>/", surveys.short_address, name="survey_short")]
