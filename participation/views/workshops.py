"""A workshop: what, where, when, and a place to leave an idea while it is open."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from participation.actions.workshops import receive_table_idea
from participation.errors import ParticipationError
from participation.forms.submissions import TableIdeaForm
from participation.logic.text import pick
from participation.models.workshops import Workshop
from participation.queries.receipts import next_phase_of
from participation.queries.workshops import visible_workshop
from participation.views.helpers import resident_page, show_error
from participation.views.submissions import receipt_page


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
            return receipt_page(request, workshop.process, received)
    context = {"workshop": workshop, "process": workshop.process, "form": form}
    context["next_phase"] = next_phase_of(workshop.process)
    status = 422 if form and form.errors else 409 if form is None and request.method == "POST" else 200
    return render(request, "participation/workshops/page.html", context, status=status)


def table_form(request: HttpRequest, workshop: Workshop) -> TableIdeaForm | None:
    """Return the form of an open workshop; before and after there is none."""
    if workshop.state != Workshop.State.OPEN:
        return None
    prompts = [pick(prompt, get_language() or "fi")[0] for prompt in workshop.prompts]
    return TableIdeaForm(request.POST or None, workshop=workshop, prompts=prompts)


@resident_page
def short_workshop(request: HttpRequest, code: str) -> HttpResponse:
    return redirect("participation:workshop_page", code)
