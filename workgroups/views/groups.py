"""The public page of a working group, and what its people see of it at the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.views.helpers import page_of, require, resident_page
from workgroups import permissions
from workgroups.actions import groups as actions
from workgroups.forms.groups import GroupForm
from workgroups.models import Group
from workgroups.queries import groups as queries

DECISIONS_A_PAGE = 5


def found(group: Group | None) -> Group:
    if group is None:
        raise Http404
    return group


def desk_group(request: HttpRequest, code: str) -> Group:
    """Return a group that this person may open at the desk; 404 for any other."""
    visible = Group.objects.visible_at_desk(request.user)
    return found(queries.group_by_code(visible, code, request.GET.get("process", "")))


def desk_address(group: Group) -> str:
    return reverse("workgroups:group_desk", args=[group.code]) + f"?process={group.process.slug}"


@resident_page
def show_group(request: HttpRequest, code: str) -> HttpResponse:
    group = found(queries.group_by_code(Group.objects.public(), code, request.GET.get("process", "")))
    page = queries.page_of_group(group)
    decisions = page_of(page.decisions, request, DECISIONS_A_PAGE)
    context = {"group": group, "page": page, "decisions": decisions, "answers": queries.answers_of(decisions)}
    return render(request, "workgroups/groups/page.html", context)


def list_groups(request: HttpRequest) -> HttpResponse:
    require(permissions.has_group_desk(request.user))
    return render(
        request,
        "workgroups/groups/list.html",
        {
            "processes": (processes := queries.groups_at_desk(request.user)),
            "reorganises": [one.pk for one, _branches in processes if permissions.can_reorganise(request.user, one)],
        },
    )


def show_desk(request: HttpRequest, code: str) -> HttpResponse:
    group = desk_group(request, code)
    context = {
        "group": group,
        "desk": queries.desk_of_group(group),
        "meeting": queries.next_meetings_of([group]).get(group.pk),
        "can_edit": permissions.can_edit_group(request.user, group),
        "can_edit_meeting": permissions.can_edit_meeting(request.user, group) and group.ended_on is None,
        "can_reorganise": permissions.can_reorganise(request.user, group.process),
        "own_membership": queries.membership_in(group, request.user),
    }
    return render(request, "workgroups/groups/desk.html", context)


def edit_group(request: HttpRequest, code: str) -> HttpResponse:
    group = desk_group(request, code)
    require(permissions.can_edit_group(request.user, group))
    form = GroupForm(request.POST if request.method == "POST" else None, group=group)
    if request.method == "POST" and form.is_valid():
        actions.change_group(form.group_changed(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect(desk_address(group))
    context = {"group": group, "form": form}
    return render(request, "workgroups/groups/edit.html", context, status=422 if form.errors else 200)
