"""A workshop: what, where, when, a place to leave an idea while it is open, and the desk of those who run it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.actions.workshops import close_workshop, enter_table_idea, open_workshop, receive_table_idea
from participation.errors import ParticipationError
from participation.forms.submissions import TableIdeaForm
from participation.forms.workshops import SlipsForm
from participation.logic.pictures import qr_svg
from participation.logic.text import pick
from participation.models.processes import Process
from participation.models.workshops import Workshop
from participation.permissions import can_plan_workshop, can_run_workshop, runs_workshops
from participation.queries.receipts import next_phase_of
from participation.queries.workshops import ideas_of, report_of, visible_workshop, workshops_run_by
from participation.views.helpers import require, resident_page, show_error
from participation.views.submissions import receipt_page
from participation.views.walls import room_context


@resident_page
def workshop_page(request: HttpRequest, code: str) -> HttpResponse:
    workshop = visible_workshop(code)
    if workshop is None:
        raise Http404
    form = table_form(request, workshop)
    if form and form.is_valid():
        try:
            received = receive_table_idea(workshop, language=get_language() or "fi", **form.words())
        except ParticipationError as error:
            show_error(form, error)
        else:
            if "application/json" in request.headers.get("Accept", ""):
                told = {"receipt": received.code, "key": str(form.cleaned_data["key"])}
                status = 201 if received.is_new else 200
                return JsonResponse(told, status=status, headers={"Cache-Control": "no-store"})
            return receipt_page(request, workshop.process, received)
    context = {"workshop": workshop, "process": workshop.process, "form": form}
    if form:
        context |= room_context(workshop) | {"receipt_address": f"{settings.BASE_URL}/r/"}
    context["next_phase"] = next_phase_of(workshop.process)
    return render(request, "participation/workshops/page.html", context, status=status_of(workshop, form))


def table_form(request: HttpRequest, workshop: Workshop) -> TableIdeaForm | None:
    """Return the form of an open workshop; before and after there is one only for what was sent, which may have arrived."""
    if workshop.state != Workshop.State.OPEN and request.method != "POST":
        return None
    prompts = [pick(prompt, get_language() or "fi")[0] for prompt in workshop.prompts]
    kept = {"table": request.GET.get("table", "")}
    return TableIdeaForm(request.POST or None, workshop=workshop, prompts=prompts, initial=kept)


def status_of(workshop: Workshop, form: TableIdeaForm | None) -> int:
    """Return the status of a page with a form: refused as it is, or because the workshop takes nothing now."""
    if not (form and form.errors):
        return 200
    return 422 if workshop.state == Workshop.State.OPEN else 409


@resident_page
def short_workshop(request: HttpRequest, code: str) -> HttpResponse:
    return redirect("participation:workshop_page", code)


def workshops_desk(request: HttpRequest) -> HttpResponse:
    require(runs_workshops(request.user))
    context = {"rows": workshops_run_by(request.user), "processes": Process.objects.coordinated_by(request.user)}
    return render(request, "participation/workshops/list.html", context)


def workshop_desk(request: HttpRequest, code: str) -> HttpResponse:
    workshop = run_workshop(request, code)
    form = table_form(request, workshop)
    if form and form.is_valid():
        try:
            received = enter_table_idea(
                workshop, language=get_language() or "fi", by=request.user, shown=True, **form.words()
            )
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved: %(reference)s.") % {"reference": received.submission.reference})
            table = form.cleaned_data.get("table") or ""
            return redirect(f"{request.path}?table={table}#id_text")
    address = f"{settings.BASE_URL}/w/{workshop.code}/"
    ideas = ideas_of(workshop)
    context = {"workshop": workshop, "form": form, "address": address, "qr": SafeString(qr_svg(address))}
    context |= {"ideas": ideas[:20], "n": ideas.count(), "slips_form": SlipsForm()}
    may_plan, report = can_plan_workshop(request.user, workshop.process), report_of(workshop, request.user)
    context |= {"may_plan": may_plan, "report": report}
    return render(request, "participation/workshops/desk.html", context, status=status_of(workshop, form))


@require_POST
def workshop_switch(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    workshop = run_workshop(request, code)
    try:
        (open_workshop if verb == "open" else close_workshop)(workshop, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("participation:workshop_desk", workshop.code)


def run_workshop(request: HttpRequest, code: str) -> Workshop:
    rows = Workshop.objects.run_by(request.user).select_related("process")
    workshop: Workshop = get_object_or_404(rows, code__iexact=code)
    require(can_run_workshop(request.user, workshop))
    return workshop
