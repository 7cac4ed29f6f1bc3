"""How much programs may send: limits by network, wide enough for the people of a library or a school behind one address."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from participation.actions.networks import address_of, times_of
from participation.logic.networks import network_of


class SendingThrottle(SimpleRateThrottle):
    """Generous: a library's visitors share one address. Only a keyed hash of the network is kept, for a minute.

    Networks of libraries and schools that the town has named may send ten times more.
    """

    scope = "sending"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        network = network_of(visitor(request))
        digest = hmac.new(settings.SECRET_KEY.encode(), network.encode(), hashlib.sha256).hexdigest()
        return f"{self.scope}.{digest[:32]}"

    def allow_request(self, request: Request, view: APIView) -> bool:
        if self.num_requests:
            self.num_requests *= times_of(visitor(request))
        return super().allow_request(request, view)


def visitor(request: Request) -> str:
    """Return the address from which a request to the API comes; it is hashed at once and kept nowhere."""
    return address_of(request.META, request.headers.get("X-Forwarded-For", ""))
