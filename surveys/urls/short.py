"""Short addresses for QR codes and devices."""

from django.urls import path

from surveys.views import embedding, kiosks, offline, open_data, places, surveys

urlpatterns = [
    path("maps/districts.geojson", places.district_outlines, name="district_outlines"),
    path("s/<slug:slug>/", surveys.short_address, name="survey_short"),
    path("s/<slug:slug>/preview.png", embedding.preview_picture, name="survey_preview"),
    path("open-data/<slug:slug>.zip", open_data.open_data_file, name="open_data_file"),
    path("k/", kiosks.kiosk_home, name="kiosk_home"),
    path("k/worker.js", kiosks.kiosk_worker, name="kiosk_worker"),
    path("k/join/", kiosks.kiosk_join, name="kiosk_join"),
    path("k/beat/", kiosks.kiosk_beat, name="kiosk_beat"),
    path("embed.js", embedding.embed_script, name="embed_script"),
    path("survey-worker.js", offline.survey_worker, name="survey_worker"),
]
