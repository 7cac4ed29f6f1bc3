"""Bringing in a strategy in the browser: the file, what it would change, and the strategy as such a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from participation.actions.imports import read_import
from participation.actions.strategy_imports import compare_strategy, import_strategy
from participation.actions.waiting_files import drop_file, keep_file, kept_file
from participation.errors import ParticipationError
from participation.forms.imports import UploadForm
from participation.models.processes import Process
from participation.permissions import can_coordinate_process
from participation.queries.strategy_files import changes_in_words, new_counts, strategy_file
from participation.views.helpers import require, show_error

WAITING = "strategy_import"


def own_process(request: HttpRequest, slug: str) -> Process:
    """Find the process whose strategy this person may change."""
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_coordinate_process(request.user, process))
    return process


def strategy_import(request: HttpRequest, slug: str) -> HttpResponse:
    process = own_process(request, slug)
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    lines = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            compare_strategy(process, read_import(data))
        except ParticipationError as error:
            lines = getattr(error, "lines", [])
            form.add_error(None, _("Nothing was changed. Mend the rows below and choose the file again."))
        else:
            request.session[WAITING] = keep_file(data, instead_of=request.session.get(WAITING, ""))
            return redirect("participation:strategy_check", slug=slug)
    context = {"process": process, "form": form, "lines": lines}
    return render(request, "participation/strategy/import.html", context, status=422 if form.errors else 200)


def strategy_check(request: HttpRequest, slug: str) -> HttpResponse:
    process = own_process(request, slug)
    data = kept_file(request.session.get(WAITING, ""))
    if data is None:
        return redirect("participation:strategy_import", slug=slug)
    form = UploadForm()
    try:
        table = read_import(data)
        told = compare_strategy(process, table)
        if request.method == "POST":
            import_strategy(process, table, by=request.user)
            drop_file(request.session.pop(WAITING))
            messages.success(request, _("The strategy was brought in."))
            return redirect("participation:measures_desk", slug=slug)
    except ParticipationError as error:  # the strategy changed since the file was looked at
        form = UploadForm({})
        show_error(form, error)
        context = {"process": process, "form": form, "lines": getattr(error, "lines", [])}
        return render(request, "participation/strategy/import.html", context, status=422)
    context = {"process": process, "told": told, "changes": changes_in_words(told), "new_counts": new_counts(told)}
    return render(request, "participation/strategy/check.html", context)


@require_GET
def strategy_as_file(request: HttpRequest, slug: str) -> HttpResponse:
    process = own_process(request, slug)
    response = HttpResponse(strategy_file(process), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{process.slug}-strategy.csv"'
    return response
