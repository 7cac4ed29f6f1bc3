"""Changing a compiled summary line by line: edit, move, leave out, add, approve; each a POST that leads back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from participation.actions import summary_lines as actions
from participation.actions.assistant import order_drafts
from participation.errors import ParticipationError
from participation.forms.summaries import LineForm, NewLineForm
from participation.models import Quote, SummaryLine
from participation.queries.summary_documents import section_title
from participation.views.helpers import show_error
from participation.views.summaries import own_summary

CHANGES = {
    "up": lambda line, by: actions.move_line(line, -1, by=by),
    "down": lambda line, by: actions.move_line(line, 1, by=by),
    "out": lambda line, by: actions.leave_out_line(line, by=by),
    "back": lambda line, by: actions.leave_out_line(line, by=by, back=True),
    "restore": lambda line, by: actions.restore_line(line, by=by),
    "approve": lambda line, by: actions.approve_draft(line, by=by),
}


def summary_line(request, uuid, key):
    summary = own_summary(request, uuid)
    line = get_object_or_404(SummaryLine.objects.select_related("summary"), summary=summary, key=key)
    form = LineForm(request.POST if request.method == "POST" else None, initial=line.texts)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_line(line, form.cleaned_data, by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return back_to(summary, line.section, line.key)
    context = {"summary": summary, "line": line, "form": form, "title": section_title(summary, line.section)}
    return render(request, "participation/summaries/line.html", context, status=422 if form.is_bound else 200)


@require_POST
def summary_line_change(request, uuid, key, verb):
    summary = own_summary(request, uuid)
    line = get_object_or_404(SummaryLine.objects.select_related("summary"), summary=summary, key=key)
    try:
        CHANGES[verb](line, request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return back_to(summary, line.section, line.key)


def summary_line_new(request, uuid, section):
    summary = own_summary(request, uuid)
    form = NewLineForm(request.POST if request.method == "POST" else None, summary=summary)
    if request.method == "POST" and form.is_valid():
        told = {code: form.cleaned_data[code] for code in ("fi", "sv", "en")}
        sources = {"rests_like": form.cleaned_data["rests_like"], "note": form.cleaned_data["note"]}
        try:
            line = actions.add_line(summary, section, told, by=request.user, **sources)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return back_to(summary, section, line.key)
    context = {"summary": summary, "form": form, "title": section_title(summary, section)}
    return render(request, "participation/summaries/line.html", context, status=422 if form.is_bound else 200)


@require_POST
def summary_section_change(request, uuid, section, verb):
    summary = own_summary(request, uuid)
    try:
        if verb == "draft":
            order_drafts(summary, section, by=request.user)
            messages.info(request, _("The assistant was asked. Its drafts appear here for you to approve."))
        else:
            actions.move_section(summary, section, -1 if verb == "up" else 1, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return back_to(summary, section)


@require_POST
def summary_quote(request, uuid, number, verb):
    summary = own_summary(request, uuid)
    quote = get_object_or_404(Quote.objects.select_related("summary"), summary=summary, pk=number)
    try:
        actions.judge_quote(quote, approve=verb == "approve", by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    line = SummaryLine.objects.filter(summary=summary, kind="quotes", table=quote.section).first()
    return back_to(summary, line.section if line else "", f"quote-{quote.pk}")


@require_POST
def summary_quotes(request, uuid):
    summary = own_summary(request, uuid)
    try:
        n = actions.approve_quotes(summary, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, ngettext("%(n)s quote approved.", "%(n)s quotes approved.", n) % {"n": n})
    return back_to(summary, "")


def back_to(summary, section, key=""):
    """Lead back to the line or section that was changed."""
    address = reverse("participation:summary_preview", args=[summary.pk])
    place = key or f"section-{section}"
    return redirect(f"{address}?section={section}#{place}" if section else address)
