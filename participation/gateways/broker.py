"""Door to the broker: a poke that work is waiting. It may fail; the sweeper finds the work all the same."""

import logging

from celery import current_app
from django.conf import settings

logger = logging.getLogger("kuulolla.broker")
missed = {"pokes": 0}


def poke() -> bool:
    """Wake a worker; tells whether the broker took it. Never raises and never waits long."""
    try:
        options = {"socket_timeout": 2} if settings.REDIS_URL else {}
        with current_app.connection_for_write(connect_timeout=1, transport_options=options) as connection:
            current_app.send_task("participation.tasks.run_jobs", retry=False, connection=connection, expires=60)
    except Exception:  # noqa: BLE001 -- whatever the broker's trouble is, the job row stands and is swept up
        missed["pokes"] += 1
        logger.warning("the broker did not take a poke", exc_info=False)
        return False
    return True
