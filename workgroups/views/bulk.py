"""Steps for many contributions with a preview, in the inbox and in the tray; saved views."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from participation.errors import ParticipationError
from participation.models import Process, Submission
from participation.views.helpers import require, show_error
from workgroups import permissions
from workgroups.actions import bulk as actions
from workgroups.actions import views as view_actions
from workgroups.forms.bulk import ManyForm, SavedViewForm
from workgroups.forms.routing import groups_that_take
from workgroups.models import Group, SavedView
from workgroups.queries import bulk as queries
from workgroups.queries.tray import tray_visible_to
from workgroups.views.reviews import back_to_inbox

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def review_many(request: HttpRequest) -> HttpResponse:
    require(permissions.has_group_desk(request.user))
    data = request.POST if request.method == "POST" else request.GET
    act = data.get("act", "")
    if act not in queries.ACTS:
        raise Http404
    lines = queries.preview_of(request.user, act, queries.ticked(data.getlist("chosen")))
    able = [line for line in lines if line.is_possible]
    processes = list({line.card.submission.process for line in able})
    form = ManyForm(request.POST if request.method == "POST" else None, act=act, processes=processes)
    if request.method == "POST" and able and form.is_valid():
        try:
            done = actions.do_many(act, able, by=request.user, **form.cleaned_data)
        except ParticipationError as error:
            show_error(form, error)
        else:
            tell(request, done)
            return back_to_inbox(request)
    context = {"act": act, "lines": lines, "able": able, "form": form, "back": data.get("back", "")}
    return render(request, "workgroups/reviews/many.html", context, status=422 if form.errors else 200)


def tell(request: HttpRequest, told: actions.Done) -> None:
    """Say how many were done and how many somebody else had changed."""
    n, left = len(told.done), len(told.left)
    if n:
        words = ngettext("Done for %(n)s contribution.", "Done for %(n)s contributions.", n)
        messages.success(request, words % {"n": n})
    if left:
        words = ngettext(
            "%(n)s contribution had changed meanwhile and was left as it is.",
            "%(n)s contributions had changed meanwhile and were left as they are.",
            left,
        )
        messages.warning(request, words % {"n": left})


@get_or_post
def route_suggested(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.coordinated_by(request.user), slug=slug)
    require(permissions.can_route_submission(request.user, process))
    if request.method == "POST":
        tell(request, actions.assign_each(chosen_pairs(request, process), by=request.user))
        return redirect(f"{reverse('workgroups:tray')}?process={process.slug}")
    context = {"process": process, "items": queries.suggested_in(request.user, process)}
    return render(request, "workgroups/routing/suggested.html", context)


def chosen_pairs(request: HttpRequest, process: Process) -> list[tuple[Submission, int, Group]]:
    """Return the ticked contributions of the tray with the group chosen for each."""
    seen = queries.ticked(request.POST.getlist("chosen"))
    groups = {str(group.pk): group for group in groups_that_take(process)}
    rows = tray_visible_to(request.user).filter(process=process, pk__in=seen)
    wanted = ((row, seen[row.pk], groups.get(request.POST.get(f"to-{row.pk}", ""))) for row in rows)
    return [(row, version, group) for row, version, group in wanted if group]


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    require(permissions.has_group_desk(request.user))
    form = SavedViewForm(request.POST)
    fault: Any = None
    if form.is_valid():
        try:
            view_actions.save_view(form.cleaned_data["name"], request.POST.get("back", ""), by=request.user)
        except ParticipationError as error:
            fault = error.message
    else:
        fault = form.errors["name"][0]
    messages.error(request, fault) if fault else messages.success(request, _("The view is saved."))
    return back_to_inbox(request)


@require_POST
def forget_view(request: HttpRequest, view_id: int) -> HttpResponse:
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=view_id)
    view_actions.forget_view(view, by=request.user)
    messages.success(request, _("The view is removed."))
    return back_to_inbox(request)
