"""After the start of a server: what is loaded by then stays, so the collector of garbage need not look at it again."""

import gc

from django.urls import get_resolver


def settle() -> None:
    """Load every page's code now rather than with the first request, and leave all of it out of later collections."""
    _loaded = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
