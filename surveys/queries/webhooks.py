"""What other programs can be told of surveys."""

from django.utils.translation import gettext as _

from participation.extension_points import WebhookEvent

WEBHOOK_EVENTS = (
    WebhookEvent("survey.opened", lambda: _("A survey was opened"), 40),
    WebhookEvent("survey.rescheduled", lambda: _("The times of an open survey were changed"), 42),
    WebhookEvent("survey.closed", lambda: _("A survey was closed"), 44),
)
