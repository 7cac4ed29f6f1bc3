"""Importing contributions in the browser: upload, say what the columns mean, import."""

from django.shortcuts import get_object_or_404, redirect, render

from participation.actions.imports import ImportOrder, import_submissions, read_import
from participation.errors import ParticipationError
from participation.forms.imports import ColumnsForm, UploadForm
from participation.gateways.uploads import drop_upload, keep_upload, kept_upload
from participation.models import Process
from participation.permissions import can_import_submissions
from participation.views.helpers import require, show_error

PREVIEWED = 5


def import_file(request, slug):
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_import_submissions(request.user, process))
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            read_import(data)
        except ParticipationError as error:
            show_error(form, error)
        else:
            drop_upload(request.session.get("import", ""))
            request.session["import"] = keep_upload(data)
            return redirect("participation:import_columns", slug=slug)
    context = {"process": process, "form": form}
    return render(request, "participation/imports/upload.html", context, status=422 if form.errors else 200)


def import_columns(request, slug):
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_import_submissions(request.user, process))
    data = kept_upload(request.session.get("import", ""))
    if data is None:
        return redirect("participation:import_file", slug=slug)
    table = read_import(data)
    form = ColumnsForm(posted(request), header=table.header)
    if request.method == "POST" and form.is_valid():
        try:
            report = import_submissions(table, order_from(form, process), by=request.user)
        except ParticipationError as error:
            form.lines = getattr(error, "lines", [])
            show_error(form, error)
        else:
            drop_upload(request.session.pop("import"))
            return render(request, "participation/imports/done.html", {"process": process, "report": report})
    rows = table.rows[:PREVIEWED]
    context = {"process": process, "form": form, "header": table.header, "rows": rows, "n": len(table.rows)}
    return render(request, "participation/imports/columns.html", context, status=422 if form.errors else 200)


def order_from(form, process):
    return ImportOrder(
        process=process,
        columns=form.columns(),
        channel=form.cleaned_data["channel"],
        batch=form.cleaned_data["batch"],
        language=form.cleaned_data["language"],
        create_areas=form.cleaned_data["create_areas"],
    )


def posted(request):
    return request.POST if request.method == "POST" else None
