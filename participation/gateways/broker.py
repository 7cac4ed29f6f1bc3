"""Door to the broker: a poke that work is waiting. It may fail; the sweeper finds the work all the same."""

import logging
import time

import redis
from celery import current_app
from django.conf import settings

logger = logging.getLogger("kuulolla.broker")
REST = 15.0  # seconds without pokes after one that failed: a dead broker delays one visitor, not all of them
missed = {"pokes": 0}
resting = {"until": 0.0}


def poke() -> bool:
    """Wake a worker; tells whether the broker took it. Never raises and seldom waits."""
    if time.monotonic() < resting["until"]:
        missed["pokes"] += 1
        return False
    try:
        options = {"socket_timeout": 1, "socket_connect_timeout": 1} if settings.REDIS_URL else {}
        with current_app.connection_for_write(connect_timeout=1, transport_options=options) as connection:
            current_app.send_task("participation.tasks.run_jobs", retry=False, connection=connection, expires=60)
    except Exception:  # noqa: BLE001 -- whatever the broker's trouble is, the job row stands and is swept up
        missed["pokes"] += 1
        resting["until"] = time.monotonic() + REST
        logger.warning("the broker did not take a poke")
        return False
    return True


def answers() -> bool:
    """Tell whether Redis answers now; without Redis everything runs in this process."""
    if not settings.REDIS_URL:
        return True
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
