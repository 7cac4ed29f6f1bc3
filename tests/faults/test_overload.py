"""Ten times more is sent than the service can do: nearly all it can is still done, the rest is sent away at once (F31, P8).

One server process on one core, the senders and PostgreSQL on another where there are two. Senders do not wait for each
other: so many begin each second, whatever comes back. What a resident would still have waited for counts: a receipt
within two seconds. Control arm: the same with the gate off, where everything is done, too late. The
quick form, which depends on no speed, is tests/stories/test_overload.py.
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psycopg
import pytest

from benchmarks.servers import environment
from benchmarks.submitting import answers
from tests.faults.test_outbox import ROOT
from tests.faults.test_real_parts import running
from tests.support.browser import wait_for
from tests.support.servers import free_port, start_postgres

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from benchmarks.sample import make_open_survey
make_open_survey("kysely", 20)
"""
PATIENCE = 2.0  # seconds
GIVEN_UP = 10.0  # seconds after which a sender breaks off
TIMES = 10
SECONDS = int(os.environ.get("OVERLOAD_SECONDS", "60"))
PAGE = "/fi/surveys/kysely/"


@dataclass
class Told:
    """What the senders of one run were told."""

    receipts: set = field(default_factory=set)
    took: list = field(default_factory=list)
    refused: int = 0
    waited_for_refusal: list = field(default_factory=list)
    broken_off: int = 0
    otherwise: list = field(default_factory=list)
    probes: list = field(default_factory=list)

    def in_time(self):
        return sum(seconds <= PATIENCE for seconds in self.took)

    def p99(self):
        return sorted(self.took)[int(len(self.took) * 0.99)] if self.took else 0.0


async def ask(port, method, path, body=b"", kept=None):
    """One request; gives status, headers and body. With a list of kept connections one of them is used again."""
    reader, writer = kept.pop() if kept else await asyncio.open_connection("127.0.0.1", port)
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    try:
        writer.write(head.encode() + body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if line)
        content = await reader.readexactly(int(headers.get("content-length", 0)))
    except BaseException:
        writer.close()
        raise
    if kept is None:
        writer.close()
    else:
        kept.append((reader, writer))
    return int(first.split()[1]), headers, content


async def send(port, told, kept=None):
    """Send one answer with a key of its own and write down what came of it."""
    key, began = str(uuid.uuid4()), time.monotonic()
    body = {"key": key, "version": 1, "language": "fi", "channel": "web", "answers": answers(20)}
    try:
        async with asyncio.timeout(GIVEN_UP):
            path = "/api/v1/surveys/kysely/responses/"
            status, headers, said = await ask(port, "POST", path, json.dumps(body).encode(), kept)
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        told.broken_off += 1
        return
    took = time.monotonic() - began
    if status == 201 and json.loads(said)["receipt"]:
        told.receipts.add(key)
        told.took.append(took)
    elif status == 503 and "retry-after" in headers and json.loads(said)["code"] == "unavailable":
        told.refused += 1
        told.waited_for_refusal.append(took)
    else:
        told.otherwise.append(status)


async def capacity(port, told, seconds, senders=8):
    """Answers a second when each sender waits for its receipt before the next."""
    end = time.monotonic() + seconds

    async def one():
        kept = []
        while time.monotonic() < end:
            await send(port, told, kept)

    began, before = time.monotonic(), len(told.took)
    await asyncio.gather(*(one() for _sender in range(senders)))
    return (len(told.took) - before) / (time.monotonic() - began)


async def overload(port, told, rate, seconds):
    """Begin so many a second, whatever becomes of them; now and then somebody reads and a probe asks."""
    began, tasks, kept = time.monotonic(), set(), []

    async def probe():
        while time.monotonic() - began < seconds:
            asked = time.monotonic()
            with contextlib.suppress(TimeoutError, OSError, asyncio.IncompleteReadError):
                async with asyncio.timeout(GIVEN_UP):
                    health, _headers, _body = await ask(port, "GET", "/healthz")
                    page, _headers, _body = await ask(port, "GET", PAGE)
                    told.probes.append((health, page, time.monotonic() - asked))
            await asyncio.sleep(0.5)

    watching = asyncio.create_task(probe())
    while (passed := time.monotonic() - began) < seconds:
        for _number in range(
            int(rate * passed) - len(told.took) - told.refused - told.broken_off - len(told.otherwise) - len(tasks)
        ):
            task = asyncio.create_task(send(port, told, kept))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.sleep(0.005)
    return began, tasks, watching


async def recovery(port, usual):
    """Seconds until an answer is taken as fast as usual again."""
    began = time.monotonic()
    while time.monotonic() - began < 120:
        told = Told()
        await send(port, told)
        if told.took and told.took[0] < max(0.25, 5 * usual):
            break
        await asyncio.sleep(0.1)
    return time.monotonic() - began


async def burst(port, seconds):
    """Capacity, then ten times of it, then recovery; gives what was told and the three numbers."""
    quiet, told = Told(), Told()
    await capacity(port, quiet, 1)  # warm
    able = await capacity(port, quiet, max(1, seconds / 4))
    _began, tasks, watching = await overload(port, told, TIMES * able, seconds)
    good = told.in_time() / seconds
    recovered = await recovery(port, median(quiet.took))
    await asyncio.gather(*tasks, watching)
    told.receipts |= quiet.receipts
    return told, able, good, recovered


@contextlib.contextmanager
def service(folder, postgres, **more):
    """One process as the image starts it, held to the first core so that the senders take nothing from it."""
    port, cores = free_port(), sorted(os.sched_getaffinity(0))
    command = (
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", "128", "--no-ws", "--log-level", "error", "config.wsgi:application",
    )  # fmt: skip
    variables = environment(postgres, folder, **more)
    with running(folder, f"web{port}", variables, *command) as server:
        wait_for(f"http://127.0.0.1:{port}/healthz", server, folder / f"web{port}.log", 120)
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(server.pid)], check=True, capture_output=True, text=True
        )
        if len(cores) > 1:
            for pid in children.stdout.split():
                for thread in Path(f"/proc/{pid}/task").iterdir():
                    os.sched_setaffinity(int(thread.name), cores[:1])
        yield port


@pytest.mark.services
def test_ten_times_the_load(tmp_path, figures):
    postgres = start_postgres(fsync=True)
    arms = {}
    try:
        subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment(postgres, tmp_path), check=True)
        for arm, more in {"gate": {}, "control": {"REQUESTS_AT_WORK": "0"}}.items():
            with service(tmp_path, postgres, **more) as port:
                arms[arm] = asyncio.run(burst(port, SECONDS))
        with psycopg.connect(postgres.url) as connection:
            rows = connection.execute("select key::text from surveys_response").fetchall()
    finally:
        postgres.remove()
    stored = {key for (key,) in rows}
    for arm, (told, able, good, recovered) in arms.items():
        print(f"{arm}: able {able:.0f}/s, good {good:.0f}/s, p99 of taken {told.p99():.2f} s, sent away {told.refused}, "
              f"broken off {told.broken_off}, recovered after {recovered:.1f} s")  # fmt: skip
        assert told.receipts <= stored  # whatever was acknowledged is there
    told, able, good, recovered = arms["gate"]
    assert told.otherwise == []
    assert {probe[:2] for probe in told.probes} <= {(200, 200), (200, 503)}
    lost = sum(len(told.receipts - stored) for told, *_rest in arms.values())
    figures.add("overload_lost_acknowledged", lost, "answers")
    figures.add("overload_goodput", good / able, "share", reference="capacity", reference_value=1.0)
    figures.add("overload_capacity_per_second", able, "1/s")
    figures.add("overload_accepted_p99_seconds", told.p99(), "s")
    figures.add("overload_recovery_seconds", recovered, "s")
    figures.add("overload_goodput_without_gate", arms["control"][2] / arms["control"][1], "share")
    figures.add("overload_recovery_without_gate_seconds", arms["control"][3], "s")
    assert good >= 0.8 * able
    assert told.p99() <= PATIENCE
    assert recovered <= 10
    assert arms["control"][2] < 0.5 * good  # without the gate everything is done, too late
