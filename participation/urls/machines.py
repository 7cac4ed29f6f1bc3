"""Addresses without a language: short forms, health, documentation."""

from django.urls import path

from participation.views import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
