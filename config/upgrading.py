"""Bringing a database up to the code that is started: one at a time, without holding up those who are being served."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

LOCK = 5_484_911  # the number of this lock in PostgreSQL: any, but always the same
LOCK_MILLISECONDS = 200  # so long a migration waits for a table before it lets others go first
PAUSE = 1.0  # seconds between two tries


class Busy(Exception):
    """Another upgrade of the same database is under way."""


def until_free(take: Callable[[], bool], wait: float) -> None:
    """Try to take a lock until it is ours or the time is up."""
    ends = time.monotonic() + wait
    while not take():
        if time.monotonic() >= ends:
            raise Busy
        time.sleep(PAUSE / 4)


@contextmanager
def file_lock(wait: float) -> Iterator[None]:
    """Hold a file of this installation: whoever shares the SQLite database shares its folder."""
    with (settings.VAR_DIR / "upgrade.lock").open("w", encoding="utf-8") as handle:

        def take() -> bool:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            return True

        until_free(take, wait)
        yield


@contextmanager
def database_lock(wait: float) -> Iterator[None]:
    """Hold an advisory lock of PostgreSQL in a transaction of a connection of its own: it ends with either."""
    own: BaseDatabaseWrapper = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("set local idle_in_transaction_session_timeout = 0")

            def take() -> bool:
                cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
                return bool(cursor.fetchone()[0])

            until_free(take, wait)
            yield
    finally:
        with suppress(DatabaseError):
            own.rollback()  # gives the lock back now; a closed connection is noticed a moment later
        own.close()


def one_at_a_time(wait: float) -> AbstractContextManager[None]:
    """Let only one upgrade of this database go on; the others wait so many seconds for it."""
    return database_lock(wait) if connection.vendor == "postgresql" else file_lock(wait)


def waiting_migrations() -> list[str]:
    """Return what has not been applied yet, as app.name, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


@contextmanager
def polite() -> Iterator[None]:
    """Never stand in a queue for a table that a long reader holds: those behind would be held up as well."""
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = %s", [LOCK_MILLISECONDS])
        cursor.execute("set statement_timeout = 0")
    try:
        yield
    finally:
        connection.close()


def migrate(patience: float) -> int:
    """Apply what is waiting; returns how often a table was in use and it was tried again."""
    ends, again = time.monotonic() + patience, 0
    while True:
        try:
            with polite() if connection.vendor == "postgresql" else nullcontext():
                call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03" or time.monotonic() >= ends:
                raise
            again += 1
            time.sleep(PAUSE)
        else:
            return again


__all__ = ["Busy", "migrate", "one_at_a_time", "waiting_migrations"]
