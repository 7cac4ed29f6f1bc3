"""The same work on several threads that start together, as when a form is sent twice in one moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

WORKERS = 10


def at_once(work, times):
    """Do the same work so many times, the first ten in the same moment; returns what each gave."""
    start = threading.Barrier(WORKERS)

    def one(n):
        if n < WORKERS:
            start.wait(timeout=10)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(times)))
