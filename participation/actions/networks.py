"""Counting what comes from one network for some hours, without keeping who that is.

A network is known here by a keyed hash. The key has two halves: one is made by chance, lives in the cache for twelve
hours and then nobody knows it; the other is the secret of the installation. Counts live under such hashes in the cache
only, each at most twelve hours, and never beside anything that was sent. When the cache is away nothing is counted and
nobody is kept waiting: what residents send comes first.

With several processes the cache must be shared (CACHE_URL, one that keeps nothing on disk), or each of them counts for itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from participation.logic.guarding import PERIOD, SHARED
from participation.logic.networks import client_address, is_within, network_of

Window = tuple[str, int]  # what is counted, and for how many seconds


def period_key() -> bytes | None:
    """Return the key of this half day, made by chance and later known to nobody; nothing when the cache is away."""
    name = f"networks.key.{int(timezone.now().timestamp()) // PERIOD}"
    key = cache.get(name)
    if key is None:
        cache.add(name, secrets.token_hex(32), timeout=PERIOD)
        key = cache.get(name)
    if key is None:
        return None
    return hmac.new(settings.SECRET_KEY.encode(), str(key).encode(), hashlib.sha256).digest()


def name_of(key: bytes, *parts: str) -> str:
    """Return the name under which something is counted: a keyed hash, from which nothing can be read back."""
    return f"networks.{hmac.new(key, chr(31).join(parts).encode(), hashlib.sha256).hexdigest()[:32]}"


def address_of(meta: Mapping[str, Any], forwarded: str) -> str:
    """Return the visitor's address; it is hashed at once and kept nowhere."""
    return client_address(str(meta.get("REMOTE_ADDR", "")), forwarded, settings.TRUSTED_PROXY_COUNT)


def times_of(address: str) -> int:
    """Return how many times the usual limits an address may use: more in the networks that the town has named."""
    return SHARED if is_within(address, settings.SHARED_NETWORKS) else 1


def network_hash(address: str) -> str:
    """Return the name of a network for this half day; nothing when the cache is away."""
    key = period_key()
    return name_of(key, "network", network_of(address)) if key else ""


def counts_of(windows: Sequence[Window]) -> list[int]:
    """Return how many were counted in each window; zeros when the cache is away."""
    names = names_of(windows)
    found = cache.get_many(names)
    return [int(found.get(name, 0)) for name in names] if names else [0] * len(windows)


def count(windows: Sequence[Window]) -> list[int]:
    """Count one more in each window and return the new numbers; a window ends by itself, zeros when the cache is away."""
    names = names_of(windows)
    if not names:
        return [0] * len(windows)
    found = []
    try:
        for name, (_what, seconds) in zip(names, windows, strict=True):
            cache.add(name, 0, timeout=seconds)
            found.append(cache.incr(name))
    except ValueError:  # the window ended between the two calls
        return [*found, *[1] * (len(windows) - len(found))]
    return found


def names_of(windows: Sequence[Window]) -> list[str]:
    """Return the names of windows at this moment; none when the cache is away."""
    key, now = period_key(), int(timezone.now().timestamp())
    if key is None:
        return []
    return [name_of(key, "window", what, str(seconds), str(now // seconds)) for what, seconds in windows]
