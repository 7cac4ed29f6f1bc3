"""Short addresses for QR codes and devices."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
