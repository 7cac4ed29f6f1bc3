"""Writing down what workshop tables say: lines by keyboard, photos of flip-charts, slips with receipt codes."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.actions.ideas import Received
from participation.actions.reading import note_reading
from participation.actions.walls import make_slips
from participation.actions.workshop_photos import add_photo
from participation.actions.workshops import enter_table_line
from participation.errors import ParticipationError
from participation.forms.workshops import LineForm, PhotoForm, SlipsForm
from participation.gateways.documents import render_pdf
from participation.gateways.photos import stored_photo
from participation.logic.table_notes import TableLine, read_line
from participation.logic.text import pick
from participation.models.themes import Theme
from participation.models.walls import WorkshopPhoto, WorkshopSlip
from participation.models.workshops import Workshop
from participation.queries.slips import slips_document
from participation.queries.walls import notes_of
from participation.views.helpers import show_error
from participation.views.workshops import run_workshop


@require_http_methods(["GET", "HEAD", "POST"])
def workshop_table(request: HttpRequest, code: str) -> HttpResponse:
    workshop = run_workshop(request, code)
    prompts = [pick(prompt, get_language() or "fi")[0] for prompt in workshop.prompts]
    posted = request.POST if request.method == "POST" else None
    kept = {"table": request.GET.get("table", ""), "prompt": request.GET.get("prompt", "")}
    form = LineForm(posted, workshop=workshop, prompts=prompts, initial=kept)
    if posted is not None and "application/json" in request.headers.get("Accept", ""):
        return keyed(request, workshop, form)
    if posted is not None and form.is_valid():
        try:
            line = enter(request, workshop, form)[0]
        except ParticipationError as error:
            show_error(form, error)
        else:
            return redirect(f"{request.path}?table={line.table or ''}&prompt={line.prompt or ''}")
    context = table_context(workshop, form)
    return render(request, "participation/workshops/table.html", context, status=422 if form.errors else 200)


def enter(request: HttpRequest, workshop: Workshop, form: LineForm) -> tuple[TableLine, Received]:
    """Write down a valid line."""
    data = form.cleaned_data
    line = read_line(data["line"], table=data["table"], prompt=data["prompt"])
    language = get_language() or "fi"
    return line, enter_table_line(workshop, line, key=str(data["key"]), language=language, by=request.user)


def keyed(request: HttpRequest, workshop: Workshop, form: LineForm) -> HttpResponse:
    """Answer the script that keeps the queue."""
    if not form.is_valid():
        return JsonResponse({"code": "invalid", "message": _("Write your idea or feedback.")}, status=422)
    try:
        line, received = enter(request, workshop, form)
    except ParticipationError as error:
        return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
    told = {"reference": received.submission.reference, "text": line.text, "table": line.table, "prompt": line.prompt}
    return JsonResponse(told, status=201 if received.is_new else 200)


def table_context(workshop: Workshop, form: LineForm) -> dict[str, object]:
    """Return what the page of table capture shows."""
    notes = notes_of(workshop).order_by("-pk")
    return {
        "workshop": workshop,
        "form": form,
        "photo_form": PhotoForm(auto_id="photo_%s"),
        "fresh": uuid.uuid4(),
        "notes": notes[:12],
        "n": notes.count(),
        "photos": WorkshopPhoto.objects.filter(workshop=workshop),
        "themes": Theme.objects.filter(process=workshop.process_id),
        "slips": WorkshopSlip.objects.filter(workshop=workshop, key__isnull=False).count(),
    }


@require_POST
def workshop_slips(request: HttpRequest, code: str) -> HttpResponse:
    workshop = run_workshop(request, code)
    form = SlipsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("At most %(most)s slips for one workshop.") % {"most": 300})
        return redirect("participation:workshop_desk", workshop.code)
    try:
        slips = make_slips(workshop, form.cleaned_data["count"], by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
        return redirect("participation:workshop_desk", workshop.code)
    document = render_pdf("participation/workshops/slips.typ", slips_document(workshop, slips))
    name = f'attachment; filename="slips-{workshop.code}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HttpResponse(document, content_type="application/pdf", headers=headers)


@require_POST
def workshop_photos(request: HttpRequest, code: str) -> HttpResponse:
    workshop = run_workshop(request, code)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a picture."))
        return redirect("participation:workshop_table", workshop.code)
    data = form.cleaned_data
    try:
        add_photo(workshop, data["photo"].read(), table=data["table"], prompt=data["prompt"], by=request.user)
    except ParticipationError as error:
        messages.error(request, error.fields["photo"][0]["message"])
    return redirect("participation:workshop_table", workshop.code)


@require_safe
def workshop_photo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    workshop = run_workshop(request, code)
    photo = get_object_or_404(WorkshopPhoto, workshop=workshop, pk=pk)
    picture = stored_photo(photo.name)
    if picture is None:
        raise Http404
    note_reading(workshop, "photos", by=request.user)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture, content_type="image/jpeg", headers=headers)
