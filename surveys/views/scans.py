"""The scan inbox: files in, pages found or named by hand, cut-outs beside the fields."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participation.actions.reading import note_reading
from participation.errors import ParticipationError
from participation.views.helpers import reading, require, show_error
from surveys import permissions
from surveys.actions import scans as actions
from surveys.forms.paper import NamePageForm, ScanForm
from surveys.gateways import attachments, scanning
from surveys.models.paper import ScanPage
from surveys.models.surveys import Survey
from surveys.queries.scans import inbox_of, place_of


def keyed_survey(request: HttpRequest, slug: str) -> Survey:
    survey = get_object_or_404(Survey.objects.visible_to(request.user).select_related("process"), slug=slug)
    require(permissions.can_key_sheets(request.user, survey))
    return survey


def own_page(request: HttpRequest, slug: str, pk: str) -> ScanPage:
    survey = keyed_survey(request, slug)
    rows = ScanPage.objects.select_related("scan__survey", "sheet__batch")
    return get_object_or_404(rows, scan__survey=survey, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def scan_inbox(request: HttpRequest, slug: str) -> HttpResponse:
    survey = keyed_survey(request, slug)
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > actions.MAX_BYTES:
                raise actions.refusal("file_too_large")
            actions.receive_scan(survey, file.read(), file.name, by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The file is being read."))
            return redirect("surveys:scan_inbox", slug=slug)
    context = {"survey": survey, "form": form, "inbox": inbox_of(survey), "naming": NamePageForm()}
    context["can_scan"] = scanning.is_installed()
    context["why_seen"] = reading(request, survey.process, survey, "scans")
    return render(request, "surveys/paper/scans.html", context, status=422 if form.errors else 200)


@require_POST
def scan_page(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    page = own_page(request, slug, pk)
    form = NamePageForm(request.POST)
    try:
        if request.POST.get("verb") == "drop":
            actions.drop_page(page, by=request.user)
        elif form.is_valid():
            actions.name_page(page, form.cleaned_data["code"], form.cleaned_data["page"], by=request.user)
        else:
            messages.error(request, _("Write the code of the form and the number of the page."))
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:scan_inbox", slug=slug)


@require_GET
def scan_picture(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    page = own_page(request, slug, pk)
    file = attachments.open_attachment(page.picture)
    name = request.GET.get("field", "")
    place = place_of(page, name) if name else None
    if file is None or (name and place is None):
        raise Http404
    note_reading(page.scan.survey, "scans", by=request.user)
    with file:
        data = file.read()
    content = scanning.crop(data, *place) if place else data
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)
