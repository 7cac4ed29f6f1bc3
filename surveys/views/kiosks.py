"""Kiosks: the devices' own pages, what they send, and the desk of those who look after them."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.actions.receipts import count_lookup
from participation.permissions import coordinates_something
from participation.views.helpers import require, resident_page
from surveys.actions import kiosks as actions
from surveys.forms.answering import WHOLE, Progress, Sitting
from surveys.forms.cards import all_cards_of
from surveys.forms.kiosks import KioskForm
from surveys.logic.questionnaire.browser import for_browser
from surveys.models.kiosks import Kiosk
from surveys.models.surveys import Survey
from surveys.permissions import can_manage_kiosk
from surveys.queries.kiosks import is_for_kiosks, kiosk_lines, shown_on
from surveys.queries.questionnaires import document_of, validator_of
from surveys.views.offline import send_whole
from surveys.views.surveys import KIOSK, frame_of

DEVICE = "X-Device"


@resident_page
@require_safe
def kiosk_home(request: HttpRequest) -> HttpResponse:
    answer = render(request, "surveys/kiosks/home.html")
    answer["Cache-Control"] = "no-store"
    return answer


@resident_page
@require_safe
def kiosk_worker(request: HttpRequest) -> HttpResponse:
    version = getattr(staticfiles_storage, "manifest_hash", "") or "0"
    script = render_to_string("surveys/kiosks/worker.js", {"version": version})
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(script, content_type="text/javascript", headers=headers)


@resident_page
@require_POST
def kiosk_join(request: HttpRequest) -> HttpResponse:
    remote, forwarded = request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
    if not count_lookup(remote, forwarded, purpose="kiosk", limit=10):
        return told({"code": "throttled", "message": _("Wait a minute and try again.")}, 429)
    joined = actions.join_kiosk(request.POST.get("code", "")[:40])
    if joined is None:
        return told({"code": "unknown", "message": _("This code is not known, or it was used already.")}, 404)
    return told({"token": joined[1], "name": joined[0].name})


@resident_page
@require_POST
def kiosk_beat(request: HttpRequest) -> HttpResponse:
    kiosk = actions.kiosk_of(request.headers.get(DEVICE, ""))
    if kiosk is None:
        return told({"code": "unknown"}, 403)
    numbers = {name: int(value) for name, value in request.POST.items() if value.isdecimal() and len(value) < 7}
    actions.hear_kiosk(kiosk, waiting=numbers.get("waiting", 0))
    ready = actions.ready_receipts(actions.READY - numbers.get("ready", 0))
    return told({"name": kiosk.name, "idle": kiosk.idle_seconds, "offers": shown_on(kiosk), "ready": ready})


def told(words: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(words, status=status, headers={"Cache-Control": "no-store"})


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def survey_kiosk(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
    if request.method == "POST":
        return receive_from_device(request, survey)
    if survey.current is None or not is_for_kiosks(survey):
        raise Http404
    progress = Progress(validator_of(survey.current), Sitting(step=WHOLE, channel=KIOSK))
    document = document_of(survey.current)
    context = frame_of(request, survey, survey.current, progress) | {"whole": True, "keeps": False, "kiosk": True}
    context |= {"pages": [(page, all_cards_of(page)) for page in document.pages]}
    context |= {"browser": {"known": {}, "questions": for_browser(document.pages)}}
    context |= {"is_first": False, "is_start": False}
    answer = render(request, "surveys/kiosks/survey.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def receive_from_device(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Take an answer from a registered device, under the key that the device shows the receipt of."""
    kiosk = actions.kiosk_of(request.headers.get(DEVICE, ""))
    if kiosk is None or not kiosk.surveys.filter(pk=survey.pk).exists():
        return told({"code": "unknown_device"}, 403)
    posted = request.POST.copy()
    posted["channel"] = KIOSK
    request.POST = posted  # type: ignore[assignment]
    answer = send_whole(request, survey, from_device=True)
    if answer.status_code == 201:
        actions.count_sent(kiosk)
    if answer.status_code in (200, 201):
        said = json.loads(answer.content)
        return told(said | {"qr": actions.with_receipt(said["key"])["qr"]}, answer.status_code)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def kiosks(request: HttpRequest) -> HttpResponse:
    require(coordinates_something(request.user))
    form = KioskForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST" and form.is_valid():
        kiosk = actions.save_kiosk(form.save(commit=False), form.cleaned_data["surveys"], by=request.user)
        return with_code(request, kiosk)
    context = {"form": form, "lines": kiosk_lines(request.user)}
    return render(request, "surveys/kiosks/desk.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_change(request: HttpRequest, pk: int) -> HttpResponse:
    kiosk = own_kiosk(request, pk)
    form = KioskForm(request.POST if request.method == "POST" else None, instance=kiosk, by=request.user)
    if request.method == "POST" and form.is_valid():
        actions.save_kiosk(form.save(commit=False), form.cleaned_data["surveys"], by=request.user)
        return redirect("surveys:kiosks")
    context = {"form": form, "kiosk": kiosk}
    return render(request, "surveys/kiosks/change.html", context, status=422 if form.errors else 200)


@require_POST
def kiosk_code(request: HttpRequest, pk: int) -> HttpResponse:
    return with_code(request, own_kiosk(request, pk))


@require_POST
def kiosk_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    kiosk = own_kiosk(request, pk)
    actions.withdraw_kiosk(kiosk, by=request.user)
    messages.success(request, _("%(name)s was shut out. It sends nothing more.") % {"name": kiosk.name})
    return redirect("surveys:kiosks")


def own_kiosk(request: HttpRequest, pk: int) -> Kiosk:
    kiosk: Kiosk = get_object_or_404(Kiosk.objects.managed_by(request.user).select_related("process"), pk=pk)
    require(can_manage_kiosk(request.user, kiosk))
    return kiosk


def with_code(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Show the fresh code of a device: the only moment at which it is known."""
    context = {"kiosk": kiosk, "code": actions.new_code(kiosk, by=request.user)}
    answer = render(request, "surveys/kiosks/code.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
