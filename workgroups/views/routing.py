"""The coordinator's tray of unrouted contributions, and the rules that keep it short."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from participation.errors import ParticipationError
from participation.models import Process
from participation.permissions import coordinates_something
from participation.queries.submissions import language_names
from participation.views.helpers import page_of, require, show_error
from workgroups import permissions
from workgroups.actions import routing as actions
from workgroups.actions import rules as rule_actions
from workgroups.forms.reviews import CHANNEL_WORDS
from workgroups.forms.routing import BulkForm, RouteForm, RuleForm
from workgroups.models import Rule
from workgroups.queries import routing as queries
from workgroups.queries.conditions import lines_of
from workgroups.queries.tray import coordinated, tray_items, tray_of, tray_visible_to

LONGEST_SEARCH = 100


def show_tray(request: HttpRequest) -> HttpResponse:
    require(coordinates_something(request.user))
    processes = list(Process.objects.coordinated_by(request.user).order_by("-pk"))
    chosen, words = chosen_process(request, processes), searched(request.GET)
    waiting = tray_of(request.user, chosen, words) if chosen else None
    typed = request.POST if request.method == "POST" else None
    form = BulkForm(typed, process=chosen, visible=waiting) if chosen else None
    if request.method == "POST" and form and form.is_valid():
        require(permissions.can_route_submission(request.user, chosen))
        tell_bulk(
            request, *actions.assign_many(form.cleaned_data["chosen"], form.cleaned_data["group"], by=request.user)
        )
        return redirect(tray_address(chosen, words))
    page = page_of(waiting if chosen else [], request)
    context = {
        "processes": processes,
        "chosen": chosen,
        "page": page,
        "items": tray_items(page.object_list),
        "form": form,
        "words": words,
    }
    return render(request, "workgroups/routing/tray.html", context, status=422 if form and form.errors else 200)


def chosen_process(request: HttpRequest, processes: list[Process]) -> Process | None:
    """Return the process that ?process= names, else the newest one with something in its tray, else the newest."""
    slug = request.GET.get("process")
    named = next((one for one in processes if one.slug == slug), None)
    if named or not processes:
        return named
    filled = set(tray_visible_to(request.user).order_by().values_list("process_id", flat=True).distinct())
    return next((one for one in processes if one.pk in filled), processes[0])


def searched(sent: QueryDict) -> str:
    """Return the words that were typed into the search."""
    return sent.get("q", "").strip()[:LONGEST_SEARCH]


def tray_address(process: Process, words: str = "") -> str:
    query = {"process": process.slug} | ({"q": words} if words else {})
    return f"{reverse('workgroups:tray')}?{urlencode(query)}"


def tell_bulk(request: HttpRequest, done: list[Any], left: list[Any]) -> None:
    """Say how many were routed and how many somebody else had changed."""
    if done:
        text = ngettext("%(n)s contribution was routed.", "%(n)s contributions were routed.", len(done))
        messages.success(request, text % {"n": len(done)})
    if left:
        text = ngettext(
            "%(n)s contribution had changed meanwhile and was left as it is.",
            "%(n)s contributions had changed meanwhile and were left as they are.",
            len(left),
        )
        messages.warning(request, text % {"n": len(left)})


@require_POST
def route_one(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    submission = get_object_or_404(coordinated(request.user), pk=submission_id)
    require(permissions.can_route_submission(request.user, submission.process))
    form = RouteForm(request.POST, process=submission.process)
    if not form.is_valid():
        messages.error(request, _("Choose a working group."))
        return redirect(tray_address(submission.process, searched(request.POST)))
    values = form.cleaned_data
    try:
        actions.assign(submission, values["group"], by=request.user, reason=values["reason"], version=values["version"])
    except ParticipationError as error:
        messages.error(request, error.message)
    else:
        text = _("%(reference)s went to working group %(code)s.")
        messages.success(request, text % {"reference": submission.reference, "code": values["group"].code})
    return redirect(tray_address(submission.process, searched(request.POST)))


def rules_process(request: HttpRequest, slug: str) -> Process:
    """Return a process whose rules this person may edit; 404 for any other."""
    process = get_object_or_404(Process.objects.coordinated_by(request.user), slug=slug)
    require(permissions.can_edit_rules(request.user, process))
    return process


def show_rules(request: HttpRequest, slug: str) -> HttpResponse:
    process = rules_process(request, slug)
    rules = list(queries.rules_of(process))
    trial = None
    if "try" in request.GET:
        trial = queries.compared_trial(process, rules)
    context = {
        "process": process,
        "lines": lines_of(rules, process, {"channels": CHANNEL_WORDS, "languages": language_names()}),
        "trial": trial,
    }
    return render(request, "workgroups/routing/rules.html", context)


def add_rule(request: HttpRequest, slug: str) -> HttpResponse:
    process = rules_process(request, slug)
    return save_rule(request, process, Rule(process=process, is_active=False), rule_actions.add_rule)


def edit_rule(request: HttpRequest, slug: str, rule_id: int) -> HttpResponse:
    process = rules_process(request, slug)
    rule = get_object_or_404(Rule, process=process, pk=rule_id)
    if request.method == "POST" and "remove" in request.POST:
        rule_actions.remove_rule(rule, by=request.user)
        messages.success(request, _("The rule was removed. What it routed stays where it is."))
        return redirect("workgroups:rules", slug=slug)
    return save_rule(request, process, rule, rule_actions.change_rule)


def save_rule(request: HttpRequest, process: Process, rule: Rule, action: Any) -> HttpResponse:
    """Show the form of a rule and save what was typed."""
    form = RuleForm(request.POST if request.method == "POST" else None, instance=rule, process=process)
    if request.method == "POST" and form.is_valid():
        try:
            action(form.rule(), also=form.also_groups(), by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved. Try the rules before you put this one into use."))
            return redirect(reverse("workgroups:rules", args=[process.slug]) + "?try=1")
    context = {"process": process, "form": form, "rule": rule}
    return render(request, "workgroups/routing/rule.html", context, status=422 if form.errors else 200)


@require_POST
def move_rule(request: HttpRequest, slug: str, rule_id: int) -> HttpResponse:
    rule = get_object_or_404(Rule, process=rules_process(request, slug), pk=rule_id)
    rule_actions.move_rule(rule, earlier=request.POST.get("direction") == "earlier", by=request.user)
    return redirect("workgroups:rules", slug=slug)


@require_POST
def switch_rule(request: HttpRequest, slug: str, rule_id: int) -> HttpResponse:
    rule = get_object_or_404(Rule, process=rules_process(request, slug), pk=rule_id)
    rule_actions.switch_rule(rule, is_active=request.POST.get("active") == "1", by=request.user)
    return redirect("workgroups:rules", slug=slug)
