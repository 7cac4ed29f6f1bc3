"""The platform as production serves it, on a private PostgreSQL, and a load of one kind of request."""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.browser import wait_for
from tests.support.servers import Postgres, free_port, start_postgres

ROOT = Path(__file__).resolve().parent.parent
HEADERS = {"Content-Type": "application/json", "Connection": "keep-alive"}


def environment(postgres: Postgres, folder: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ, "DATABASE_URL": postgres.url, "VAR_DIR": str(folder), "ALLOWED_HOSTS": "127.0.0.1",
        "EMBEDDED_WORKER": "off", "SENDING_LIMIT": "100000000/min", "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "only for measuring " * 4,
        **more,
    }  # fmt: skip


@contextmanager
def private_postgres() -> Iterator[Postgres]:
    """A durable cluster: what is answered is on disk, as in production."""
    postgres = start_postgres(fsync=True)
    try:
        yield postgres
    finally:
        postgres.remove()


@contextmanager
def granian(postgres: Postgres, folder: Path, application: str, **more: str) -> Iterator[int]:
    """Serve a WSGI application with two workers of eight threads; gives the port."""
    port = free_port()
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
                "--workers", "2", "--blocking-threads", "8", "--no-ws", "--log-level", "error", application,
            ],
            cwd=ROOT, env=environment(postgres, folder, **more), stdout=log, stderr=log,
        )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process, folder / "server.log", 60)
        yield port
    finally:
        process.terminate()
        process.wait(15)


@dataclass
class Load:
    """What a load gave."""

    per_second: float
    p99_ms: float
    failed: int


def load(
    port: int,
    request: Callable[[], tuple[str, str, bytes | None, dict[str, str]]],
    *,
    seconds: float,
    connections: int = 16,
) -> Load:
    """Send requests (method, path, body, headers) over kept connections for a bounded time."""
    took: list[float] = []
    failed = [0]
    end = time.monotonic() + seconds

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        while time.monotonic() < end:
            method, path, body, headers = request()
            began = time.perf_counter()
            try:
                connection.request(method, path, body=body, headers=headers)
                answer = connection.getresponse()
                answer.read()
            except (http.client.HTTPException, OSError):  # the server ended a kept connection
                connection.close()
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                continue
            took.append(time.perf_counter() - began)
            if answer.status >= 400:
                failed[0] += 1

    threads = [threading.Thread(target=work) for _connection in range(connections)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed = time.monotonic() - began
    ordered = sorted(took)
    return Load(len(took) / passed, ordered[int(len(ordered) * 0.99)] * 1000 if ordered else 0.0, failed[0])


def pgbench_inserts(postgres: Postgres, seconds: int) -> float | None:
    """Durable inserts a second by PostgreSQL's own tool: the limit of the machine; nothing without the tool."""
    if not (postgres.bin / "pgbench").exists():
        return None
    script = postgres.folder / "insert.sql"
    script.write_text("insert into bench_raw (body) values ('" + '{"a": "' + "x" * 600 + '"}' + "');\n")
    script.chmod(0o644)
    at = ["-h", "127.0.0.1", "-p", str(postgres.port), "-U", "kuulolla"]
    postgres.command(
        "psql", *at, "-c", "create table if not exists bench_raw (id bigserial primary key, body text)", "kuulolla"
    )
    out = postgres.command(
        "pgbench", *at, "-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", str(seconds), "-f", str(script), "kuulolla"
    ).stdout
    line = next(line for line in out.splitlines() if line.startswith("tps"))
    return float(line.split("=")[1].split()[0])
