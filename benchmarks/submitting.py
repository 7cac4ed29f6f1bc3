"""Submitting and reading a survey page, against a bare view and PostgreSQL's own inserts in the same run."""

import http.client
import itertools
import json
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.figures import Report
from benchmarks.servers import HEADERS, ROOT, environment, granian, load, pgbench_inserts, private_postgres

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from benchmarks.sample import make_open_survey
make_open_survey("small", 10)
make_open_survey("large", 100)
"""
SECONDS = 5


def answers(questions: int) -> dict[str, object]:
    """About 600 bytes for ten questions, as measured for performance.md."""
    texts = {f"q{n}": "Lähikirjasto on tärkeä, sinne pääsee kävellen myös talvella." for n in range(0, questions, 5)}
    return {**{f"q{n}": "b" for n in range(questions)}, **texts}


def submit(slug: str, questions: int):
    """Return a maker of requests that each send a new response."""
    filled = answers(questions)

    def make() -> tuple[str, str, bytes, dict[str, str]]:
        body = {"key": str(uuid.uuid4()), "version": 1, "language": "fi", "channel": "web", "answers": filled}
        return "POST", f"/api/v1/surveys/{slug}/responses/", json.dumps(body).encode(), HEADERS

    return make


def submit_page(slug: str, questions: int):
    """Return a maker of the last request of the pages: all answers as the check page sends them."""
    filled = answers(questions)

    def make() -> tuple[str, str, bytes, dict[str, str]]:
        body = {
            "key": str(uuid.uuid4()), "version": "1", "channel": "", "step": "check", "state": json.dumps(filled),
            "later": "", "go": "send",
        }  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Connection": "keep-alive"}
        return "POST", f"/fi/surveys/{slug}/", urlencode(body).encode(), headers

    return make


def turn_page(slug: str, questions: int):
    """Return a maker of requests for the second look at the first page: nothing of it can come from a cache."""
    filled = {name: value for name, value in answers(questions).items() if int(name[1:]) >= min(questions, 10)}
    body = {"key": str(uuid.uuid4()), "version": "1", "channel": "", "step": "page1", "state": json.dumps(filled)}
    sent = urlencode(body | {"go": "stay"}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Connection": "keep-alive"}
    return lambda: ("POST", f"/fi/surveys/{slug}/", sent, headers)


def again(port: int, slug: str):
    """Return a maker of requests of a browser that has the page: it asks whether it is still the same."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", f"/fi/surveys/{slug}/")
    answer = connection.getresponse()
    answer.read()
    headers = {"If-None-Match": answer.headers["ETag"]}
    return lambda: ("GET", f"/fi/surveys/{slug}/", None, headers)


def measure(report: Report) -> None:
    """Add the figures of submitting and of the survey page; everything in one run, on one database."""
    folder = Path(tempfile.mkdtemp(prefix="kuulolla-bench-"))
    with private_postgres() as postgres:
        subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment(postgres, folder), check=True)
        at = ["-h", "127.0.0.1", "-p", str(postgres.port), "-U", "kuulolla"]
        postgres.command("psql", *at, "-c", "create table bench_bare (id uuid primary key, body text)", "kuulolla")
        limit = pgbench_inserts(postgres, 4)
        counter = itertools.count()
        with granian(postgres, folder, "benchmarks.bare:application") as port:
            body = json.dumps({"answers": answers(10)}).encode()
            bare = load(port, lambda: ("POST", f"/insert?{next(counter)}", body, HEADERS), seconds=SECONDS)
            bare_page = load(port, lambda: ("GET", "/page", None, {}), seconds=SECONDS)
        found = {}
        with granian(postgres, folder, "config.wsgi:application") as port:
            for slug, questions in (("small", 10), ("large", 100)):
                ways = {
                    "submit_api": submit(slug, questions),
                    "submit_page": submit_page(slug, questions),
                    "form_page_first": lambda slug=slug: ("GET", f"/fi/surveys/{slug}/", None, {}),
                    "form_page_unchanged": again(port, slug),
                    "form_page_rendered": turn_page(slug, questions),
                }
                for way, request in ways.items():
                    found[way, questions] = load(port, request, seconds=SECONDS)
    assert not any(one.failed for one in found.values()), found
    report.add("bare_view_insert_per_second", bare.per_second, "1/s", reference="pgbench_insert", reference_value=limit)
    report.add("bare_view_insert_p99_ms", bare.p99_ms, "ms")
    report.add("bare_view_page_per_second", bare_page.per_second, "1/s")
    for (way, questions), one in found.items():
        reference = bare if way.startswith("submit") else bare_page
        name = f"{way}_{questions}_questions"
        report.add(
            f"{name}_per_second", one.per_second, "1/s", reference="bare_view", reference_value=reference.per_second
        )
        report.add(f"{name}_p99_ms", one.p99_ms, "ms", reference="bare_view", reference_value=reference.p99_ms)
    for name, way, reference in (
        ("submit_api", "submit_api", bare),
        ("submit_page", "submit_page", bare),
        ("survey_page", "form_page_first", bare_page),
    ):
        report.add(
            f"{name}_per_second", found[way, 10].per_second, "1/s",
            reference="bare_view", reference_value=reference.per_second,
        )  # fmt: skip
    report.add("submit_api_ratio_to_bare_view", found["submit_api", 10].per_second / bare.per_second, "")
