"""The ledger of promises at the desk: what was promised, by when, and that it is done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from participation.errors import ParticipationError
from participation.views.helpers import page_of, require, show_error
from workgroups import permissions
from workgroups.actions import promises as actions
from workgroups.forms.promises import DoneForm, PromiseForm
from workgroups.models import Promise
from workgroups.queries import promises as queries


@require_GET
def list_promises(request: HttpRequest) -> HttpResponse:
    require(permissions.has_group_desk(request.user))
    rows = queries.narrowed(queries.ledger_of(request.user), "", request.GET.get("group", ""))
    standing = request.GET.get("standing", "")
    standing = standing if standing in queries.STANDINGS else "open"
    counts = queries.counts_of(rows)
    labels = {"late": _("Late"), "open": _("Not done yet"), "done": _("Done"), "all": _("All")}
    tabs = [{"key": key, "label": labels[key], "count": counts[key]} for key in queries.STANDINGS]
    context = {"page": page_of(queries.narrowed(rows, standing), request), "tabs": tabs, "standing": standing}
    return render(request, "workgroups/promises/list.html", {**context, "counts": counts})


def found_promise(request: HttpRequest, promise_id: int) -> Promise:
    return get_object_or_404(queries.ledger_of(request.user), pk=promise_id)


def promise_page(request: HttpRequest, promise: Promise, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "promise": promise,
        "form": forms.get("form") or PromiseForm(promise=promise),
        "done_form": forms.get("done_form") or DoneForm(),
        "may_change": promise.state == Promise.State.OPEN and permissions.can_change_promise(request.user, promise),
    }
    return render(request, "workgroups/promises/page.html", context, status=status)


def show_promise(request: HttpRequest, promise_id: int) -> HttpResponse:
    promise = found_promise(request, promise_id)
    if request.method != "POST":
        return promise_page(request, promise)
    require(permissions.can_change_promise(request.user, promise))
    form = PromiseForm(request.POST, promise=promise)
    if not form.is_valid():
        return promise_page(request, promise, 422, form=form)
    try:
        actions.change_promise(form.promise_changed(), by=request.user)
    except ParticipationError as error:
        show_error(form, error)
        return promise_page(request, found_promise(request, promise_id), error.status, form=form)
    messages.success(request, _("Saved."))
    return redirect("workgroups:promise_page", promise_id)


@require_POST
def mark_done(request: HttpRequest, promise_id: int) -> HttpResponse:
    promise = found_promise(request, promise_id)
    require(permissions.can_change_promise(request.user, promise))
    form = DoneForm(request.POST)
    form.is_valid()
    try:
        actions.mark_done(promise, form.texts_of("note"), by=request.user)
    except ParticipationError as error:
        show_error(form, error)
        status = error.status if error.status == 409 else 422
        return promise_page(request, found_promise(request, promise_id), status, done_form=form)
    messages.success(request, _("Marked done. The author reads it with the receipt code."))
    return redirect("workgroups:promise_page", promise_id)
