"""PostgreSQL is killed and started again while residents send: 503 and come back, never a failure, nothing lost (F3)."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psycopg
import pytest

from benchmarks.servers import environment
from tests.faults import test_acknowledged
from tests.faults.test_outbox import PREPARE, ROOT
from tests.faults.test_real_parts import running
from tests.support.browser import wait_for
from tests.support.servers import free_port, start_postgres

RESTARTS = int(os.environ.get("RESTARTS", "4"))
EACH = int(os.environ.get("SENT_EACH", "300"))


@pytest.mark.services
def test_a_database_that_crashes_loses_nothing_and_fails_nobody(tmp_path, figures, monkeypatch):
    postgres, port, answers = start_postgres(fsync=True), free_port(), []
    ask = urllib.request.urlopen

    def noted(request, timeout):
        try:
            return ask(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            answers.append((error.code, error.headers.get("Retry-After")))
            raise

    try:
        variables = environment(postgres, tmp_path)
        subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=variables, check=True)
        web = (
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--blocking-threads",
            "128",
        )
        with running(tmp_path, "web", variables, *web, "--log-level", "error", "config.wsgi:application") as server:
            wait_for(f"http://127.0.0.1:{port}/healthz", server, tmp_path / "web.log", 180)
            senders = test_acknowledged.Senders(port, "/api/v1/processes/kaupunki/submissions/", EACH)
            monkeypatch.setattr(urllib.request, "urlopen", noted)
            senders.start()
            restarts = 0
            while senders.under_way() and restarts < RESTARTS:
                time.sleep(2)
                postgres.stop("immediate")
                time.sleep(1)
                postgres.start()
                restarts += 1
            senders.join()
        with psycopg.connect(postgres.url) as database:
            texts = [text for (text,) in database.execute("select text from participation_submission").fetchall()]
    finally:
        postgres.remove()
    stored = {text.split("toive ")[1].rstrip(".") for text in texts}
    figures.add("database_restarts", restarts, "restarts")
    figures.add("database_restarts_lost", len(senders.acknowledged - stored), "ideas")
    figures.add("database_restarts_failed", sum(code >= 500 and code != 503 for code, _retry in answers), "answers")
    assert restarts > 0
    assert senders.acknowledged <= stored
    assert len(texts) == len(stored)
    assert {code for code, _retry in answers} == {503}
    assert all(retry for _code, retry in answers)
