"""Asking another server without being sent elsewhere by it: what is sent along is for the configured address alone."""

import urllib.request
from typing import Any


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Refuses to be sent elsewhere: with a key or a secret, into the own network, or from https to http."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        """Follow nothing."""
        return
