"""Privacy at the desk: requests by code and by staff, how long things are kept, the data map; own data by receipt."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from participation.actions import privacy as actions
from participation.actions import retention
from participation.actions.receipts import count_lookup
from participation.errors import ParticipationError
from participation.forms.privacy import OwnDataForm, PeriodsForm, StaffAddressForm, process_bases
from participation.forms.receipts import ReceiptForm
from participation.logic.data_map import COLUMNS
from participation.models import Person, Process, Submission
from participation.permissions import (
    can_answer_privacy_request,
    can_coordinate_process,
    can_erase_people,
    coordinates_something,
)
from participation.queries.data_map import map_document, map_lines
from participation.queries.receipts import receipt_of, receipt_to_own
from participation.queries.retention import deletion_lines, deletions_of, deletions_seen_by, retention_lines
from participation.views.helpers import page_of, require, resident_page, show_error
from participation.views.receipts import PATIENCE, private, too_many


def privacy_desk(request: HttpRequest) -> HttpResponse:
    require(coordinates_something(request.user))
    return desk_page(request)


def desk_page(request: HttpRequest, status: int = 200, **forms: Any) -> HttpResponse:
    """Show where requests begin, and what was erased; a form that failed stays as it was sent."""
    page = page_of(deletions_seen_by(request.user), request)
    context = {
        "form": ReceiptForm(),
        "staff_form": StaffAddressForm() if can_erase_people(request.user) else None,
        "processes": Process.objects.coordinated_by(request.user),
        "page": page,
        "records": deletion_lines(page.object_list),
        **forms,
    }
    response = private(render(request, "participation/privacy/desk.html", context, status=status))
    if status == 429:
        response["Retry-After"] = PATIENCE
    return response


@require_POST
@sensitive_post_parameters("code")
def privacy_receipt(request: HttpRequest) -> HttpResponse:
    require(coordinates_something(request.user))
    form = ReceiptForm(request.POST)
    if not count_lookup(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")):
        form.add_error(None, _("Many codes were tried from this network. Wait a minute and try again."))
        return desk_page(request, 429, form=form)
    if not form.is_valid():
        return desk_page(request, 422, form=form)
    receipt = receipt_of(form.cleaned_data["code"])
    if receipt is None or not can_answer_privacy_request(request.user, receipt):
        form.add_error("code", _("Nothing in your processes hangs on this code. Check the characters once more."))
        return desk_page(request, 404, form=form)
    go = request.POST.get("go", "")
    if go == "copy":
        return copy_of(actions.export_receipt(receipt, by=request.user), "receipt")
    if go == "erase-now":
        actions.forget_receipt(receipt, by=request.user)
        messages.success(request, _("Everything under the code was erased. The record of it is below."))
        return redirect("participation:privacy_desk")
    n = Submission.objects.filter(receipt=receipt).count()
    context = {"receipt": receipt, "n": n, "code": form.cleaned_data["code"], "sure": go == "erase"}
    return private(render(request, "participation/privacy/receipt.html", context))


@require_POST
def privacy_person(request: HttpRequest) -> HttpResponse:
    require(can_erase_people(request.user))
    form = StaffAddressForm(request.POST)
    person = Person.objects.filter(email__iexact=form.cleaned_data["email"]).first() if form.is_valid() else None
    if form.is_valid() and person is None:
        form.add_error("email", _("There is no account with this address."))
    if person is None:
        return desk_page(request, 422, staff_form=form)
    go = request.POST.get("go", "")
    if go == "copy":
        return copy_of(actions.export_person(person, by=request.user), "account")
    if go == "erase-now":
        return erased(request, person, form)
    return private(render(request, "participation/privacy/person.html", {"person": person, "sure": go == "erase"}))


def erased(request: HttpRequest, person: Person, form: StaffAddressForm) -> HttpResponse:
    """Erase an account, or say why not."""
    try:
        actions.forget_person(person, by=request.user)
    except ParticipationError as error:
        show_error(form, error)
        return desk_page(request, 409, staff_form=form)
    messages.success(request, _("The account was erased. What it decided stays, by somebody who has left."))
    return redirect("participation:privacy_desk")


@require_POST
def privacy_own(request: HttpRequest) -> HttpResponse:
    return copy_of(actions.export_person(request.user, by=request.user), "account")


def copy_of(document: dict[str, Any], name: str) -> HttpResponse:
    """Return a document as a file for machines, kept out of every cache."""
    answer = JsonResponse(document, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.json"'
    return private(answer)


@require_safe
def data_map(request: HttpRequest) -> HttpResponse:
    require(coordinates_something(request.user))
    kind = request.GET.get("format", "")
    if kind == "json":
        return copy_of(map_document(timezone.localdate()), "data-map")
    lines = list(map_lines())
    if kind == "csv":
        written = io.StringIO()
        csv.writer(written).writerows([COLUMNS, *(line.cells() for line in lines)])
        answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="data-map.csv"'
        return private(answer)
    by_kind: dict[str, list[str]] = {}
    for line in lines:
        by_kind.setdefault(line.kind.key, []).append(line.field)
    kinds = {line.kind.key: line.kind for line in lines}
    parts = [(kinds[key], fields) for key, fields in by_kind.items()]
    return render(request, "participation/privacy/map.html", {"parts": parts, "n": len(lines)})


def process_privacy(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_coordinate_process(request.user, process))
    lines = list(retention_lines([process]))
    posted = request.POST if request.method == "POST" else None
    form = PeriodsForm(posted, lines=lines, bases=process_bases(), initial={"basis": process.basis})
    if posted is not None and form.is_valid():
        for line in lines:
            retention.set_period(line, form.cleaned_data[line.name], by=request.user)
        retention.set_basis(process, form.cleaned_data["basis"], by=request.user)
        messages.success(request, _("Saved. The privacy notices tell it from now on."))
        return redirect("participation:process_privacy", slug=slug)
    page = page_of(deletions_of(process), request)
    context = {"process": process, "form": form, "page": page, "records": deletion_lines(page.object_list)}
    return render(request, "participation/privacy/process.html", context, status=422 if form.errors else 200)


@resident_page
def own_data(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":  # the page in another language, or loaded anew
        return redirect("participation:receipts")
    if not count_lookup(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")):
        return too_many(request, ReceiptForm(request.POST))  # each copy is noted in the audit log for good
    form = OwnDataForm(request.POST)
    receipt = receipt_to_own(form.cleaned_data["token"]) if form.is_valid() else None
    if receipt is None:
        return private(render(request, "participation/receipts/own.html", {"fault": True}, status=422))
    if form.cleaned_data["go"] == "copy":
        return copy_of(actions.export_receipt(receipt, by=None), "receipt")
    done = form.cleaned_data["go"] == "erase-now"
    if done:
        actions.forget_receipt(receipt, by=None)
    context = {"done": done, "token": form.cleaned_data["token"], "receipt": receipt}
    return private(render(request, "participation/receipts/own.html", context))
