"""The cache of tests: nothing in it runs out by the clock, so that counts by the minute mind no slow machine."""

import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class StandingCache(LocMemCache):
    """Kept until it is cleared, or at once forgotten when that is asked."""

    def get_backend_timeout(self, timeout=DEFAULT_TIMEOUT):
        found = super().get_backend_timeout(timeout)
        return found if found is not None and found <= time.time() else None
