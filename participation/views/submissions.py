"""Leaving an idea."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from participation.actions.guarding import Traces
from participation.actions.ideas import Received, language_of, receive_idea, source_key_of
from participation.errors import NotOpen, ParticipationError
from participation.forms.submissions import IdeaForm
from participation.models.processes import Process
from participation.models.submissions import Submission
from participation.queries.processes import idea_phase_of
from participation.queries.public_ideas import AlikeIdea, alike_ideas
from participation.queries.receipts import next_phase_of
from participation.views.helpers import receipt_context, resident_page, show_error, visitor_address
from participation.views.receipts import private

NOT_KEPT = ("key", "website", "compared")


@resident_page
def send_submission(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.public(), slug=slug)
    form = IdeaForm(request.POST or None, process=process)
    if form.is_valid():
        if alike := not_compared_yet(process, form):
            context = {"process": process, "form": form, "alike": alike}
            return private(render(request, "participation/public_ideas/alike.html", context))
        words = {name: value for name, value in form.cleaned_data.items() if name not in NOT_KEPT}
        try:
            key, traces = str(form.cleaned_data["key"]), Traces(visitor_address(request))
            received = receive_idea(process, key=key, language=get_language() or "fi", traces=traces, **words)
        except NotOpen as error:
            return submission_form(request, process, form, error)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return receipt_page(request, process, received)
    return submission_form(request, process, form)


def not_compared_yet(process: Process, form: IdeaForm) -> list[AlikeIdea]:
    """Return public ideas that say something alike, once: who has seen them, and who sends again, is not asked again."""
    kept = form.cleaned_data
    if not process.ideas_public or kept.get("compared"):
        return []
    if Submission.objects.filter(source_key=source_key_of(str(kept["key"]))).exists():
        return []
    language = language_of(kept["text"], get_language() or "fi")
    return alike_ideas(
        Submission(process=process, text=kept["text"], title=kept["title"], area=kept["area"], language=language)
    )


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
