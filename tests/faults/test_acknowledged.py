"""A receipt shown means the words are on disk: the server is killed again and again while residents send."""

import http.client
import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from pathlib import Path

import pytest

from tests.faults.test_outbox import kill, prepare, serve
from tests.support.browser import wait_for
from tests.support.servers import free_port

SENDERS = 6


class Senders:
    """Residents' browsers: each key is sent until it is answered with a receipt, with the same key."""

    def __init__(self, port, path, each):
        self.address = f"http://127.0.0.1:{port}{path}"
        self.each = each
        self.acknowledged = set()
        self.threads = [threading.Thread(target=self.work) for _sender in range(SENDERS)]

    def work(self):
        for _number in range(self.each):
            key, attempt, end = str(uuid.uuid4()), 0, time.monotonic() + 60
            body = {"key": key, "text": f"Lisää valoja reitille, toive {key}.", "language": "fi"}
            while time.monotonic() < end:
                request = urllib.request.Request(
                    self.address, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
                )
                try:
                    with urllib.request.urlopen(request, timeout=5) as answer:
                        if answer.status in (200, 201) and json.load(answer)["receipt"]:
                            self.acknowledged.add(key)
                            break
                except (OSError, ValueError, http.client.HTTPException):
                    attempt += 1
                    time.sleep(min(0.5, 0.05 * 2 ** min(attempt, 4)) * random.random())

    def start(self):
        for thread in self.threads:
            thread.start()

    def under_way(self):
        return any(thread.is_alive() for thread in self.threads)

    def join(self):
        for thread in self.threads:
            thread.join()


@pytest.mark.services
def test_killed_server_loses_no_acknowledged_idea(tmp_path, figures, full):
    port = free_port()
    prepare(tmp_path)
    senders = Senders(port, "/api/v1/processes/kaupunki/submissions/", 500 if full else 40)
    server = serve(tmp_path, port, worker=False)
    senders.start()
    kills = 0
    while senders.under_way() and kills < (20 if full else 4):
        time.sleep(1.0)
        kill(server)
        kills += 1
        server = serve(tmp_path, port, worker=False)
    senders.join()
    kill(server)
    with sqlite3.connect(tmp_path / "kuulolla.sqlite3", timeout=20) as database:
        texts = [text for (text,) in database.execute("select text from participation_submission")]
        jobs = database.execute("select count(*) from participation_job").fetchone()[0]
    stored = {text.split("toive ")[1].rstrip(".") for text in texts}
    lost = senders.acknowledged - stored
    figures.add("lost_acknowledged", len(lost), "ideas")
    figures.add("kills_while_sending", kills, "kills")
    assert len(senders.acknowledged) == SENDERS * senders.each
    assert lost == set()
    assert len(texts) == len(stored)  # each key one row, however often it was sent
    assert jobs >= len(texts)  # the promise to route went with each of them


def test_server_that_answers_before_it_writes_loses_ideas(tmp_path):
    """Control arm: the same senders and kills find the loss."""
    port, database_file = free_port(), tmp_path / "early.sqlite3"
    with sqlite3.connect(database_file) as database:
        database.execute("create table taken (key text primary key)")
    program = str(Path(__file__).with_name("early_answer.py"))

    def start():
        process = subprocess.Popen([sys.executable, program, str(port), str(database_file)])
        wait_for(f"http://127.0.0.1:{port}/", process, database_file)
        return process

    senders = Senders(port, "/", 60)
    server = start()
    senders.start()
    kills = 0
    while kills < 4:
        time.sleep(0.15)
        kill(server)
        kills += 1
        server = start()
    senders.join()
    time.sleep(0.5)
    kill(server)
    with sqlite3.connect(database_file) as database:
        stored = {key for (key,) in database.execute("select key from taken")}
    assert senders.acknowledged - stored
