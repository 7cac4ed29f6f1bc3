"""The desk's pages of paper forms: batches, printing, reconciliation, notes, closing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participation.errors import ParticipationError
from participation.permissions import enters_something
from participation.views.helpers import require, show_error
from surveys import permissions
from surveys.actions import keying
from surveys.actions import paper as actions
from surveys.forms.paper import AsideForm, FindSheetForm, PaperBatchForm
from surveys.models.paper import PaperBatch, SheetNote
from surveys.models.surveys import Survey
from surveys.queries import paper
from surveys.queries.scans import scanned_of
from surveys.queries.surveys import desk_surveys_of


def own_survey(request: HttpRequest, slug: str) -> Survey:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_print_sheets(request.user, survey))
    return survey


def own_batch(request: HttpRequest, slug: str, pk: int) -> PaperBatch:
    batch = get_object_or_404(paper.desk_batches_of(request.user), survey__slug=slug, pk=pk)
    require(permissions.can_key_sheets(request.user, batch.survey))
    return batch


def printed_batch(request: HttpRequest, slug: str, pk: int) -> PaperBatch:
    batch = own_batch(request, slug, pk)
    require(permissions.can_print_sheets(request.user, batch.survey))
    return batch


def pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_GET
def paper_desk(request: HttpRequest) -> HttpResponse:
    require(enters_something(request.user))
    lines = paper.lines_of(list(paper.batches_to_key(request.user)))
    surveys = {line.batch.survey for line in lines}
    return render(
        request, "surveys/paper/desk.html", {"lines": lines, "surveys": sorted(surveys, key=lambda s: s.slug)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paper_batches(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    form = PaperBatchForm(request.POST if request.method == "POST" else None, survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            batch = actions.make_batch(form.instance, data["name"], double=data["double"], by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return redirect("surveys:paper_batch", slug=survey.slug, pk=batch.pk)
    context = {"survey": survey, "form": form, "lines": paper.batches_of(survey)}
    return render(request, "surveys/paper/batches.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_batch(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    batch = own_batch(request, slug, pk)
    form = FindSheetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            sheet = keying.find_sheet(paper.batches_to_key(request.user), code, code.strip(), batch)
            keying.round_for(sheet, request.user)
        except ParticipationError as error:
            form.add_error("code", error.message)
        else:
            return redirect("surveys:paper_sheet", slug=sheet.batch.survey.slug, pk=sheet.batch_id, number=sheet.number)
    return render(
        request, "surveys/paper/batch.html", batch_context(request, batch, form), status=422 if form.errors else 200
    )


def batch_context(
    request: HttpRequest, batch: PaperBatch, form: FindSheetForm, aside: AsideForm | None = None
) -> dict[str, object]:
    """Return what the page of a batch shows."""
    return {
        "survey": batch.survey,
        "batch": batch,
        "line": paper.lines_of([batch])[0],
        "form": form,
        "aside": aside or AsideForm(),
        "waiting": paper.waiting_of(batch, request.user),
        "notes": paper.notes_of(batch),
        "scanned": scanned_of(batch),
        "can_print": permissions.can_print_sheets(request.user, batch.survey),
    }


@require_GET
def paper_forms(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    batch = printed_batch(request, slug, pk)
    try:
        content = actions.print_batch(batch, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
        return redirect("surveys:paper_batch", slug=slug, pk=pk)
    return pdf(content, f"{slug}-{batch.pk}-{batch.language}")


@require_GET
def paper_cover(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    batch = printed_batch(request, slug, pk)
    return pdf(actions.cover_sheet(batch), f"{slug}-{batch.pk}-cover")


@require_POST
def paper_aside(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    batch = own_batch(request, slug, pk)
    form = AsideForm(request.POST)
    if form.is_valid():
        try:
            actions.set_aside(batch, form.cleaned_data["numbers"], form.cleaned_data["state"], by=request.user)
        except ParticipationError as error:
            form.add_error("numbers", error.message)
        else:
            return redirect("surveys:paper_batch", slug=slug, pk=pk)
    return render(request, "surveys/paper/batch.html", batch_context(request, batch, FindSheetForm(), form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    batch = printed_batch(request, slug, pk)
    if request.method != "POST":
        return render(
            request,
            "surveys/paper/close.html",
            {"survey": batch.survey, "batch": batch, "line": paper.lines_of([batch])[0]},
        )
    try:
        actions.close_batch(batch, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:paper_batch", slug=slug, pk=pk)


@require_POST
def paper_note(request: HttpRequest, slug: str, pk: int, note: int) -> HttpResponse:
    batch = printed_batch(request, slug, pk)
    found = get_object_or_404(
        SheetNote.objects.select_related("sheet__batch__survey__process", "batch__version"), batch=batch, pk=note
    )
    try:
        keyed = keying.answer_hand(found, request.POST.get("words", "").strip(), by=request.user)
        messages.success(
            request, _("Form %(number)s: the answer was put in its place.") % {"number": keyed.sheet.number}
        )
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:paper_batch", slug=slug, pk=pk)
