"""Planning meetings, inviting to them, the public calendar, and writing down what was discussed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.errors import Conflict, ParticipationError
from participation.views.helpers import require, resident_page, show_error
from workgroups import permissions
from workgroups.actions import meetings as actions
from workgroups.forms.meetings import MeetingForm, NotesForm, new_meeting
from workgroups.models import Group, Meeting
from workgroups.queries.groups import group_by_code
from workgroups.queries.meetings import calendar_of
from workgroups.views.groups import desk_address, desk_group, found


def editable_group(request: HttpRequest, code: str) -> Group:
    group = desk_group(request, code)
    require(permissions.can_edit_meeting(request.user, group))
    return group


def desk_meeting(request: HttpRequest, code: str, number: int) -> Meeting:
    """Return a meeting of a group that this person may open at the desk; 404 for any other."""
    group = desk_group(request, code)
    meeting = get_object_or_404(Meeting, group=group, number=number)
    meeting.group = group
    return meeting


def meeting_address(meeting: Meeting, name: str) -> str:
    address = reverse(f"workgroups:{name}", args=[meeting.group.code, meeting.number])
    return f"{address}?process={meeting.group.process.slug}"


@resident_page
def show_calendar(request: HttpRequest, code: str) -> HttpResponse:
    group = found(group_by_code(Group.objects.public(), code, request.GET.get("process", "")))
    content = calendar_of(group, get_language() or "fi")
    headers = {"Content-Disposition": 'inline; filename="meetings.ics"', "Cache-Control": "public, max-age=300"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


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


@require_POST
def invite_members(request: HttpRequest, code: str, number: int) -> HttpResponse:
    group = editable_group(request, code)
    meeting = get_object_or_404(Meeting, group=group, number=number)
    told = actions.invite_members(meeting, by=request.user)
    words = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", told) % {"n": told}
    messages.success(request, words if told else _("Everybody was told before."))
    return redirect(meeting_address(meeting, "meeting_agenda"))


def write_notes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    group = editable_group(request, code)
    meeting = get_object_or_404(Meeting.objects.select_related("group"), group=group, number=number)
    form = NotesForm(request.POST if request.method == "POST" else None, meeting=meeting)
    context = {"group": group, "form": form, "meeting": meeting}
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_notes(meeting, form.texts_of("notes"), seen=form.cleaned_data["seen"] or {}, by=request.user)
        except Conflict as error:
            show_error(form, error)
            form.show_as_seen(error.current)
            return render(request, "workgroups/meetings/notes.html", {**context, "theirs": error.current}, status=409)
        messages.success(request, _("Saved. Residents read it when the minutes are approved."))
        return redirect(meeting_address(meeting, "minutes_approve"))
    return render(request, "workgroups/meetings/notes.html", context, status=422 if form.errors else 200)
