"""A cache that is away: nothing is kept, nobody is refused, and it is left alone for a while."""

import pytest

from participation.gateways import broker
from participation.gateways.kept import REST, OptionalRedisCache
from tests.support.servers import free_port, start_redis


@pytest.fixture
def forgotten(monkeypatch):
    """Every test begins with a cache that did not fail."""
    monkeypatch.setattr(OptionalRedisCache, "away_until", 0.0)


def test_a_cache_that_is_away_is_an_empty_one(forgotten):
    cache = OptionalRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})
    assert cache.get("a", "nothing") == "nothing"
    assert cache.set("a", 1) is None
    assert cache.add("a", 1) is True
    assert cache.touch("a") is False
    assert cache.delete("a") is False
    assert cache.get_many(["a"]) == {}
    assert cache.set_many({"a": 1}) == ["a"]
    assert cache.has_key("a") is False
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_it_is_asked_again_after_a_rest(forgotten, monkeypatch):
    cache = OptionalRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})
    asked = []
    monkeypatch.setattr("time.monotonic", lambda: 1000.0)
    cache.get("a")
    assert cache.tried(lambda: asked.append(1), "left alone") == "left alone"
    monkeypatch.setattr("time.monotonic", lambda: 1000.0 + REST)
    cache.tried(lambda: asked.append(1), "left alone")
    assert asked == [1]


@pytest.mark.services
def test_with_redis_it_keeps_as_any_cache(forgotten, settings):
    server = start_redis()
    try:
        cache = OptionalRedisCache(server.url, {})
        assert cache.add("a", 1)
        assert not cache.add("a", 2)
        assert cache.incr("a") == 2
        cache.set_many({"b": "x"})
        assert cache.get_many(["a", "b"]) == {"a": 2, "b": "x"}
        assert cache.delete("b")
        assert not cache.has_key("b")
        settings.REDIS_URL = server.url
        assert broker.answers()
        server.process.kill()
        server.process.wait()
        assert not broker.answers()
    finally:
        server.remove()
