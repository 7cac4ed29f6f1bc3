"""Planning meetings and writing down what was discussed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from participation.views.helpers import require, show_error
from workgroups import permissions
from workgroups.actions import meetings as actions
from workgroups.forms.meetings import MeetingForm, NotesForm, new_meeting
from workgroups.models import Group, Meeting
from workgroups.views.groups import desk_address, desk_group


def editable_group(request: HttpRequest, code: str) -> Group:
    group = desk_group(request, code)
    require(permissions.can_edit_meeting(request.user, group))
    return group


def plan_meeting(request: HttpRequest, code: str) -> HttpResponse:
    group = editable_group(request, code)
    form = MeetingForm(request.POST if request.method == "POST" else None, meeting=new_meeting(group))
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_meeting(form.meeting_changed(), by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The meeting is on the group's page."))
            return redirect(desk_address(group))
    context = {"group": group, "form": form, "meeting": None}
    return render(request, "workgroups/meetings/edit.html", context, status=422 if form.errors else 200)


def edit_meeting(request: HttpRequest, code: str, number: int) -> HttpResponse:
    group = editable_group(request, code)
    meeting = get_object_or_404(Meeting, group=group, number=number)
    form = MeetingForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        actions.change_meeting(form.meeting_changed(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect(desk_address(group))
    context = {"group": group, "form": form, "meeting": meeting}
    return render(request, "workgroups/meetings/edit.html", context, status=422 if form.errors else 200)


def write_notes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    group = editable_group(request, code)
    meeting = get_object_or_404(Meeting.objects.select_related("group"), group=group, number=number)
    form = NotesForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_notes(meeting, form.texts_of("notes"), by=request.user)
            if "publish" in request.POST:
                actions.publish_notes(meeting, by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Published.") if meeting.published_on else _("Saved as a draft."))
            return redirect(desk_address(group))
    context = {"group": group, "form": form, "meeting": meeting}
    return render(request, "workgroups/meetings/notes.html", context, status=422 if form.errors else 200)
