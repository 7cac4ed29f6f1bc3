"""Two upgrades of an empty database started at the same moment, and one under a long reader; control arms without the guard."""

import subprocess
import sys
import threading
import time

import psycopg
import pytest

from benchmarks.servers import environment
from tests.faults.test_outbox import ROOT
from tests.support.servers import start_postgres

# Both have loaded everything and stand at the same line before they begin.
TWO = """
import sys, multiprocessing
import django; django.setup()
from django.core.management import call_command

def one(line, command):
    line.wait()
    call_command(*command.split())

if __name__ == "__main__":
    line = multiprocessing.get_context("fork").Barrier(2)
    both = [multiprocessing.get_context("fork").Process(target=one, args=(line, sys.argv[1])) for _n in range(2)]
    for each in both: each.start()
    for each in both: each.join()
    print(sum(each.exitcode != 0 for each in both))
"""
MIGRATE = """
import sys
import django; django.setup()
from django.db import connection, transaction
from config import upgrading

def late(*_words, **_options):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("alter table participation_process add column later integer")

upgrading.call_command = late
print(upgrading.migrate(60) if sys.argv[1] == "polite" else late() or 0)
"""


def failed(variables, command):
    done = subprocess.run(
        [sys.executable, "-c", TWO, command], cwd=ROOT, env=variables, check=True, capture_output=True, text=True
    )
    return int(done.stdout.split()[-1])


def applied(url):
    with psycopg.connect(url) as database:
        return database.execute("select count(*), count(distinct (app, name)) from django_migrations").fetchone()


@pytest.fixture
def postgres():
    server = start_postgres()
    yield server
    server.remove()


@pytest.mark.services
def test_two_upgrades_at_once_migrate_once(tmp_path, postgres, figures):
    wrong = failed(environment(postgres, tmp_path, DATABASE_POOL="false"), "upgrade")
    figures.add("upgrades_at_once_failed", wrong, "upgrades")
    assert wrong == 0
    rows, different = applied(postgres.url)
    assert rows == different > 10


@pytest.mark.services
def test_two_that_only_migrate_fail(tmp_path, postgres):
    """Control arm: without the lock one of them finds the tables half made."""
    assert failed(environment(postgres, tmp_path, DATABASE_POOL="false"), "migrate --verbosity 0") > 0


def longest_read(postgres, variables, way):
    """Seconds that a reader who comes later had to wait while a table is changed that somebody reads for long."""
    with psycopg.connect(postgres.url) as reader, psycopg.connect(postgres.url, autocommit=True) as later:
        reader.execute("select count(*) from participation_process")
        changing = subprocess.Popen(
            [sys.executable, "-c", MIGRATE, way], cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True
        )
        waits = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'alter table%'"
        while not later.execute(waits).fetchone()[0]:
            time.sleep(0.005)
        threading.Timer(3, reader.rollback).start()
        began = time.monotonic()
        later.execute("select count(*) from participation_process")
        waited = time.monotonic() - began
        again = int(changing.communicate(timeout=120)[0])
    with psycopg.connect(postgres.url) as database:
        database.execute("alter table participation_process drop column later")  # it was made all the same
    return waited, again


@pytest.mark.services
def test_readers_do_not_stand_behind_a_migration_that_waits(tmp_path, postgres, figures):
    variables = environment(postgres, tmp_path, DATABASE_POOL="false")
    subprocess.run([sys.executable, "manage.py", "upgrade"], cwd=ROOT, env=variables, check=True, capture_output=True)
    waited, again = longest_read(postgres, variables, "polite")
    without, _again = longest_read(postgres, variables, "plain")
    figures.add("migration_stall_seconds", waited, "s")
    figures.add("migration_stall_without_guard_seconds", without, "s")
    assert again > 0
    assert waited < 1.5
    assert without > 2
