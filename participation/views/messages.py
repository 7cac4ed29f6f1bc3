"""Messages of staff: the list, how often, what every kind looks like, what did not arrive."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from participation.actions import deliveries
from participation.actions import preferences as actions
from participation.extension_points import notification_kinds
from participation.forms.messages import PreferencesForm
from participation.logic.rhythm import Quiet
from participation.models.notifications import Follow, Notification
from participation.permissions import can_see_operations
from participation.queries import previews
from participation.queries.notifications import undelivered
from participation.queries.rhythm import own_quiet
from participation.views.helpers import page_of, require


@require_GET
def message_list(request):
    rows = Notification.objects.visible_to(request.user).order_by("is_read", "-noted_at", "-pk")
    context = {
        "page": page_of(rows, request),
        "unread": request.user.unread,
        "may_see": can_see_operations(request.user),
    }
    return render(request, "participation/messages/list.html", context)


@require_POST
def open_message(request, uuid):
    row = get_object_or_404(Notification.objects.visible_to(request.user), pk=uuid)
    actions.mark_read(row)
    return redirect(row.address or "participation:messages")


@require_POST
def read_all(request):
    actions.mark_all_read(request.user)
    return redirect("participation:messages")


def preferences(request):
    quiet: Quiet = own_quiet(request.user)
    form = PreferencesForm(request.POST if request.method == "POST" else None, person=request.user, quiet=quiet)
    if form.is_valid():
        actions.choose_rhythms(form.rhythms(), form.quiet(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("participation:preferences")
    context = {"form": form}
    return render(request, "participation/messages/preferences.html", context, status=422 if form.errors else 200)


@csp_update({"frame-src": [SELF]})
@require_GET
def message_kinds(request):
    require(can_see_operations(request.user))
    language = chosen_language(request)
    context = {"previews": previews.previews(language), "chosen": language, "offered": settings.LANGUAGES}
    return render(request, "participation/messages/kinds.html", context)


@csp_replace({"default-src": [NONE], "style-src": ["'unsafe-inline'"], "frame-ancestors": [SELF], "sandbox": [""]})
@xframe_options_sameorigin
@require_GET
def kind_mail(request, key):
    require(can_see_operations(request.user))
    kind = notification_kinds.get(key)
    if kind is None and key != previews.DIGEST:
        raise Http404
    return HttpResponse(previews.html_of(key, chosen_language(request)))


@require_GET
def undelivered_messages(request):
    require(can_see_operations(request.user))
    page = page_of(undelivered(request.user), request)
    for row in page.object_list:
        row.words = deliveries.failure_words(row.failure)
    return render(request, "participation/messages/undelivered.html", {"page": page})


@require_POST
def drop_address(request, uuid):
    require(can_see_operations(request.user))
    row = get_object_or_404(undelivered(request.user).filter(follow__isnull=False), pk=uuid)
    actions.drop_address(Follow.objects.get(pk=row.follow_id), by=request.user)
    messages.success(request, _("The address is erased."))
    return redirect("participation:undelivered")


def chosen_language(request):
    wanted = request.GET.get("in", "")
    return wanted if wanted in dict(settings.LANGUAGES) else request.LANGUAGE_CODE
