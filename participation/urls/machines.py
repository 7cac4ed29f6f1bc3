"""Addresses without a language: short forms, health, documentation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
