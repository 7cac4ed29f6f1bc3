"""The agenda of a meeting, the meeting itself, and recording what it did with each matter."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from participation.errors import Conflict, ParticipationError
from participation.views.helpers import require, show_error
from workgroups import permissions
from workgroups.actions import agenda as actions
from workgroups.actions import meetings as meeting_actions
from workgroups.actions import prints
from workgroups.forms.agenda import ItemForm, RecordForm, ruling_form
from workgroups.models import AgendaItem, Meeting
from workgroups.queries import agenda as queries
from workgroups.views.meetings import desk_meeting, meeting_address
from workgroups.views.reviews import back_to_inbox, find, version_seen

FOLLOW_SECONDS = "20"


def meeting_context(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """Return what every page of a meeting shows: its matters in order, and what this person may do."""
    items = queries.items_of(meeting)
    return {
        "group": meeting.group,
        "meeting": meeting,
        "rows": [{"item": item, "title": queries.desk_name(item, get_language() or "fi")} for item in items],
        "left": sum(item.state == AgendaItem.State.OPEN for item in items),
        "can_edit": permissions.can_edit_meeting(request.user, meeting.group),
        "can_record": permissions.can_record_meeting(request.user, meeting),
    }


def show_agenda(request: HttpRequest, code: str, number: int) -> HttpResponse:
    meeting = desk_meeting(request, code, number)
    if request.method == "POST":
        require(permissions.can_edit_meeting(request.user, meeting.group))
    form = ItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_item(form.item_for(meeting), by=request.user)
        messages.success(request, _("Added to the agenda."))
        return redirect(meeting_address(meeting, "meeting_agenda"))
    context = {**meeting_context(request, meeting), "form": form}
    return render(request, "workgroups/meetings/agenda.html", context, status=422 if form.errors else 200)


@require_GET
def print_agenda(request: HttpRequest, code: str, number: int) -> HttpResponse:
    meeting = desk_meeting(request, code, number)
    return pdf_answer(prints.print_agenda(meeting, get_language() or "fi"), f"{_('agenda')}-{code}-{number}.pdf")


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Return a PDF that opens in the browser and is saved under a telling name."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
def take_to_agenda(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    require(card.assignment is not None and permissions.can_take_to_agenda(request.user, card.assignment))
    try:
        item = actions.take_to_agenda(card.assignment, by=request.user, version=version_seen(request, card))
    except ParticipationError as error:
        messages.warning(request, error.message)
    else:
        words = _("%(reference)s is on the agenda of meeting %(n)s.")
        messages.success(request, words % {"reference": card.submission.reference, "n": item.meeting.number})
    return back_to_inbox(request) if "back" in request.POST else redirect("workgroups:review_page", submission_id)


def found_item(request: HttpRequest, item_id: int) -> AgendaItem:
    """Return a matter that this person may see; for everything else there is no such page."""
    item = queries.item_visible_to(request.user, item_id)
    if item is None:
        raise Http404
    return item


@require_POST
def move_item(request: HttpRequest, item_id: int) -> HttpResponse:
    item = found_item(request, item_id)
    require(permissions.can_edit_meeting(request.user, item.meeting.group))
    actions.move_item(item, request.POST.get("direction", ""), by=request.user)
    return redirect(f"{meeting_address(item.meeting, 'meeting_agenda')}#matter-{item.pk}")


@require_POST
def remove_item(request: HttpRequest, item_id: int) -> HttpResponse:
    item = found_item(request, item_id)
    require(permissions.can_edit_meeting(request.user, item.meeting.group))
    try:
        actions.remove_item(item, by=request.user)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    else:
        messages.success(request, _("Taken off the agenda."))
    return redirect(meeting_address(item.meeting, "meeting_agenda"))


@require_GET
def show_meeting(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the meeting; whoever looks on may let the page read itself again every so often."""
    meeting = desk_meeting(request, code, number)
    follows = "follow" in request.GET
    seats = queries.seats_of(meeting)
    present = [seat for seat in seats if seat.present]
    context = {**meeting_context(request, meeting), "seats": seats, "present": present, "follows": follows}
    answer = render(request, "workgroups/meetings/live.html", context)
    if follows:
        answer.headers["Refresh"] = FOLLOW_SECONDS
    return answer


@require_POST
def note_attendance(request: HttpRequest, code: str, number: int) -> HttpResponse:
    meeting = desk_meeting(request, code, number)
    require(permissions.can_record_meeting(request.user, meeting))
    ticked = request.POST.getlist("present")
    people = [seat.person for seat in queries.seats_of(meeting) if str(seat.person.pk) in ticked]
    meeting_actions.note_attendance(meeting, people, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(meeting_address(meeting, "meeting_live"))


@require_POST
def end_meeting(request: HttpRequest, code: str, number: int) -> HttpResponse:
    meeting = desk_meeting(request, code, number)
    require(permissions.can_record_meeting(request.user, meeting))
    try:
        actions.end_meeting(meeting, by=request.user)
    except ParticipationError as error:
        messages.warning(request, error.message)
        return redirect(meeting_address(meeting, "meeting_live"))
    messages.success(request, _("The meeting is ended. Read the minutes."))
    return redirect(meeting_address(meeting, "minutes_approve"))


def record_item(request: HttpRequest, item_id: int) -> HttpResponse:
    item = found_item(request, item_id)
    require(permissions.can_record_meeting(request.user, item.meeting))
    seats = queries.seats_of(item.meeting)
    data = request.POST if request.method == "POST" else None
    form, ruling = RecordForm(data, item=item, seats=seats), ruling_form(item, data)
    status = 200
    if data is not None:
        status = saved_or_status(request, item, form, ruling)
        if not status:
            return after_record(request, item)
    context = {**meeting_context(request, item.meeting), "item": item, "form": form, "ruling": ruling}
    context["title"] = queries.desk_name(item, get_language() or "fi")
    return render(request, "workgroups/meetings/item.html", context, status=status)


def saved_or_status(request: HttpRequest, item: AgendaItem, form: RecordForm, ruling: Any) -> int:
    """Record the matter; returns 0 when that was done, else the status of the page that shows why not."""
    if not all([form.is_valid(), ruling is None or ruling.is_valid()]):
        return 422
    decided = ruling if ruling and ruling.decides else None
    try:
        actions.record_item(item, form.record(decided), by=request.user, version=form.cleaned_data["item_version"])
    except ParticipationError as error:
        show_error(form, error)
        return error.status if error.status == 409 else 422
    return 0


def after_record(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Lead on to the next open matter, else back to the meeting."""
    messages.success(request, _("Recorded."))
    following = queries.next_open_item(queries.items_of(item.meeting), item)
    if following is None:
        return redirect(meeting_address(item.meeting, "meeting_live"))
    return redirect(reverse("workgroups:agenda_item", args=[following.pk]))
