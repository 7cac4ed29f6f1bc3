"""Background work inside the one server process: a Celery worker and its timetable as threads.

Started by asgi.py and wsgi.py when there is no Redis. More than one process would run every timetable twice,
so a lock file lets only the first one start.
"""

import fcntl
import logging
import os
import threading
import warnings
from typing import IO

from celery.beat import Scheduler, Service
from celery.platforms import SecurityWarning
from django.conf import settings

from config.celery import app

logger = logging.getLogger("kuulolla.embedded")
started: dict[str, object] = {}


class MemoryScheduler(Scheduler):
    """Keep the timetable in memory: the jobs themselves are rows, nothing is lost with it."""


def lock_of_process() -> IO[str] | None:
    """Return the held lock file, or nothing if another process works already."""
    handle = (settings.VAR_DIR / "worker.lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def start() -> bool:
    """Start worker and timetable threads once for this process; say whether they run here."""
    if settings.REDIS_URL or os.environ.get("EMBEDDED_WORKER") == "off":
        return False
    if started.get("pid") == os.getpid():
        return True
    lock = lock_of_process()
    if lock is None:
        logger.warning("another process does the background work: this one only serves pages")
        return False
    started.update(pid=os.getpid(), lock=lock)
    # Only JSON is accepted, so the account it runs under is not what protects it.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    worker = app.Worker(
        pool="solo", without_gossip=True, without_mingle=True, without_heartbeat=True, quiet=True, loglevel="WARNING"
    )
    worker.setup_logging = lambda *_args, **_kwargs: None
    threading.Thread(target=worker.start, name="worker", daemon=True).start()
    # Celery's Service ignores the beat_scheduler setting: the class is passed by hand.
    beat = Service(app, scheduler_cls=MemoryScheduler, max_interval=1)
    threading.Thread(target=beat.start, kwargs={"embedded_process": False}, name="timetable", daemon=True).start()
    app.send_task("participation.tasks.sweep_jobs")
    return True


__all__ = ["start"]
