"""Accessibility statement and privacy notice, made from the settings and facts of this installation; the style guide."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participation.forms.examples import ExampleForm
from participation.logic.submissions import STATES
from participation.models.processes import Process
from participation.queries.accessibility_gaps import GAPS
from participation.views.helpers import resident_page


@resident_page
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"contact": settings.CITY_CONTACT_EMAIL, "gaps": GAPS}
    return render(request, "participation/statements/accessibility.html", context)


@resident_page
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"contact": settings.CITY_CONTACT_EMAIL, "processes": Process.objects.public()}
    return render(request, "participation/statements/privacy.html", context)


FIGURES = (
    {"label": "Vastauksia", "value": 417, "meaning": "tavoite 600 · 70 %"},
    {"label": "Aloittaneista loppuun", "value": "82 %", "meaning": "mobiilissa 79 %"},
    {"label": "Ruotsinkielisiä", "value": "6,2 %", "meaning": "väestöosuus 5,4 %"},
    {"label": "Odottaa vastausta", "value": 14, "meaning": "vanhin 9 päivää"},
)
BARS = (
    {"label": "Keskusta", "share": 0.61, "n": 128},
    {"label": "Rantakylä", "share": 0.33, "n": 77},
    {"label": "Kirkonseutu", "share": None, "n": None},
)
ICONS = ("clock", "lock", "calendar", "map-pin", "message-square", "users", "check", "triangle-alert", "printer")


def styleguide(request: HttpRequest) -> HttpResponse:
    context = {
        "form": ExampleForm({"text": "–"}) if "errors" in request.GET else ExampleForm(),
        "states": STATES,
        "page": Paginator(range(60), 20).get_page(request.GET.get("page", 2)),
        "figures": FIGURES,
        "bars": BARS,
        "icons": ICONS,
    }
    return render(request, "styleguide.html", context, status=422 if "errors" in request.GET else 200)
