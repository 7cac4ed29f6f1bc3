"""The desk: each role's first page, the coordinator's overview, keying in, one contribution."""

from uuid import uuid4

from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string

from participation.actions.entries import enter_submission
from participation.actions.receipt_mails import mail_receipt_now
from participation.errors import ParticipationError
from participation.extension_points import desk_links, process_parts
from participation.forms.entries import EntryForm
from participation.logic.charts import bars_of, columns_of
from participation.logic.receipts import spelled
from participation.models import Process, Submission
from participation.permissions import (
    can_coordinate_process,
    can_coordinate_submission,
    can_enter_submission,
    coordinates_something,
)
from participation.queries.submissions import channel_names, overview_of, step_names, steps_of
from participation.queries.summaries import compilations_under_way
from participation.queries.trails import goals_of_one
from participation.views.helpers import reading, receipt_context, require, show_error


def desk(request):
    first = [link for link in desk_links if link.first_page_for(request.user)]
    visible = [link for link in desk_links if link.key != "messages" and link.visible_to(request.user)]
    for link in first or visible:
        return redirect(link.url_name)
    return render(request, "participation/desk/no_role.html")


def processes_desk(request):
    require(coordinates_something(request.user))
    processes = list(Process.objects.coordinated_by(request.user))
    if len(processes) == 1:
        return redirect("participation:overview", slug=processes[0].slug)
    return render(
        request, "participation/desk/processes.html", {"processes": processes, "page_name": "participation:overview"}
    )


def entry_desk(request):
    processes = [
        process
        for process in Process.objects.visible_to(request.user)
        if process.state == Process.State.OPEN and can_enter_submission(request.user, process)
    ]
    if len(processes) == 1:
        return redirect("participation:entry", slug=processes[0].slug)
    return render(
        request, "participation/desk/processes.html", {"processes": processes, "page_name": "participation:entry"}
    )


def overview(request, slug):
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_coordinate_process(request.user, process))
    state = overview_of(process)
    columns, step = columns_of(state.by_day)
    areas = bars_of(((row.key, row.name, row.n, row.inhabitants) for row in state.areas.rows), state.n)
    names = channel_names()
    channels = bars_of(
        ((key, {request.LANGUAGE_CODE: names.get(key, key)}, n, None) for key, n in state.by_channel), state.n
    )
    panels = sorted((p for p in (part.overview(process) for part in process_parts) if p), key=lambda p: p.order)
    drawn = [render_to_string(panel.template, dict(panel.context), request) for panel in panels]
    context = {"process": process, "state": state, "columns": columns, "step": step, "areas": areas}
    context |= {
        "tray": desk_links.get("tray"),
        "channels": channels,
        "panels": drawn,
        "jobs": compilations_under_way([process]),
    }
    return render(request, "participation/desk/overview.html", context)


def submission_page(request, uuid):
    submission = get_object_or_404(
        Submission.objects.coordinated_by(request.user).select_related("process", "theme", "area", "batch"), pk=uuid
    )
    require(can_coordinate_submission(request.user, submission))
    context = {
        "submission": submission,
        "steps": steps_of(submission),
        "names": step_names(),
        "channel": channel_names()[submission.channel],
        "why_seen": reading(request, submission.process, submission.process, "contributions"),
        "goals": goals_of_one(submission),
    }
    return render(request, "participation/desk/submission.html", context)


def entry(request, slug):
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_enter_submission(request.user, process))
    form = EntryForm(posted(request), process=process, initial=kept(request.GET))
    context = {"process": process, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            stored, code = enter_submission(
                form.instance,
                key=str(form.cleaned_data["key"]),
                addressee=form.cleaned_data["addressee"],
                by=request.user,
            )
        except ParticipationError as error:
            show_error(form, error)
        else:
            context |= saved(stored, code, form.cleaned_data["email"])
            context["form"] = EntryForm(process=process, initial=kept(form.data), follows=True)
    status = 422 if context["form"].errors else 200
    return render(request, "participation/desk/entry.html", context, status=status)


def saved(stored, code, email):
    """Return what is shown of a contribution just keyed in: its receipt, spelled for the phone, sent if wished."""
    told = {"submission": stored, "spelled": spelled(code, stored.language), "email": email}
    if email:
        sent = mail_receipt_now(email, code, stored.language, message_id=f"<receipt-{uuid4()}@kuulolla>")
        told["is_sent"] = sent
    return receipt_context(code) | told


def kept(data):
    """Return what stays the same through a pile."""
    return {name: data[name] for name in ("channel", "received_on", "language") if data.get(name)}


def posted(request):
    return request.POST if request.method == "POST" else None
