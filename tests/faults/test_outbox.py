"""Killing the server with work promised loses none of it; without the outbox it is lost."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path

import pytest

from tests.support.browser import wait_for
from tests.support.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PENDING = 300
# Other jobs wait for a time of their own: learning anew, erasing what is old.
UNROUTED = "select count(*) from participation_job where done_at is null and kind = 'workgroups.route_submission'"


def environment(folder, port):
    clean = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    }
    return {
        **clean, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}", "ALLOWED_HOSTS": "127.0.0.1",
    }  # fmt: skip


def serve(folder, port, *, worker):
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--log-level", "error"],
        cwd=ROOT, env={**environment(folder, port), "EMBEDDED_WORKER": "on" if worker else "off"},
        stdout=(folder / "log").open("a"), stderr=subprocess.STDOUT,
    )  # fmt: skip
    wait_for(f"http://127.0.0.1:{port}/healthz", process, folder / "log")
    return process


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


def ask(folder, sql, *values):
    """Read only, and never in the server's way: the database is in WAL mode."""
    with sqlite3.connect(f"file:{folder / 'kuulolla.sqlite3'}?mode=ro", uri=True, timeout=20) as database:
        return database.execute(sql, values).fetchone()[0]


def send(port, text):
    body = {"key": str(uuid.uuid4()), "text": text, "language": "fi"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/processes/kaupunki/submissions/",
        data=json.dumps(body).encode(), headers={"Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 201
        return json.load(answer)["receipt"]


PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.factories.participation import make_process
from tests.factories.workgroups import make_group, make_rule
process = make_process(slug="kaupunki")
make_rule(make_group(process, code="1"), channel="form")
"""


def prepare(folder):
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment(folder, 0), check=True)


def wait_until(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return condition()


@pytest.mark.services
def test_killed_server_loses_no_promised_work(tmp_path, figures):
    port = free_port()
    prepare(tmp_path)
    server = serve(tmp_path, port, worker=False)
    receipts = {send(port, f"Lisää valoja pururadalle, toive {number}.") for number in range(PENDING)}
    assert len(receipts) == PENDING
    kill(server)
    waiting = ask(tmp_path, "select count(*) from participation_job where done_at is null")
    assert waiting >= PENDING
    for _crash in range(3):  # killed again and again in the middle of the work
        server = serve(tmp_path, port, worker=True)
        time.sleep(0.7)
        kill(server)
        (tmp_path / "worker.lock").unlink(missing_ok=True)
    with sqlite3.connect(tmp_path / "kuulolla.sqlite3", timeout=20) as database:  # leases of the dead run out
        database.execute("update participation_job set lease_until = null where done_at is null")
    server = serve(tmp_path, port, worker=True)
    try:
        done = wait_until(lambda: not ask(tmp_path, UNROUTED), 240)
    finally:
        kill(server)
    routed = ask(tmp_path, "select count(distinct submission_id) from workgroups_assignment where is_current")
    twice = ask(tmp_path, "select count(*) from workgroups_assignment") - routed
    figures.add("jobs_lost", PENDING - routed, "jobs")
    figures.add("duplicates", twice, "rows")
    assert done
    assert (routed, twice) == (PENDING, 0)


def test_killed_worker_loses_tasks_that_live_in_memory_only(tmp_path):
    """Control arm: the same number of tasks without rows behind them."""
    done = tmp_path / "done"
    done.touch()
    program = str(Path(__file__).with_name("worker_memory_only.py"))
    first = subprocess.Popen(
        [sys.executable, program, str(done), str(PENDING), "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert first.stdout.readline().strip() == "sent"
    time.sleep(0.5)
    kill(first)
    again = subprocess.run([sys.executable, program, str(done), "0", "3"], check=True, capture_output=True, timeout=30)
    assert again.returncode == 0
    assert len(done.read_text().split()) < PENDING
