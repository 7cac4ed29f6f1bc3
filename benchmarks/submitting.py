"""Submitting and reading a survey page, against a bare view and PostgreSQL's own inserts in the same run."""

import itertools
import json
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

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
SECONDS = 6


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


def measure(report: Report) -> None:
    """Add the figures of submitting and of the survey page."""
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
        report.add("bare_view_per_second", bare.per_second, "1/s", reference="pgbench_insert", reference_value=limit)
        with granian(postgres, folder, "config.wsgi:application") as port:
            small = load(port, submit("small", 10), seconds=SECONDS)
            large = load(port, submit("large", 100), seconds=SECONDS)
            page = load(port, lambda: ("GET", "/fi/surveys/small/", None, {}), seconds=SECONDS)
            big_page = load(port, lambda: ("GET", "/fi/surveys/large/", None, {}), seconds=SECONDS)
        assert small.failed == large.failed == page.failed == 0, (small, large, page)
        report.add("submit_api_per_second", small.per_second, "1/s", reference="pgbench_insert", reference_value=limit)
        report.add("submit_api_p99_ms", small.p99_ms, "ms", reference="bare_view", reference_value=bare.p99_ms)
        report.add("submit_api_ratio_to_bare_view", small.per_second / bare.per_second, "")
        report.add(
            "submit_api_100_questions_per_second",
            large.per_second,
            "1/s",
            reference="bare_view",
            reference_value=bare.per_second,
        )
        report.add(
            "survey_page_per_second", page.per_second, "1/s", reference="bare_view", reference_value=bare.per_second
        )
        report.add(
            "survey_page_100_questions_per_second",
            big_page.per_second,
            "1/s",
            reference="bare_view",
            reference_value=bare.per_second,
        )
