"""The keying screen: one sheet on one page, in the order of print, without a mouse; and where two keyings differ."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.errors import ParticipationError
from participation.views.helpers import reading
from surveys.actions import keying as actions
from surveys.logic.paper.fields import all_fields
from surveys.models.paper import Sheet
from surveys.queries import keying as screens
from surveys.queries.questionnaires import document_of
from surveys.queries.scans import proposal_of
from surveys.views.paper import own_batch


def own_sheet(request: HttpRequest, slug: str, pk: int, number: int) -> Sheet:
    batch = own_batch(request, slug, pk)
    rows = Sheet.objects.select_related("batch__survey__process", "batch__version", "batch__batch")
    return get_object_or_404(rows, batch=batch, number=number)


def typed_in(request: HttpRequest, sheet: Sheet) -> dict[str, str]:
    names = all_fields(document_of(sheet.batch.version))
    return {name: request.POST.get(f"f:{name}", "") for name in names}


@require_http_methods(["GET", "HEAD", "POST"])
def paper_sheet(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    sheet = own_sheet(request, slug, pk, number)
    try:
        keying = actions.round_for(sheet, request.user)
        proposal = proposal_of(sheet) if keying == actions.FIRST else None
        if request.method == "POST":
            keyed = actions.key_sheet(sheet, typed_in(request, sheet), by=request.user, from_scan=bool(proposal))
            tell(request, keyed)
            return redirect("surveys:paper_batch", slug=slug, pk=pk)
    except ParticipationError as error:
        messages.error(request, error.message)
        return redirect("surveys:paper_batch", slug=slug, pk=pk)
    context = {
        "survey": sheet.batch.survey,
        "batch": sheet.batch,
        "sheet": sheet,
        "round": keying,
        "proposal": proposal,
        "why_seen": reading(request, sheet.batch.survey.process, sheet.batch, "sheets"),
    }
    return render(request, "surveys/paper/key.html", context | {"parts": screens.screen_of(sheet, proposal)})


def tell(request: HttpRequest, keyed: actions.Keyed) -> None:
    """Say in one line what became of a sheet."""
    number = {"number": keyed.sheet.number}
    if keyed.differences:
        messages.warning(request, _("Form %(number)s: the two keyings differ. Look at the paper.") % number)
    elif keyed.sheet.state == Sheet.State.ACCEPTED:
        messages.success(request, _("Form %(number)s was counted.") % number)
    else:
        messages.info(request, _("Form %(number)s was keyed and waits.") % number)
    if words := screens.marks_in_words(keyed.sheet, keyed.marks):
        messages.warning(request, _("Kept as written and marked: %(fields)s") % {"fields": words})


@require_http_methods(["GET", "HEAD", "POST"])
def paper_compare(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    sheet = own_sheet(request, slug, pk, number)
    lines = screens.differences_of(sheet)
    if not lines:
        return redirect("surveys:paper_batch", slug=slug, pk=pk)
    if request.method == "POST":
        try:
            chosen = {line["name"]: request.POST.get(f"f:{line['name']}", "") for line in lines}
            tell(request, actions.agree(sheet, chosen, by=request.user))
        except ParticipationError as error:
            messages.error(request, error.message)
        return redirect("surveys:paper_batch", slug=slug, pk=pk)
    context = {"survey": sheet.batch.survey, "batch": sheet.batch, "sheet": sheet, "lines": lines}
    context["why_seen"] = reading(request, sheet.batch.survey.process, sheet.batch, "sheets")
    return render(request, "surveys/paper/compare.html", context)
