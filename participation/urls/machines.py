"""Addresses without a language: short forms, health, documentation."""

from django.urls import path

from participation.views import health, processes, receipts, workshops

urlpatterns = [
    path("", processes.short_front, name="short_front"),
    path("r/", receipts.short_receipts, name="short_receipts"),
    path("w/<str:code>/", workshops.short_workshop, name="short_workshop"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
