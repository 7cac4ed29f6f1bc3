"""The desk of a workshop: its plan, and the board on which facilitators group what the room says."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.actions import walls
from participation.actions.workshops import plan_workshop
from participation.errors import ParticipationError
from participation.forms.workshops import BoardForm, PlanForm
from participation.models.processes import Process
from participation.models.walls import WorkshopCluster, WorkshopNote
from participation.models.workshops import Workshop
from participation.permissions import can_plan_workshop
from participation.queries.walls import board_of
from participation.views.helpers import require
from participation.views.workshops import run_workshop


@require_http_methods(["GET", "HEAD", "POST"])
def workshop_new(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_plan_workshop(request.user, process))
    return planning(request, process, None)


@require_http_methods(["GET", "HEAD", "POST"])
def workshop_plan(request: HttpRequest, code: str) -> HttpResponse:
    workshop = run_workshop(request, code)
    require(can_plan_workshop(request.user, workshop.process))
    return planning(request, workshop.process, workshop)


def planning(request: HttpRequest, process: Process, workshop: Workshop | None) -> HttpResponse:
    """Show the plan and keep it."""
    posted = request.POST if request.method == "POST" else None
    form = PlanForm(posted, process=process, instance=workshop or Workshop())
    if posted is not None and form.is_valid():
        try:
            kept = plan_workshop(form.planned(), form.cleaned_data["facilitators"], by=request.user)
        except IntegrityError:
            form.add_error("code", _("Another workshop has this code."))
        else:
            messages.success(request, _("The plan is kept."))
            return redirect("participation:workshop_desk", kept.code)
    context = {"process": process, "workshop": workshop, "form": form}
    return render(request, "participation/workshops/plan.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def workshop_board(request: HttpRequest, code: str) -> HttpResponse:
    workshop = run_workshop(request, code)
    if request.method == "POST":
        return act(request, workshop)
    context = {"workshop": workshop, "board": board_of(workshop), "steps": Workshop.Step}
    template = "board_part" if "part" in request.GET else "board"
    return render(request, f"participation/workshops/{template}.html", context)


def act(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Do one thing on the board; a script gets the refusal as JSON, a form as a message."""
    form = BoardForm(request.POST)
    scripted = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid():
        return JsonResponse({"code": "invalid"}, status=422)
    try:
        DOINGS[form.cleaned_data["do"]](workshop, form.cleaned_data, request.user)
    except ParticipationError as error:
        if scripted:
            return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        messages.error(request, error.message)
    return HttpResponse(status=204) if scripted else redirect("participation:workshop_board", workshop.code)


def note_in(workshop: Workshop, data: dict[str, Any]) -> WorkshopNote:
    rows = WorkshopNote.objects.filter(workshop=workshop).select_related("workshop", "submission")
    note: WorkshopNote = get_object_or_404(rows, pk=data["note"])
    return note


def cluster_in(workshop: Workshop, data: dict[str, Any]) -> WorkshopCluster:
    rows = WorkshopCluster.objects.filter(workshop=workshop).select_related("workshop")
    cluster: WorkshopCluster = get_object_or_404(rows, pk=data["cluster"])
    return cluster


def move(workshop: Workshop, data: dict[str, Any], by: Any) -> None:
    cluster = cluster_in(workshop, data) if data["cluster"] else None
    walls.move_note(note_in(workshop, data), cluster, seen=data["seen"] or 0, by=by)


DOINGS: dict[str, Callable[[Workshop, dict[str, Any], Any], object]] = {
    "move": move,
    "show": lambda workshop, data, by: walls.show_note(note_in(workshop, data), shown=True, by=by),
    "hide": lambda workshop, data, by: walls.show_note(note_in(workshop, data), shown=False, by=by),
    "show_all": lambda workshop, _data, by: walls.show_all_notes(workshop, by=by),
    "add": lambda workshop, data, by: walls.add_cluster(workshop, data["name"], by=by),
    "name": lambda workshop, data, by: walls.name_cluster(cluster_in(workshop, data), data["name"], by=by),
    "remove": lambda workshop, data, by: walls.remove_cluster(cluster_in(workshop, data), by=by),
    "step": lambda workshop, data, by: walls.set_step(workshop, data["step"], by=by),
    "timer": lambda workshop, data, by: walls.set_timer(workshop, data["minutes"] or 0, by=by),
}
