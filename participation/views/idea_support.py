"""Supporting a public idea without an account, and what a support code stands for."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from participation.actions.receipts import count_lookup
from participation.actions.support import SUPPORTS_A_MINUTE, check_code, support_idea, take_back_all
from participation.errors import ParticipationError
from participation.forms.public_ideas import SupportForm
from participation.logic.moderation import new_code
from participation.queries.support import supported_with
from participation.views.helpers import resident_page, show_error
from participation.views.public_ideas import idea_context, public_process, readable_idea
from participation.views.receipts import PATIENCE, private


def is_too_much(request: HttpRequest, purpose: str, limit: int) -> bool:
    """Count a write from this network; tells whether there were too many in this minute."""
    remote, forwarded = request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
    return not count_lookup(remote, forwarded, purpose=purpose, limit=limit)


def patience(response: HttpResponse) -> HttpResponse:
    """Say when another try is worth it."""
    response["Retry-After"] = PATIENCE
    return response


@resident_page
def idea_support(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    idea = readable_idea(slug, key)
    if request.method != "POST":
        form = SupportForm(initial={"code": new_code()})
        return private(render(request, "participation/public_ideas/support.html", idea_context(idea) | {"form": form}))
    form, is_on, supporters, status = SupportForm(request.POST), request.POST.get("on") != "0", 0, 422
    if is_too_much(request, "support", SUPPORTS_A_MINUTE):
        form.add_error(None, _("Many supports came from this network. Wait a minute and try again."))
        status = 429
    elif form.is_valid():
        try:
            supporters = support_idea(idea, form.cleaned_data["code"], on=is_on)
            status = 200
        except ParticipationError as error:
            show_error(form, error)
            status = 409 if error.status == 409 else 422
    context = idea_context(idea) | {"form": form, "is_on": is_on, "done": status == 200, "supporters": supporters}
    return private(told(request, context, status))


def told(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    """Answer the script with numbers, everybody else with a page."""
    if "application/json" in request.headers.get("Accept", ""):
        faults = [str(fault) for one in context["form"].errors.values() for fault in one]  # type: ignore[attr-defined]
        answer: HttpResponse = JsonResponse(
            {"message": " ".join(faults)} if faults else {"supporters": context["supporters"], "on": context["is_on"]},
            status=status,
        )
    else:
        answer = render(request, "participation/public_ideas/support.html", context, status=status)
    return patience(answer) if status == 429 else answer


@resident_page
def support_code(request: HttpRequest, slug: str) -> HttpResponse:
    process = public_process(slug)
    form = SupportForm(request.POST or None)
    context, status = {"process": process, "form": form}, 200
    if request.method == "POST" and is_too_much(request, "support", SUPPORTS_A_MINUTE):
        form.add_error(None, _("Many supports came from this network. Wait a minute and try again."))
        status = 429
    elif request.method == "POST" and not form.is_valid():
        status = 422
    elif form.is_valid():
        code = form.cleaned_data["code"]
        try:
            check_code(code)
            dropped = take_back_all(process, code) if request.POST.get("do") == "drop" else None
            context |= {"dropped": dropped, "ideas": supported_with(process, code), "code": code, "looked": True}
        except ParticipationError as error:
            show_error(form, error)
            status = 422
    response = private(render(request, "participation/public_ideas/code.html", context, status=status))
    return patience(response) if status == 429 else response
