"""Addresses without a language: short forms, health, documentation."""

from django.urls import path

from participation.views import health, processes, receipts, town_login, walls, workshops

urlpatterns = [
    path("", processes.short_front, name="short_front"),
    path("r/", receipts.short_receipts, name="short_receipts"),
    path("w/<str:code>/", workshops.short_workshop, name="short_workshop"),
    path("live/<str:code>/", walls.wall_stream, name="wall_stream"),
    path("live/<str:code>/now/", walls.wall_now, name="wall_now"),
    path("accounts/town/", town_login.start, name="town_login"),
    path("accounts/town/return/", town_login.come_back, name="town_return"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
