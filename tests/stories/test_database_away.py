"""The database does not answer: whoever asks is told to come back, in words or in the form of the API; nothing fails (F3, F15, F35).

The long form, with a server that is killed and restarted while residents send, is tests/faults/test_database_restarts.py.
"""

import runpy
import sqlite3
import threading

import pytest
from django.db import ConnectionHandler, InterfaceError, OperationalError, connection
from django.test import Client

from tests.architecture.tree import ROOT
from tests.factories.surveys import make_survey

ASKED = [
    ("get", "/fi/", {}),
    ("get", "/fi/surveys/kysely/", {}),
    ("post", "/fi/surveys/kysely/", {"step": "check", "key": "00000000-0000-4000-8000-000000000001", "go": "send"}),
    ("post", "/fi/receipts/", {"code": "7K4M-Q2XD-9TVE-B3HC"}),
    ("get", "/fi/desk/", {}),
    ("get", "/api/v1/surveys/kysely/", {}),
    ("post", "/api/v1/surveys/kysely/responses/", {"key": "00000000-0000-4000-8000-000000000001", "answers": {}}),
]
FAULTS = [
    OperationalError("server closed the connection unexpectedly"),
    OperationalError("could not extend file: No space left on device"),
    InterfaceError("connection already closed"),
]


@pytest.mark.parametrize("number", range(len(ASKED)), ids=[f"{method} {path}" for method, path, _fields in ASKED])
def test_every_door_answers_503_and_when_to_come_back(process, number):
    method, path, fields = ASKED[number]
    make_survey(process, slug="kysely")
    client = Client(headers={"origin": "http://testserver"}, raise_request_exception=False)
    client.cookies["session"] = "x" * 32  # of somebody at the desk

    def away(*_asked):
        raise FAULTS[number % len(FAULTS)]

    is_api = path.startswith("/api/")
    with connection.execute_wrapper(away):
        ask = getattr(client, method)
        answer = (
            ask(path, fields, content_type="application/json") if is_api and method == "post" else ask(path, fields)
        )
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    if is_api:
        assert answer.json()["code"] == "unavailable"
    else:
        assert "Tästä yrityksestä ei tallentunut mitään" in answer.content.decode()


def two_that_count(folder, options, *, second_reads_first):
    """Two at once read a number and write the next one; gives the number at the end, and what went wrong."""
    about = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "counter.sqlite3", "OPTIONS": options}
    began, read, wrong = threading.Event(), threading.Event(), []

    def count(before_writing, has_read=None):
        one = ConnectionHandler({"default": about})["default"]
        try:
            one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            with one.cursor() as cursor:
                number = cursor.execute("select n from counter").fetchone()[0]
                if has_read:
                    has_read.set()
                before_writing()
                cursor.execute("update counter set n = %s", [number + 1])
            one.commit()
        except OperationalError as error:
            wrong.append(str(error))
        finally:
            one.close()

    def second():
        began.set()
        count(lambda: first_is_through.wait(60), read)

    with sqlite3.connect(about["NAME"]) as made:
        made.execute("create table counter as select 0 as n")
    first_is_through = threading.Event()
    other = threading.Thread(target=second)

    def meanwhile():
        other.start()
        assert (read if second_reads_first else began).wait(60)

    count(meanwhile)
    first_is_through.set()
    other.join(60)
    with sqlite3.connect(about["NAME"]) as made:
        return made.execute("select n from counter").fetchone()[0], wrong


@pytest.fixture
def options(monkeypatch, db):
    """How this installation opens SQLite."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return runpy.run_path(str(ROOT / "config" / "settings.py"))["DATABASES"]["default"]["OPTIONS"]


def test_writers_of_sqlite_wait_for_each_other(options, tmp_path):
    """F40."""
    assert two_that_count(tmp_path, options, second_reads_first=False) == (2, [])


def test_writers_of_sqlite_fail_when_they_begin_as_readers(options, tmp_path):
    """Control arm: Django's own default."""
    usual = {**options, "transaction_mode": "DEFERRED"}
    assert two_that_count(tmp_path, usual, second_reads_first=True) == (1, ["database is locked"])
