"""Pages that end a review: passing a contribution on, giving it back, and publishing decisions after a last look."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from participation.errors import ParticipationError
from participation.views.helpers import require, show_error
from workgroups import permissions
from workgroups.actions import reviews as actions
from workgroups.actions import routing
from workgroups.forms.reviews import PassOnForm
from workgroups.models import Decision, Group
from workgroups.queries import decisions as queries
from workgroups.queries.reviews import Card
from workgroups.views.reviews import back_to_inbox, find

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def forward_submission(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    lies = card.assignment
    require(lies is not None and permissions.can_forward_submission(request.user, lies))
    groups = list(Group.objects.for_process(card.submission.process).in_use().exclude(pk=lies.group_id))
    form = PassOnForm(request.POST or None, groups=groups, initial={"version": card.submission.version})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        target = next(group for group in groups if str(group.pk) == words["group"])
        try:
            routing.forward(lies, target, by=request.user, reason=words["reason"], version=words["version"])
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Forwarded to working group %(group)s.") % {"group": target.code})
            return back_to_inbox(request)
    return pass_on_page(request, card, form, "forward")


@get_or_post
def decline_submission(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    require(card.assignment is not None and permissions.can_decline_submission(request.user, card.assignment))
    form = PassOnForm(request.POST or None, initial={"version": card.submission.version})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            routing.decline(card.assignment, by=request.user, reason=words["reason"], version=words["version"])
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Given back: the coordinator finds the right group."))
            return back_to_inbox(request)
    return pass_on_page(request, card, form, "decline")


def pass_on_page(request: HttpRequest, card: Card, form: PassOnForm, verb: str) -> HttpResponse:
    context = {
        "card": card,
        "submission": card.submission,
        "form": form,
        "verb": verb,
        "back": request.POST.get("back", request.GET.get("back", "")),
    }
    return render(request, "workgroups/reviews/pass_on.html", context, status=422 if form.errors else 200)


@get_or_post
def publish_decision(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    decision = card.decision
    if decision is None:
        raise Http404
    require(permissions.can_publish_decision(request.user, decision))
    if decision.published_on:
        messages.info(request, _("This decision is already published."))
        return redirect("workgroups:review_page", submission_id)
    fault = None
    if request.method == "POST":
        try:
            actions.publish(checked(request, decision), by=request.user)
        except ParticipationError as error:
            fault = error
        else:
            messages.success(request, _("The answer is published. Its author can read it with the receipt code."))
            return (
                back_to_inbox(request) if "back" in request.POST else redirect("workgroups:review_page", submission_id)
            )
    data = request.POST if request.method == "POST" else request.GET
    context = {"card": card, "previews": queries.previews_of([decision]), "fault": fault, "back": data.get("back")}
    return render(request, "workgroups/reviews/publish.html", context, status=fault.status if fault else 200)


def checked(request: HttpRequest, decision: Decision) -> Decision:
    """Return the decision that was read on the page; a corrected one is another, and must be read first."""
    if request.POST.get("decision") != str(decision.pk):
        raise actions.changed(decision.submission)
    return decision


@get_or_post
def publish_decisions(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    ids = [int(one) for one in data.getlist("decision") if one.isascii() and one.isdigit() and len(one) < 16]
    rows = queries.publishable_by(request.user, ids)
    context: dict[str, Any] = {"previews": queries.previews_of(rows), "many": True, "back": data.get("back", "")}
    if request.method == "POST" and rows:
        try:
            done = actions.publish_many(rows, by=request.user)
        except ParticipationError as error:
            context["fault"] = error
            return render(request, "workgroups/reviews/publish.html", context, status=422)
        n = len(done.now)
        messages.success(request, ngettext("%(n)s answer published.", "%(n)s answers published.", n) % {"n": n})
        return back_to_inbox(request)
    return render(request, "workgroups/reviews/publish.html", context)
