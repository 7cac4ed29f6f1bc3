"""The production shape on real parts: granian, PostgreSQL, Redis, a Celery worker and its timetable."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path

import psycopg
import pytest

from tests.faults.test_outbox import PREPARE, wait_until
from tests.support.browser import wait_for
from tests.support.servers import free_port, start_postgres, start_redis

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def running(folder, name, environment, *command):
    """A process of ours, ended by its own id."""
    with (folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def send(port):
    """Leave one idea; returns the seconds it took."""
    body = {"key": str(uuid.uuid4()), "text": f"Lisää valoja reitille {uuid.uuid4()}.", "language": "fi"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/processes/kaupunki/submissions/",
        data=json.dumps(body).encode(), headers={"Content-Type": "application/json"},
    )  # fmt: skip
    began = time.monotonic()
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 201
    return time.monotonic() - began


@pytest.mark.services
def test_ideas_are_routed_by_a_worker_and_taken_while_the_broker_is_dead(tmp_path):
    postgres, redis, port = start_postgres(), start_redis(), free_port()
    environment = {
        **os.environ, "DATABASE_URL": postgres.url, "REDIS_URL": redis.url, "VAR_DIR": str(tmp_path), "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "127.0.0.1", "BASE_URL": f"http://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    background = {**environment, "DATABASE_POOL": "false"}

    def routed():
        with psycopg.connect(postgres.url) as connection:
            sql = "select count(distinct submission_id) from workgroups_assignment"
            return connection.execute(sql).fetchone()[0]

    try:
        subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=background, check=True)
        web = ("granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--log-level", "error")
        worker = ("celery", "-A", "config", "worker", "--loglevel", "WARNING", "--concurrency", "1")
        beat = ("celery", "-A", "config", "beat", "--loglevel", "WARNING", "--schedule", str(tmp_path / "beat"))
        with (
            running(tmp_path, "web", environment, *web, "config.wsgi:application") as server,
            running(tmp_path, "worker", background, *worker),
            running(tmp_path, "beat", background, *beat),
        ):
            wait_for(f"http://127.0.0.1:{port}/healthz", server, tmp_path / "web.log", 180)
            usual = sorted(send(port) for _number in range(10))
            assert wait_until(lambda: routed() == 10, 180), (tmp_path / "worker.log").read_text()[-2000:]
            redis.process.kill()
            redis.process.wait()
            dead = sorted(send(port) for _number in range(5))
            assert dead[-1] < max(5, 5 * usual[-1]), (usual, dead)
            subprocess.run(
                [sys.executable, "manage.py", "run_jobs", "--once"],
                cwd=ROOT,
                env=background,
                check=True,
                capture_output=True,
            )  # without Celery at all
            assert routed() == 15
    finally:
        redis.remove()
        postgres.remove()
