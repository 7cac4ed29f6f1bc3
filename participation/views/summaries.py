"""Summaries: the coordinator's list, preview and publication; the public page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.actions.summaries import order_summary, publish_summary
from participation.errors import ParticipationError
from participation.models import Process, Summary
from participation.permissions import can_compile_summary, can_view_summary, coordinates_something
from participation.queries.summaries import compilations_under_way, pages_of_summary, summaries_for
from participation.views.helpers import page_of, require, resident_page


def summaries_desk(request):
    require(coordinates_something(request.user))
    processes = list(Process.objects.coordinated_by(request.user))
    context = {
        "page": page_of(summaries_for(request.user), request),
        "processes": processes,
        "jobs": compilations_under_way(processes),
    }
    return render(request, "participation/summaries/list.html", context)


@require_POST
def summary_compile(request, slug):
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_compile_summary(request.user, process))
    try:
        order_summary(process, request.POST.get("group", "")[:40], by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    else:
        messages.info(request, _("The summary is being compiled. You may leave this page."))
    return redirect("participation:summaries_desk")


def summary_preview(request, uuid):
    summary = get_object_or_404(Summary.objects.visible_to(request.user).select_related("process"), pk=uuid)
    require(can_compile_summary(request.user, summary.process))
    context = {"summary": summary, "preview": True, **pages_of_summary(summary, for_staff=True)}
    return render(request, "participation/summaries/preview.html", context)


def summary_publish(request, uuid):
    summary = get_object_or_404(Summary.objects.visible_to(request.user).select_related("process"), pk=uuid)
    require(can_compile_summary(request.user, summary.process))
    if request.method == "POST":
        try:
            publish_summary(summary, by=request.user)
        except ParticipationError as error:
            messages.error(request, error.message)
        else:
            address = reverse("participation:summary_page", args=[summary.pk])
            messages.success(request, _("The summary is published at %(address)s.") % {"address": address})
        return redirect("participation:summary_preview", uuid=summary.pk)
    return render(request, "participation/summaries/publish.html", {"summary": summary})


@resident_page
def summary_page(request, uuid):
    summary = get_object_or_404(Summary.objects.public().select_related("process"), pk=uuid)
    require(can_view_summary(request.user, summary))
    context = {"summary": summary, **pages_of_summary(summary, for_staff=False)}
    return render(request, "participation/summaries/page.html", context)
