"""The coordinator's pages of the tree: new groups, names and places, merging and splitting, members, days away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participation.errors import ParticipationError
from participation.models import Process
from participation.views.helpers import require, show_error
from workgroups import permissions
from workgroups.actions import groups as group_actions
from workgroups.actions import reorganisation as actions
from workgroups.actions.lineage import undo
from workgroups.forms import reorganisation as forms
from workgroups.models import Absence, Group, Membership, Operation
from workgroups.queries import groups as group_queries
from workgroups.queries import lineage as queries
from workgroups.views.groups import desk_address, desk_group

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def process_of(request: HttpRequest, slug: str) -> Process:
    """Return a process that this person coordinates; for every other there is no such page."""
    return get_object_or_404(Process.objects.coordinated_by(request.user), slug=slug)


@get_or_post
def make_group(request: HttpRequest, slug: str) -> HttpResponse:
    process = process_of(request, slug)
    require(permissions.can_reorganise(request.user, process))
    form = forms.NewGroupForm(request.POST or None, process=process)
    if request.method == "POST" and form.is_valid():
        try:
            group = group_actions.create_group(form.group(), by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(
                request, _("Working group %(code)s is there. Appoint its chair next.") % {"code": group.code}
            )
            return redirect("workgroups:groups_desk" if group.is_heading else members_address(group))
    context = {"process": process, "form": form}
    return render(request, "workgroups/groups/new.html", context, status=422 if form.errors else 200)


@get_or_post
def place_group(request: HttpRequest, code: str) -> HttpResponse:
    group = desk_group(request, code)
    require(permissions.can_reorganise(request.user, group.process))
    form = forms.PlaceForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            actions.place_group(
                group, words["code"], form.texts_of("name"), words["parent"], by=request.user, reason=words["reason"]
            )
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved. What was told before keeps the old name."))
            return redirect(desk_address(group))
    context = {"group": group, "form": form}
    return render(request, "workgroups/groups/place.html", context, status=422 if form.errors else 200)


@get_or_post
def merge_groups(request: HttpRequest, slug: str) -> HttpResponse:
    process = process_of(request, slug)
    require(permissions.can_reorganise(request.user, process))
    form = forms.MergeForm(request.POST or None, process=process)
    plan = None
    if request.method == "POST" and form.is_valid():
        groups, target = list(form.cleaned_data["groups"]), form.target()
        plan = queries.plan_of([group for group in groups if group.pk != target.pk])
        if request.POST.get("then") == "merge":
            try:
                actions.merge_groups(groups, target, by=request.user, reason=form.cleaned_data["reason"])
            except ParticipationError as error:
                show_error(form, error)
            else:
                messages.success(request, _("The groups are merged. All that was open lies with the new one."))
                return redirect(desk_address(target))
    context = {"process": process, "form": form, "plan": plan}
    return render(request, "workgroups/groups/merge.html", context, status=422 if form.errors else 200)


@get_or_post
def split_group(request: HttpRequest, code: str) -> HttpResponse:
    group = desk_group(request, code)
    require(permissions.can_reorganise(request.user, group.process))
    items = queries.open_items_of(group)
    form = forms.SplitForm(request.POST or None, group=group, items=items)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["reason"]
        try:
            actions.split_group(group, form.groups(), form.choice(), by=request.user, reason=words)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The group is split. Each contribution lies where you chose."))
            return redirect("workgroups:reorganisations", group.process.slug)
    context = {"group": group, "form": form, "plan": queries.plan_of([group])}
    return render(request, "workgroups/groups/split.html", context, status=422 if form.errors else 200)


def list_reorganisations(request: HttpRequest, slug: str) -> HttpResponse:
    process = process_of(request, slug)
    context = {"process": process, "chapters": queries.chapters_in(process)}
    return render(request, "workgroups/groups/history.html", context)


@require_POST
def undo_reorganisation(request: HttpRequest, operation_id: int) -> HttpResponse:
    coordinated = Process.objects.coordinated_by(request.user)
    rows = Operation.objects.of_groups().filter(process__in=coordinated).select_related("process")
    operation = get_object_or_404(rows, pk=operation_id)
    require(permissions.can_undo_reorganisation(request.user, operation))
    try:
        undo(operation, by=request.user)
    except ParticipationError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("It is undone. What was open lies where it was."))
    return redirect("workgroups:reorganisations", operation.process.slug)


def members_address(group: Group) -> str:
    return desk_address(group).replace("?", "members/?", 1)


@get_or_post
def edit_members(request: HttpRequest, code: str) -> HttpResponse:
    group = desk_group(request, code)
    require(permissions.can_appoint(request.user, group))
    form = forms.AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        since, until = words["since"], words["until"]
        try:
            group_actions.appoint(words["email"], group, words["role"], by=request.user, since=since, until=until)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Appointed."))
            return redirect(members_address(group))
    context = {"group": group, "form": form, **group_queries.terms_of(group)}
    return render(request, "workgroups/groups/members.html", context, status=422 if form.errors else 200)


def membership_of(request: HttpRequest, membership_id: int) -> Membership:
    rows = Membership.objects.filter(group__in=Group.objects.visible_at_desk(request.user))
    return get_object_or_404(rows.select_related("group__process", "person"), pk=membership_id)


@require_POST
def end_membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = membership_of(request, membership_id)
    require(permissions.can_appoint(request.user, membership.group))
    group_actions.end_membership(membership, by=request.user)
    messages.success(request, _("The term ended yesterday."))
    return redirect(members_address(membership.group))


@get_or_post
def note_absence(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = membership_of(request, membership_id)
    require(permissions.can_note_absence(request.user, membership))
    form = forms.AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group_actions.note_absence(form.absence(membership.group, membership.person), by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Noted. The deputy acts on these days."))
            return redirect(desk_address(membership.group))
    context: dict[str, Any] = {"membership": membership, "group": membership.group, "form": form}
    context["absences"] = Absence.objects.filter(group=membership.group, person=membership.person)
    return render(request, "workgroups/groups/absence.html", context, status=422 if form.errors else 200)


@require_POST
def drop_absence(request: HttpRequest, membership_id: int, absence_id: int) -> HttpResponse:
    membership = membership_of(request, membership_id)
    require(permissions.can_note_absence(request.user, membership))
    absence = get_object_or_404(Absence, pk=absence_id, group=membership.group, person=membership.person)
    group_actions.drop_absence(absence, by=request.user)
    messages.success(request, _("The days away are taken back."))
    return redirect(desk_address(membership.group))
