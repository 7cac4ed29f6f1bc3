"""What other programs can be told of working groups."""

from django.utils.translation import gettext as _

from participation.extension_points import WebhookEvent

WEBHOOK_EVENTS = (WebhookEvent("minutes.published", lambda: _("Minutes of a meeting were published"), 25),)
