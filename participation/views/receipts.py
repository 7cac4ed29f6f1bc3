"""Typing a receipt code and reading the journey behind it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from participation.actions import satisfaction as actions
from participation.actions.receipts import count_lookup
from participation.errors import ParticipationError
from participation.forms.messages import FollowForm
from participation.forms.receipts import OpinionForm, ReceiptForm
from participation.queries.public_ideas import rule_names
from participation.queries.receipts import Journey, answer_behind, journey_of
from participation.views.helpers import resident_page

PATIENCE = "60"


@resident_page
def receipts(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST or None)
    if request.method != "POST":
        return private(render(request, "participation/receipts/ask.html", {"form": form}))
    if not count_lookup(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")):
        return too_many(request, form)
    if not form.is_valid():
        return private(render(request, "participation/receipts/ask.html", {"form": form}, status=422))
    journey = journey_of(form.cleaned_data["code"])
    if journey is None:
        form.add_error("code", _("There is no contribution with this code. Check the characters once more."))
        return private(render(request, "participation/receipts/ask.html", {"form": form}, status=404))
    return private(render(request, "participation/receipts/journey.html", journey_context(journey)))


def journey_context(journey: Journey) -> dict[str, Any]:
    """Return what the page of a journey shows; where something can follow, an address can be left."""
    form = FollowForm(initial={"token": journey.follow}) if journey.follow else None
    return {"journey": journey, "form": form, "rules": rule_names()}


@resident_page
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the answer that a mail told, and ask whether it answered; opening it, as programs do with mails, notes nothing."""
    found = answer_behind(token)
    if found is None:
        return redirect("participation:receipts")
    process, line = found
    return private(render(request, "participation/receipts/answer.html", {"process": process, "line": line}))


@resident_page
def tell_opinion(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":  # the page in another language, or loaded anew
        return redirect("participation:receipts")
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return private(render(request, "participation/receipts/opinion_told.html", {"fault": True}, status=422))
    try:
        entry = actions.answer_of(form.cleaned_data["token"])
    except ParticipationError:
        return private(render(request, "participation/receipts/opinion_told.html", {"fault": True}, status=422))
    opinion = actions.tell_opinion(entry, is_answered=form.cleaned_data["answered"] == "yes")
    return private(render(request, "participation/receipts/opinion_told.html", {"opinion": opinion}))


def too_many(request: HttpRequest, form: ReceiptForm) -> HttpResponse:
    form.add_error(None, _("Many codes were tried from this network. Wait a minute and try again."))
    response = private(render(request, "participation/receipts/ask.html", {"form": form}, status=429))
    response["Retry-After"] = PATIENCE
    return response


def private(response: HttpResponse) -> HttpResponse:
    """Keep the page out of caches and its address out of other places."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@resident_page
def short_receipts(request: HttpRequest) -> HttpResponse:
    return redirect("participation:receipts")
