"""Coordinators say what residents may do with ideas, and look at what waits or was reported."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.actions.moderation import judge_many
from participation.actions.public_ideas import change_idea_rules
from participation.errors import ParticipationError
from participation.forms.public_ideas import IdeaRulesForm, JudgeForm
from participation.models.processes import Process
from participation.permissions import can_moderate_ideas
from participation.queries import moderation as queries
from participation.queries.public_ideas import public_count, rule_names
from participation.views.helpers import page_of, require, show_error


def moderated(request: HttpRequest, slug: str) -> Process:
    """Return a process whose ideas this person looks after; 404 for one that they may not see."""
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_moderate_ideas(request.user, process))
    return process


def ideas_desk(request: HttpRequest, slug: str) -> HttpResponse:
    process = moderated(request, slug)
    form = JudgeForm(request.POST or None, references=request.POST.getlist("chosen"))
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        things = queries.things_named(process, kept["chosen"])
        rule = kept["rule"] if kept["do"] == "remove" else ""
        try:
            done, changed = judge_many(things, rule, note=kept["note"], masked=kept["do"] == "mask", by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            tell(request, done, len(kept["chosen"]) - done if changed or len(things) < len(kept["chosen"]) else 0)
            return redirect(f"{reverse('participation:ideas_desk', args=[slug])}?tab={tab_of(request)}")
    return render(
        request, "participation/moderation/queue.html", queue_context(request, process, form),
        status=422 if form.errors else 200,
    )  # fmt: skip


def tab_of(request: HttpRequest) -> str:
    tab = request.GET.get("tab", "")
    return tab if tab in queries.TABS else "waiting"


def queue_context(request: HttpRequest, process: Process, form: JudgeForm) -> dict[str, Any]:
    tab = tab_of(request)
    keys = queries.keys_of(process, tab)
    page = page_of(keys, request)
    labels = {"waiting": _("To look at"), "shown": _("In public"), "removed": _("Removed")}
    return {
        "process": process,
        "tab": tab,
        "tabs": [{"label": labels[one], "address": f"?tab={one}", "current": one == tab} for one in queries.TABS],
        "page": page,
        "cases": queries.cases_of(page.object_list),
        "form": form,
        "rules": rule_names(),
        "ticked": set(form.data.getlist("chosen")) if form.is_bound else set(),
    }


def tell(request: HttpRequest, done: int, changed: int) -> None:
    """Say how many were judged and how many had changed meanwhile."""
    if done:
        messages.success(request, ngettext("%(n)s is done.", "%(n)s are done.", done) % {"n": done})
    if changed:
        text = ngettext(
            "%(n)s had changed meanwhile and was left.", "%(n)s had changed meanwhile and were left.", changed
        )
        messages.warning(request, text % {"n": changed})


def idea_rules(request: HttpRequest, slug: str) -> HttpResponse:
    process = moderated(request, slug)
    form = IdeaRulesForm(request.POST if request.method == "POST" else None, instance=process)
    if request.method == "POST" and form.is_valid():
        change_idea_rules(process, by=request.user, **form.cleaned_data)
        messages.success(request, _("The rules are saved and hold from now on."))
        return redirect("participation:ideas_desk", slug=slug)
    context = {"process": process, "form": form, "public": public_count(process)}
    return render(request, "participation/moderation/rules.html", context, status=422 if form.errors else 200)
