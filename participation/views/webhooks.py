"""Webhooks of the installation: adding one, its secret once, its log, pausing, sending again, removing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.actions import webhooks as actions
from participation.errors import ParticipationError
from participation.forms.webhooks import WebhookForm
from participation.models import Webhook, WebhookDelivery
from participation.permissions import can_manage_webhooks
from participation.queries.webhooks import deliveries_of, delivery_lines, webhook_lines
from participation.views.helpers import page_of, require


def managed(request: HttpRequest, uuid: str) -> Webhook:
    require(can_manage_webhooks(request.user))
    rows = Webhook.objects.visible_to(request.user).select_related("process")
    return get_object_or_404(rows, pk=uuid)


def webhooks_desk(request: HttpRequest) -> HttpResponse:
    require(can_manage_webhooks(request.user))
    lines = webhook_lines(Webhook.objects.visible_to(request.user))
    return render(request, "participation/webhooks/list.html", {"lines": lines})


@never_cache
def webhook_new(request: HttpRequest) -> HttpResponse:
    require(can_manage_webhooks(request.user))
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        webhook, is_new = actions.add_webhook(form.webhook(), by=request.user)
        if not is_new:
            return redirect("participation:webhook", uuid=webhook.pk)
        context = {"webhook": webhook, "secret": actions.secret(webhook)}
        return render(request, "participation/webhooks/secret.html", context, status=201)
    return render(request, "participation/webhooks/new.html", {"form": form}, status=422 if form.errors else 200)


def webhook_page(request: HttpRequest, uuid: str) -> HttpResponse:
    webhook = managed(request, uuid)
    form = WebhookForm(request.POST if request.method == "POST" else None, instance=webhook)
    if request.method == "POST" and form.is_valid():
        actions.change_webhook(form.webhook(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("participation:webhook", uuid=uuid)
    shown = managed(request, uuid) if form.errors else webhook
    page = page_of(deliveries_of(shown), request)
    context = {"webhook": shown, "form": form, "page": page, "lines": delivery_lines(page.object_list)}
    return render(request, "participation/webhooks/page.html", context, status=422 if form.errors else 200)


def tried(request: HttpRequest, change, done: str) -> None:
    """Do it and say so, or say why not."""
    try:
        change()
    except ParticipationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)


@require_POST
def webhook_switch(request: HttpRequest, uuid: str, verb: str) -> HttpResponse:
    webhook = managed(request, uuid)
    act, done = {
        "test": (actions.test_webhook, _("A test message is on its way. Load the page again to see how it went.")),
        "pause": (actions.pause_webhook, _("The webhook is paused. What happens meanwhile is kept for it.")),
        "resume": (actions.resume_webhook, _("The webhook goes on. What was kept is sent in order.")),
        "remove": (actions.remove_webhook, _("The webhook is gone, and its log with it.")),
    }[verb]
    tried(request, lambda: act(webhook, by=request.user), done)
    return redirect("participation:webhooks") if verb == "remove" else redirect("participation:webhook", uuid=uuid)


@require_POST
def webhook_message(request: HttpRequest, uuid: str, number: int, verb: str) -> HttpResponse:
    webhook = managed(request, uuid)
    rows = WebhookDelivery.objects.filter(webhook=webhook).select_related("webhook")
    delivery = get_object_or_404(rows, pk=number)
    act, done = {
        "again": (actions.send_again, _("The message is on its way. Load the page again to see how it went.")),
        "out": (actions.leave_out, _("The message was left out. The next ones go on.")),
    }[verb]
    tried(request, lambda: act(delivery, by=request.user), done)
    return redirect("participation:webhook", uuid=uuid)
