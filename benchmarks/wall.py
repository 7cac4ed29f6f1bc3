"""The live wall: 150 phones through two server processes with Redis, and 60 on the embedded default, measured."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Report
from benchmarks.servers import ROOT, private_postgres
from tests.support.browser import wait_for
from tests.support.phones import Told, run_room
from tests.support.servers import free_port, start_redis

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from participation.models import Process, Workshop
process = Process.objects.create(slug="sali", name={"fi": "Sali"}, state="open")
Workshop.objects.create(process=process, code="SALI", name={"fi": "Työpaja"}, starts=timezone.now(), tables=4,
    prompts=[{"fi": "Mitä puuttuu?"}, {"fi": "Mikä toimii?"}], state="open", moderated=False)
"""
COUNT = """
import django; django.setup()
from participation.models import Submission, WorkshopNote
rows = Submission.objects.filter(provenance__workshop="SALI")
print(rows.count(), rows.exclude(provenance__table=None).exclude(provenance__prompt=None).count(), WorkshopNote.objects.count())
"""


@contextmanager
def servers(count: int, folder: Path, **more: str) -> Iterator[tuple[list[int], dict[str, str]]]:
    """Serve the platform from so many uvicorn processes over one database."""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "127.0.0.1", "REQUEST_WAIT_SECONDS": "60",
        "SECRET_KEY": "only for measuring " * 4, **more,
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment, check=True)
    ports, running = [free_port() for _server in range(count)], []
    log = folder / "server.log"
    with log.open("w") as written:
        for port in ports:
            line = ["-m", "uvicorn", "config.asgi:application", "--port", str(port), "--log-level", "warning"]
            running.append(
                subprocess.Popen(
                    [sys.executable, *line, "--timeout-graceful-shutdown", "1"],
                    cwd=ROOT, env=environment, stdout=written, stderr=written,
                )
            )  # fmt: skip
        try:
            for port, process in zip(ports, running, strict=True):
                wait_for(f"http://127.0.0.1:{port}/healthz", process, log)
            yield ports, environment
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(15)


def counted(environment: dict[str, str]) -> list[int]:
    """Return how many ideas are stored, how many know table and question, how many hang on the wall."""
    out = subprocess.run(
        [sys.executable, "-c", COUNT], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return [int(number) for number in out.stdout.split()]


def through_two(phones: int, *, ideas: int = 1, seconds: float = 20) -> tuple[Told, list[int]]:
    """Run a room through two processes on PostgreSQL with Redis between them."""
    folder = Path(tempfile.mkdtemp(prefix="kuulolla-wall-"))
    redis = start_redis()
    try:
        with (
            private_postgres() as postgres,
            servers(2, folder, DATABASE_URL=postgres.url, REDIS_URL=redis.url) as (ports, environment),
        ):
            told = run_room(ports, "SALI", phones=phones, ideas=ideas, seconds=seconds)
            return told, counted(environment)
    finally:
        redis.remove()


def embedded(phones: int, *, ideas: int = 1, seconds: float = 15) -> tuple[Told, list[int]]:
    """Run a room on the one process of `make demo`: SQLite, no Redis, background work included."""
    folder = Path(tempfile.mkdtemp(prefix="kuulolla-wall-"))
    with servers(1, folder) as (ports, environment):
        told = run_room(ports, "SALI", phones=phones, ideas=ideas, seconds=seconds)
        return told, counted(environment)


def measure(report: Report) -> None:
    """Add the figures of both rooms; an idea that is lost, or a screen that misses one, fails the part."""
    for name, (told, stored) in (("150", through_two(150)), ("embedded_60", embedded(60))):
        assert not told.failed, f"{told.failed} ideas were refused"
        assert stored == [len(told.sent)] * 3, (stored, len(told.sent))
        assert not told.missing, f"{told.missing} screens missed an idea"
        report.add(f"live_wall_{name}_median_ms", told.median_ms, "ms")
        report.add(f"live_wall_{name}_p99_ms", told.p99_ms, "ms")
        report.add(f"live_wall_{name}_ideas", len(told.sent), "")
