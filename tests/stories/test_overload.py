"""More is asked than a process can do: a few work, a few wait, the rest is told at once to come back, without the database.

These tests may not touch a database at all: a refusal that asked it anything would fail here. How much is still done
under ten times the load is measured by tests/faults/test_overload.py.
"""

import asyncio
import json
import threading

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from config.gate import ASGIGate, WSGIGate, gated
from participation.logic.turns import Lane

PAGE = "/fi/surveys/kysely/"


@pytest.fixture(autouse=True)
def small(settings):
    settings.REQUESTS_AT_WORK, settings.REQUESTS_WAITING, settings.REQUEST_WAIT_SECONDS = 2, 2, 60
    return settings


class Answer(HttpResponse):
    """Closing a real one tidies database connections up, which are not to be touched here."""

    def close(self):
        self.closed = True


class Stream(StreamingHttpResponse):
    """The same, made bit by bit."""

    close = Answer.close


class Slow:
    """An application whose requests stay at work until they are let go."""

    def __init__(self):
        self.inside, self.most, self.lock = 0, 0, threading.Lock()
        self.entered, self.go = threading.Semaphore(0), threading.Event()

    def __call__(self, environ, start_response):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.entered.release()
        assert self.go.wait(60)
        with self.lock:
            self.inside -= 1
        start_response("201 Created", [])
        return Answer(b"kept")


def ask(application, path=PAGE, method="POST", **meta):
    said = {}

    def start_response(status, headers):
        said.update(status=int(status[:3]), headers=dict(headers))

    body = application({"PATH_INFO": path, "REQUEST_METHOD": method, **meta}, start_response)
    said["body"] = b"".join(body).decode()
    if hasattr(body, "close"):
        body.close()
    return said


def crowd(application, slow, count, *, inside, sent_away):
    """Ask at once from many threads; let those at work go when as many as expected are in and the rest has its answer."""
    answers, answered = [], threading.Semaphore(0)

    def one():
        answers.append(ask(application)["status"])
        answered.release()

    threads = [threading.Thread(target=one) for _number in range(count)]
    for thread in threads:
        thread.start()
    for _number in range(inside):
        assert slow.entered.acquire(timeout=60)
    for _number in range(sent_away):
        assert answered.acquire(timeout=60)
    slow.go.set()
    for thread in threads:
        thread.join(60)
    return sorted(answers)


def test_two_work_two_wait_and_six_of_ten_are_sent_away():
    slow = Slow()
    gate = WSGIGate(slow)
    assert crowd(gate, slow, 10, inside=2, sent_away=6) == [201] * 4 + [503] * 6
    assert slow.most == 2
    assert gate.turns.at_work == 0
    assert ask(gate)["status"] == 201


def test_without_the_gate_all_ten_are_at_work_at_once(settings):
    """Control arm."""
    settings.REQUESTS_AT_WORK = 0
    slow = Slow()
    assert crowd(gated(slow, WSGIGate), slow, 10, inside=10, sent_away=0) == [201] * 10
    assert slow.most == 10


def full(application=lambda environ, start_response: Answer()):
    """A gate whose places are all taken and where nobody may wait."""
    gate = WSGIGate(application)
    taken = [gate.turns.enter(Lane.SENDING, lambda: None) for _number in range(4)]
    assert all(taken)
    return gate, taken


@pytest.mark.parametrize(
    ("path", "wishes", "language", "words"),
    [
        (PAGE, "sv", "fi", "ruuhkaa"),
        ("/sv/surveys/kysely/", "fi", "sv", "inte borta"),
        ("/r/", "en", "en", "very busy"),
    ],
)
def test_the_page_is_light_in_the_residents_language_and_says_where_the_words_are(path, wishes, language, words):
    gate, _taken = full()
    sent = ask(gate, path, HTTP_ACCEPT_LANGUAGE=wishes)
    assert sent["status"] == 503
    assert f'lang="{language}"' in sent["body"]
    assert words in sent["body"]
    assert len(sent["body"]) < 4000
    assert 5 <= int(sent["headers"]["Retry-After"]) <= 30
    assert sent["headers"]["Cache-Control"] == "no-store"
    assert "default-src 'none'" in sent["headers"]["Content-Security-Policy"]
    assert sent["headers"]["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in sent["headers"]


@pytest.mark.parametrize(("path", "accept"), [("/api/v1/surveys/kysely/responses/", "*/*"), (PAGE, "application/json")])
def test_programs_and_our_own_scripts_get_the_form_of_the_api(path, accept):
    gate, _taken = full()
    sent = ask(gate, path, HTTP_ACCEPT=accept, HTTP_ACCEPT_LANGUAGE="fi")
    assert (sent["status"], sent["headers"]["Content-Type"]) == (503, "application/json")
    assert json.loads(sent["body"]) == {
        "code": "unavailable", "message": "Palvelu ei vastaa juuri nyt. Yritä pian uudelleen."
    }  # fmt: skip


def test_probes_and_files_are_served_when_all_places_are_taken():
    gate, _taken = full()
    for path in ("/healthz", "/readyz", "/static/css/kuulolla.css", "/live/ABCD/"):
        assert ask(gate, path, "GET").get("status", 200) == 200
    assert ask(gate, PAGE, "POST")["status"] == 503


def test_who_has_waited_long_enough_is_sent_away(small):
    small.REQUESTS_WAITING, small.REQUEST_WAIT_SECONDS = 8, 0
    gate, _taken = full()
    assert ask(gate)["status"] == 503
    assert len(gate.turns.queues[Lane.SENDING].waiting) == 2  # the two of before: who went is out of the queue


def test_a_place_comes_free_when_the_work_fails_or_a_stream_is_broken_off():
    def failing(environ, start_response):
        if environ["PATH_INFO"] == "/fails":
            raise LookupError
        start_response("200 OK", [])
        return Stream(iter([b"a", b"b"]))

    gate = WSGIGate(failing)
    with pytest.raises(LookupError):
        ask(gate, "/fails")
    assert gate.turns.at_work == 0
    body = gate({"PATH_INFO": PAGE, "REQUEST_METHOD": "GET"}, lambda *given: None)
    assert next(iter(body)) == b"a"
    assert gate.turns.at_work == 1  # as long as it is being made
    body.close()
    assert gate.turns.at_work == 0
    forgotten = gate({"PATH_INFO": PAGE, "REQUEST_METHOD": "GET"}, lambda *given: None)
    del forgotten
    assert gate.turns.at_work == 0


async def asked(gate, path=PAGE):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "headers": [(b"accept-language", b"sv")]}
    await gate(scope, None, send)
    return sent[0]["status"]


def test_the_same_in_one_event_loop():
    async def until(condition):
        while not condition():  # noqa: ASYNC110 -- what is waited for is the gate itself
            await asyncio.sleep(0)

    async def story():
        go, inside, most = asyncio.Event(), set(), []

        async def slow(scope, receive, send):
            inside.add(me := object())
            most.append(len(inside))
            await go.wait()
            inside.remove(me)
            await send({"type": "http.response.start", "status": 201})

        gate = ASGIGate(slow)
        tasks = [asyncio.create_task(asked(gate)) for _number in range(10)]
        await until(lambda: sum(task.done() for task in tasks) == 6)
        gone = [task for task in tasks if not task.done()][-1]
        gone.cancel()  # a visitor who closes the page while waiting
        go.set()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        await until(lambda: not gate.turns.at_work)
        return sorted(a for a in answers if isinstance(a, int)), max(most), await asked(gate)

    assert asyncio.run(story()) == ([201] * 3 + [503] * 6, 2, 201)
