"""Short addresses for QR codes and devices."""

from django.urls import path

from surveys.views import embedding, offline, places, surveys

urlpatterns = [
    path("maps/districts.geojson", places.district_outlines, name="district_outlines"),
    path("s/<slug:slug>/", surveys.short_address, name="survey_short"),
    path("s/<slug:slug>/preview.png", embedding.preview_picture, name="survey_preview"),
    path("embed.js", embedding.embed_script, name="embed_script"),
    path("survey-worker.js", offline.survey_worker, name="survey_worker"),
]
