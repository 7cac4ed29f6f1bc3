"""The cache in Redis, of which nothing depends: while it is away, nothing is kept and nobody is refused or kept waiting."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
REST = 10.0  # seconds for which a cache that failed is left alone


class OptionalRedisCache(RedisCache):
    """Django's cache in Redis; a failure is an empty cache for a while, and is told to the log once each time."""

    away_until = 0.0

    def tried(self, does: Callable[[], Any], otherwise: Any) -> Any:
        """Return what an operation gives, or the other value while Redis is away."""
        if time.monotonic() < self.away_until:
            return otherwise
        try:
            return does()
        except RedisError as error:
            OptionalRedisCache.away_until = time.monotonic() + REST
            logger.warning("the cache is away: %s", type(error).__name__)
            return otherwise

    def add(self, key: Any, value: Any, *arguments: Any, **named: Any) -> bool:
        """Keep what is not there yet; true, as for something new, while Redis is away."""
        return bool(self.tried(lambda: super(OptionalRedisCache, self).add(key, value, *arguments, **named), True))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept, else the default."""
        return self.tried(lambda: super(OptionalRedisCache, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, *arguments: Any, **named: Any) -> None:
        """Keep a value."""
        self.tried(lambda: super(OptionalRedisCache, self).set(key, value, *arguments, **named), None)

    def touch(self, key: Any, *arguments: Any, **named: Any) -> bool:
        """Keep a value longer."""
        return bool(self.tried(lambda: super(OptionalRedisCache, self).touch(key, *arguments, **named), False))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value."""
        return bool(self.tried(lambda: super(OptionalRedisCache, self).delete(key, version), False))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Return those that are kept."""
        found: dict[Any, Any] = self.tried(lambda: super(OptionalRedisCache, self).get_many(keys, version), {})
        return found

    def set_many(self, data: Any, *arguments: Any, **named: Any) -> list[Any]:
        """Keep several values; returns the keys of those that were not."""
        kept: list[Any] = self.tried(
            lambda: super(OptionalRedisCache, self).set_many(data, *arguments, **named), list(data)
        )
        return kept

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Tell whether something is kept."""
        return bool(self.tried(lambda: super(OptionalRedisCache, self).has_key(key, version), False))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count up; raises ValueError when nothing is kept, also while Redis is away."""
        found = self.tried(lambda: super(OptionalRedisCache, self).incr(key, delta, version), None)
        if found is None:
            raise ValueError(f"Key '{key}' not found")
        return int(found)
