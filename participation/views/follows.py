"""Following what becomes of a contribution by e-mail: left with the receipt code, confirmed, left again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from participation.actions.follows import confirm_follow, follow_receipt, leave_follow
from participation.actions.receipts import count_lookup
from participation.errors import ParticipationError
from participation.forms.messages import FollowForm
from participation.queries.notifications import follow_of
from participation.queries.receipts import journey_behind, receipt_to_follow
from participation.views.helpers import resident_page, show_error
from participation.views.receipts import PATIENCE, private


@resident_page
def follow(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("participation:receipts")
    form = FollowForm(request.POST)
    if not count_lookup(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")):
        response = private(render(request, "participation/receipts/followed.html", {"many": True}, status=429))
        response["Retry-After"] = PATIENCE
        return response
    receipt = receipt_to_follow(request.POST.get("token", ""))
    if receipt is None:
        return redirect("participation:receipts")
    if form.is_valid():
        try:
            follow_receipt(receipt, form.cleaned_data["email"], get_language() or "fi")
        except ParticipationError as error:
            show_error(form, error)
        else:
            return private(render(request, "participation/receipts/followed.html", {}))
    context = {"journey": journey_behind(receipt), "form": form}
    return private(render(request, "participation/receipts/journey.html", context, status=422))


@resident_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    found = follow_of(token)
    if request.method == "POST" and found:
        confirm_follow(found)
        found.refresh_from_db()
    return private(render(request, "participation/receipts/confirm.html", {"follow": found, "token": token}))


@resident_page
def leave_messages(request: HttpRequest, token: str) -> HttpResponse:
    found = follow_of(token)
    if request.method == "POST" and found:
        leave_follow(found)
        found = None
    return private(render(request, "participation/submissions/leave.html", {"follow": found}))
