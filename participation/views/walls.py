"""The wall of a workshop for the room: its stream, supporting and voting by phone, the projector."""

import contextlib
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from participation.actions.walls import cast_dots, support_note
from participation.errors import ParticipationError
from participation.gateways import live
from participation.logic.pictures import qr_svg
from participation.models.walls import WorkshopNote
from participation.models.workshops import Workshop
from participation.queries.walls import board_of, wall_change
from participation.queries.workshops import visible_workshop
from participation.views.helpers import resident_page


def shown_workshop(code: str) -> Workshop:
    workshop = visible_workshop(code)
    if workshop is None:
        raise Http404
    return workshop


@login_not_required
@require_GET
async def wall_stream(request: HttpRequest, code: str) -> HttpResponseBase:
    if not isinstance(request, ASGIRequest):  # this server cannot hold streams open: the page polls
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    hub = live.hub()
    found = await hub.loop.run_in_executor(live.executor, once, code)
    if found is None:
        return HttpResponse(status=404)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    stream = hub.stream(found, wall_change)
    return StreamingHttpResponse(stream, content_type="text/event-stream; charset=utf-8", headers=headers)


def once(code: str) -> int | None:
    """Find the workshop in the thread of walls, so that a stream holds no connection."""
    try:
        workshop = visible_workshop(code)
    finally:
        live.connection.close()
    return workshop.pk if workshop else None


@resident_page
@require_safe
def wall_now(request: HttpRequest, code: str) -> HttpResponse:
    since = request.GET.get("since", "0")
    workshop = shown_workshop(code)
    change = wall_change(workshop.pk, int(since) if since.isdecimal() and len(since) < 10 else 0)
    return JsonResponse(change, headers={"Cache-Control": "no-store"})


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_part(request: HttpRequest, code: str) -> HttpResponse:
    workshop = shown_workshop(code)
    if request.method != "POST":  # the language was changed, or the address was opened again
        return redirect("participation:workshop_page", workshop.code)
    voter = request.POST.get("voter", "")
    try:
        uuid.UUID(voter)
        done = take_part(request, workshop, voter)
    except ParticipationError as error:
        return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
    except ValueError:
        return JsonResponse({"code": "invalid"}, status=400)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(done, headers={"Cache-Control": "no-store"})
    return render(request, "participation/workshops/told.html", {"workshop": workshop})


def take_part(request: HttpRequest, workshop: Workshop, voter: str) -> dict[str, Any]:
    """Support an idea, or share the dots."""
    if request.POST.get("do") == "support":
        rows = WorkshopNote.objects.filter(workshop=workshop, state=WorkshopNote.State.SHOWN)
        number = request.POST.get("note", "")
        note = get_object_or_404(rows.select_related("workshop"), pk=int(number))
        return {"support": support_note(note, voter_key=voter, on=request.POST.get("on") != "0")}
    dots = {}
    for name, value in request.POST.items():
        if name.startswith("dots:"):
            dots[int(name[5:])] = int(value or 0)
    return {"dots": cast_dots(workshop, dots, voter_key=voter)}


def room_context(workshop: Workshop) -> dict[str, Any]:
    """Return what phones show of the wall beside the form."""
    return {"board": board_of(workshop), "voter": uuid.uuid4()}


@resident_page
@require_safe
def workshop_wall(request: HttpRequest, code: str) -> HttpResponse:
    workshop = shown_workshop(code)
    address = f"{settings.BASE_URL}/w/{workshop.code}/"
    context = {"workshop": workshop, "board": board_of(workshop), "qr": SafeString(qr_svg(address))}
    context |= {"address": address.split("//", 1)[-1].rstrip("/"), "asked": asked(request, workshop)}
    context["look"] = "light" if request.GET.get("look") == "light" else "dark"
    template = "part" if "part" in request.GET else "wall"
    answer = render(request, f"participation/workshops/{template}.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def asked(request: HttpRequest, workshop: Workshop) -> dict[str, str]:
    """Return the question that ?prompt= names, else the first."""
    with contextlib.suppress(ValueError, IndexError):
        return dict(workshop.prompts[max(1, int(request.GET.get("prompt", "1"))) - 1])
    return {}
