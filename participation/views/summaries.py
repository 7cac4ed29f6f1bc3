"""Summaries: the list at the desk, preview with its checks, publication, reading pages and files."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.actions.summaries import order_summary
from participation.actions.summary_files import FILES, kept_file, summary_file
from participation.actions.summary_states import freeze_summary, publish_summary, share_summary, waiting_for_approval
from participation.errors import ParticipationError
from participation.forms.summaries import FreezeForm, PublishForm
from participation.gateways.language_model import is_on
from participation.models import AssistantCall, Process, Summary, SummaryLine
from participation.permissions import (
    can_compile_summary,
    can_read_summary_at_desk,
    can_view_summary,
    coordinates_something,
)
from participation.queries.summaries import compilations_under_way, reads_summaries, scopes_of, summaries_for
from participation.queries.summary_desk import builder_of
from participation.queries.summary_documents import document_of, sealed, section_title
from participation.queries.summary_sources import cells_of, differences, shown_sources, sources_of
from participation.views.helpers import page_of, require, resident_page, show_error


def own_summary(request, uuid):
    """Return a summary that the person may change."""
    summary = get_object_or_404(Summary.objects.at_desk(request.user).select_related("process"), pk=uuid)
    require(can_compile_summary(request.user, summary.process))
    return summary


def summaries_desk(request):
    require(coordinates_something(request.user) or reads_summaries(request.user))
    processes = list(Process.objects.coordinated_by(request.user))
    context = {
        "page": page_of(summaries_for(request.user), request),
        "processes": [(process, scopes_of(process)) for process in processes],
        "jobs": compilations_under_way(processes),
        "own": {process.pk for process in processes},
    }
    return render(request, "participation/summaries/list.html", context)


@require_POST
def summary_compile(request, slug):
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_compile_summary(request.user, process))
    try:
        order_summary(process, request.POST.get("scope", request.POST.get("group", ""))[:120], by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    else:
        messages.info(request, _("The summary is being compiled. You may leave this page."))
    return redirect("participation:summaries_desk")


def summary_preview(request, uuid):
    summary = own_summary(request, uuid)
    context = {
        "summary": summary,
        "builder": builder_of(summary, request.GET.get("section", "")),
        "waiting": waiting_for_approval(summary),
        "assistant": is_on(),
        "calls": AssistantCall.objects.filter(summary=summary).count(),
        "files": FILES,
    }
    return render(request, "participation/summaries/preview.html", context)


def summary_sources(request, uuid, key):
    summary = own_summary(request, uuid)
    line = get_object_or_404(SummaryLine.objects.select_related("summary"), summary=summary, key=key)
    page = page_of(sources_of(summary, line), request)
    context = {
        "summary": summary,
        "line": line,
        "cells": cells_of(line),
        "page": page,
        "sources": shown_sources(page.object_list),
    }
    return render(request, "participation/summaries/sources.html", context)


def summary_compare(request, uuid):
    summary = own_summary(request, uuid)
    versions = Summary.objects.filter(process=summary.process, scope=summary.scope).exclude(pk=summary.pk)
    versions = versions.defer("content", "tables").order_by("-number")
    chosen = request.GET.get("with", "")
    other = versions.filter(number=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 8 else None
    other = other or versions.filter(number__lt=summary.number).first()
    found = []
    if other is not None:
        older, newer = sorted((other, summary), key=lambda one: one.number)
        rows = [SummaryLine.objects.filter(summary=one).select_related("summary") for one in (older, newer)]
        found = [(section_title(newer, one.section), one) for one in differences(*rows, get_language() or "fi")]
    context = {"summary": summary, "versions": versions, "other": other, "differences": found}
    return render(request, "participation/summaries/compare.html", context)


@require_POST
def summary_share(request, uuid):
    summary = own_summary(request, uuid)
    try:
        share_summary(summary, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Members of the working groups can read the summary now."))
    return redirect("participation:summary_preview", uuid=summary.pk)


def summary_publish(request, uuid):
    summary = own_summary(request, uuid)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            publish_summary(summary, by=request.user, embargo_until=form.cleaned_data["embargo_until"])
        except ParticipationError as error:
            messages.error(request, error.message)
        else:
            address = reverse("participation:summary_page", args=[summary.pk])
            messages.success(request, _("The summary is published at %(address)s.") % {"address": address})
        return redirect("participation:summary_preview", uuid=summary.pk)
    context = {"summary": summary, "form": form, "waiting": waiting_for_approval(summary)}
    return render(request, "participation/summaries/publish.html", context, status=422 if form.is_bound else 200)


def summary_freeze(request, uuid):
    summary = own_summary(request, uuid)
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            freeze_summary(summary, form.cleaned_data["meeting"], by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The version is frozen. Its seal is printed on every page."))
            return redirect("participation:summary_preview", uuid=summary.pk)
    context = {"summary": summary, "form": form}
    return render(request, "participation/summaries/freeze.html", context, status=422 if form.is_bound else 200)


def summary_sent(request, uuid):
    summary = own_summary(request, uuid)
    page = page_of(AssistantCall.objects.filter(summary=summary).select_related("by"), request)
    return render(request, "participation/summaries/sent.html", {"summary": summary, "page": page})


def summary_read(request, uuid):
    summary = get_object_or_404(Summary.objects.at_desk(request.user).select_related("process"), pk=uuid)
    require(can_read_summary_at_desk(request.user, summary))
    intact = summary.frozen_at is None or sealed(summary) == summary.seal
    context = {"summary": summary, "document": document_of(summary), "files": FILES, "intact": intact, "at_desk": True}
    return render(request, "participation/summaries/read.html", context)


def summary_desk_file(request, uuid, kind):
    summary = get_object_or_404(Summary.objects.at_desk(request.user).select_related("process"), pk=uuid)
    require(can_read_summary_at_desk(request.user, summary))
    return file_answer(summary, kind)


@resident_page
def summary_page(request, uuid):
    summary = get_object_or_404(Summary.objects.public().select_related("process"), pk=uuid)
    require(can_view_summary(request.user, summary))
    context = {"summary": summary, "document": document_of(summary), "files": FILES}
    return render(request, "participation/summaries/page.html", context)


@resident_page
def summary_public_file(request, uuid, kind):
    summary = get_object_or_404(Summary.objects.public().select_related("process"), pk=uuid)
    return file_answer(summary, kind, make=kept_file)


def file_answer(summary, kind, make=summary_file):
    """Return a summary as a file of one kind, with a name that says what it is."""
    if kind not in FILES:
        raise Http404
    content = make(document_of(summary), kind)
    part = f"-{summary.scope.replace(':', '-').replace('.', '-')}" if summary.scope else ""
    name = f"{summary.process.slug}{part}-v{summary.number}-{get_language()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FILES[kind].content_type, headers=headers)
