"""Leaving an idea."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from participation.actions.ideas import Received, receive_idea
from participation.errors import NotOpen, ParticipationError
from participation.forms.submissions import IdeaForm
from participation.models.processes import Process
from participation.queries.processes import idea_phase_of
from participation.queries.receipts import next_phase_of
from participation.views.helpers import resident_page, show_error
from participation.views.receipts import receipt_context


@resident_page
def send_submission(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.public(), slug=slug)
    form = IdeaForm(request.POST or None, process=process)
    if form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name not in ("key", "website")}
        try:
            received = receive_idea(
                process, key=str(form.cleaned_data["key"]), language=get_language() or "fi", **words
            )
        except NotOpen as error:
            return submission_form(request, process, form, error)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return receipt_page(request, process, received)
    return submission_form(request, process, form)


def submission_form(
    request: HttpRequest, process: Process, form: IdeaForm, closed: NotOpen | None = None
) -> HttpResponse:
    phase = idea_phase_of(process)
    status = 409 if closed else 422 if form.errors else 200
    context = {"process": process, "form": form, "phase": phase, "next_phase": next_phase_of(process)}
    return render(request, "participation/submissions/send.html", context, status=status)


def receipt_page(request: HttpRequest, process: Process, received: Received) -> HttpResponse:
    contact = process.contact_email or settings.CITY_CONTACT_EMAIL
    context = receipt_context(received.code) | {"process": process, "contact": contact}
    context["next_phase"] = next_phase_of(process)
    response = render(
        request, "participation/submissions/receipt.html", context, status=201 if received.is_new else 200
    )
    response["Cache-Control"] = "no-store"
    return response
