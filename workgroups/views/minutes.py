"""Minutes: what everybody reads of a meeting, and the draft that the chair approves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from participation.errors import ParticipationError
from participation.views.helpers import require, resident_page, show_error
from workgroups import permissions
from workgroups.actions import minutes as actions
from workgroups.actions import prints
from workgroups.forms.minutes import ApprovalForm
from workgroups.models import AgendaItem, Group, Minutes
from workgroups.queries import minutes as queries
from workgroups.queries.groups import group_by_code
from workgroups.views.agenda import pdf_answer
from workgroups.views.groups import found
from workgroups.views.meetings import desk_meeting, meeting_address

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def readable_minutes(request: HttpRequest, code: str, number: int) -> Minutes:
    group = found(group_by_code(Group.objects.public(), code, request.GET.get("process", "")))
    minutes = queries.public_minutes(group.pk, number, request.GET.get("version", ""))
    if minutes is None:
        raise Http404
    return minutes


@require_GET
@resident_page
def show_minutes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    minutes = readable_minutes(request, code, number)
    context = {
        "group": minutes.meeting.group,
        "minutes": minutes,
        "words": queries.words_for(minutes, get_language() or "fi"),
        "versions": queries.versions_of(minutes.meeting),
    }
    return render(request, "workgroups/meetings/minutes.html", context)


@require_GET
@resident_page
def print_minutes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    minutes = readable_minutes(request, code, number)
    content = prints.print_minutes(minutes, get_language() or "fi")
    return pdf_answer(content, f"{_('minutes')}-{code}-{number}.pdf")


@require_GET
@resident_page
def write_minutes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    minutes = readable_minutes(request, code, number)
    content = prints.write_minutes(minutes, get_language() or "fi")
    headers = {"Content-Disposition": f'attachment; filename="{_("minutes")}-{code}-{number}.docx"'}
    return HttpResponse(content, content_type=DOCX, headers=headers)


def approve_minutes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    meeting = desk_meeting(request, code, number)
    may_approve = permissions.can_approve_minutes(request.user, meeting)
    versions = queries.versions_of(meeting)
    form = ApprovalForm(request.POST if request.method == "POST" else None, last=versions[0] if versions else None)
    status = 200
    if request.method == "POST":
        require(may_approve)
        status = approved_or_status(request, meeting, form)
        if not status:
            messages.success(request, _("The minutes are public."))
            return redirect(meeting_address(meeting, "minutes_approve"))
    words = queries.words_by_language(meeting)[(get_language() or "fi").split("-", 1)[0]]
    context = {
        "group": meeting.group, "meeting": meeting, "form": form, "versions": versions, "may_approve": may_approve,
        "words": words,
        "left": sum(section["kind"] == AgendaItem.State.OPEN for section in words["sections"]),
        "to_publish": queries.to_publish(meeting),
        "can_edit": permissions.can_edit_meeting(request.user, meeting.group),
    }  # fmt: skip
    return render(request, "workgroups/meetings/draft.html", context, status=status)


def approved_or_status(request: HttpRequest, meeting: object, form: ApprovalForm) -> int:
    """Approve the minutes; returns 0 when that was done, else the status of the page that shows why not."""
    if not form.is_valid():
        return 422
    try:
        actions.approve_minutes(meeting, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except ParticipationError as error:
        show_error(form, error)
        return error.status if error.status == 409 else 422
    return 0
