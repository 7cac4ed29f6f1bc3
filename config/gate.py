"""In front of everything, the database too: what one process cannot do now waits a moment or is sent away with 503.

Wraps what wsgi.py and asgi.py serve. The refusal is made once a language and costs next to nothing, so that a process
that is asked ten times what it can do still does nearly all that it can.
"""

import asyncio
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from participation.logic.turns import Lane, Turn, Turns, lane_of
from participation.middleware import language_of_address, unavailable

logger = logging.getLogger("kuulolla.gate")
RETRY_AFTER = (5, 30)  # seconds, spread so that those who were sent away do not come back together
KINDS = 500  # ways of asking whose answer is kept
TOLD_EVERY = 10  # seconds between two lines of the log
STATUS_LINE = f"{HTTPStatus.SERVICE_UNAVAILABLE.value} {HTTPStatus.SERVICE_UNAVAILABLE.phrase}"
finish = [
    step(lambda _request: HttpResponse()) for step in (SecurityMiddleware, CSPMiddleware, XFrameOptionsMiddleware)
]
in_language = language_of_address(lambda _request: HttpResponse())


class Refusals:
    """The page and the words for programs, made once a language; counts how often they were needed."""

    def __init__(self) -> None:
        self.made: dict[tuple[str | None, ...], tuple[list[tuple[str, str]], bytes]] = {}
        self.count = 0
        self.told = 0.0

    def headers_and_body(self, meta: dict[str, Any]) -> tuple[list[tuple[str, str]], bytes]:
        """Return what is said to a request of which only the environment is known."""
        method, path = meta["REQUEST_METHOD"], meta["PATH_INFO"]
        kind = (method, path[:9], meta.get("HTTP_ACCEPT_LANGUAGE"), meta.get("HTTP_ACCEPT"))
        if kind not in self.made:
            if len(self.made) > KINDS:  # nobody fills the memory by wishing for ever new languages
                self.made.clear()
            self.made[kind] = refusal(meta)
        self.tell()
        headers, body = self.made[kind]
        return [*headers, ("Retry-After", str(random.randint(*RETRY_AFTER)))], body

    def tell(self) -> None:
        """Write to the log, at most every few seconds, how many were sent away."""
        self.count += 1
        now = time.monotonic()
        if now - self.told > TOLD_EVERY:
            logger.warning("more is asked than this process can do: %d requests sent away", self.count)
            self.told, self.count = now, 0


def refusal(meta: dict[str, Any]) -> tuple[list[tuple[str, str]], bytes]:
    """Make the answer, with the headers that every page of the service has."""
    request = HttpRequest()
    request.META = meta
    request.method = meta["REQUEST_METHOD"]
    request.path = request.path_info = meta["PATH_INFO"]
    in_language.process_request(request)
    answer = unavailable(request)
    for step in finish:
        answer = step.process_response(request, answer)
    del answer["Retry-After"]
    return [*answer.items(), ("Content-Length", str(len(answer.content)))], answer.content


class Streamed:
    """A body that is still being made: its place is given back when it is through, broken off or forgotten."""

    def __init__(self, body: Any, leave: Callable[[], None]) -> None:
        self.body, self.leave = body, leave

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        """Close the body, then leave."""
        try:
            if hasattr(self.body, "close"):
                self.body.close()
        finally:
            self.leave()

    def __del__(self) -> None:
        self.leave()


class Gate:
    """What both ways of serving have in common."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.turns = Turns(settings.REQUESTS_AT_WORK, settings.REQUESTS_WAITING)
        self.refusals = Refusals()


class WSGIGate(Gate):
    """For servers with threads: who waits holds a thread, so there must be more threads than places."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        signed = settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "") or "HTTP_AUTHORIZATION" in environ
        lane = lane_of(environ["REQUEST_METHOD"], environ["PATH_INFO"], signed=signed)
        if lane is None:
            return self.application(environ, start_response)
        turn = self.turn(lane)
        if turn is None:
            headers, body = self.refusals.headers_and_body(environ)
            start_response(STATUS_LINE, headers)
            return [body]
        return self.served(turn, environ, start_response)

    def served(self, turn: Turn, environ: dict[str, Any], start_response: Any) -> Any:
        """Return the answer; its place is free as soon as nothing more has to be made of it."""
        try:
            answer = self.application(environ, start_response)
            if getattr(answer, "streaming", True):
                return Streamed(answer, lambda: self.turns.leave(turn))
            body = [answer.content]
            answer.close()
        except BaseException:
            self.turns.leave(turn)
            raise
        self.turns.leave(turn)
        return body

    def turn(self, lane: Lane) -> Turn | None:
        """Return a turn that has come, if it comes in time."""
        woken = threading.Event()
        turn = self.turns.enter(lane, woken.set)
        if turn is None or turn.at_work or woken.wait(settings.REQUEST_WAIT_SECONDS):
            return turn
        return None if self.turns.give_up(turn) else turn


class ASGIGate(Gate):
    """For one event loop: who waits costs nothing but memory."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        meta = {"REQUEST_METHOD": scope["method"], "PATH_INFO": scope["path"]}
        for name, value in scope["headers"]:
            if name in (b"accept", b"accept-language", b"cookie", b"authorization"):
                meta["HTTP_" + name.decode().upper().replace("-", "_")] = value.decode("latin-1")
        signed = settings.SESSION_COOKIE_NAME in meta.get("HTTP_COOKIE", "") or "HTTP_AUTHORIZATION" in meta
        lane = lane_of(scope["method"], scope["path"], signed=signed)
        if lane is None:
            await self.application(scope, receive, send)
            return
        turn = await self.turn(lane)
        if turn is None:
            headers, body = self.refusals.headers_and_body(meta)
            raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            await send({"type": "http.response.start", "status": 503, "headers": raw})
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
            return
        try:
            await self.application(scope, receive, send)
        finally:
            self.turns.leave(turn)

    async def turn(self, lane: Lane) -> Turn | None:
        """Return a turn that has come, if it comes in time."""
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()
        turn = self.turns.enter(lane, lambda: loop.call_soon_threadsafe(woken.set))
        if turn is None or turn.at_work:
            return turn
        try:
            await asyncio.wait_for(woken.wait(), settings.REQUEST_WAIT_SECONDS)
        except TimeoutError:
            return None if self.turns.give_up(turn) else turn
        except BaseException:  # the visitor is gone
            if not self.turns.give_up(turn):
                self.turns.leave(turn)
            raise
        return turn


def gated(application: Any, kind: type[Gate]) -> Any:
    """Return an application behind the gate, or itself where the gate is off."""
    return kind(application) if settings.REQUESTS_AT_WORK else application


__all__ = ["ASGIGate", "WSGIGate", "gated"]
