"""Door to the servers that receive webhooks: their addresses come from administrators, their names from foreign DNS.

A name is resolved once, every number it has is checked, and the connection goes to a checked number; the certificate
is held against the name. So a name that changes its mind leads nowhere. No redirect is followed, no proxy is asked,
nothing of an answer is read beyond its status, and all of it together takes three seconds at most.
"""

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from participation.logic.webhooks import AddressRefused, Target, may_connect, target_of

SECONDS = 3.0
MOST_NUMBERS = 4
LONGEST_HEAD = 16_384
STATUS = re.compile(rb"^HTTP/1\.[01] ([1-5]\d\d)[^\r\n]*\r?\n")


@dataclass(frozen=True)
class Answer:
    """How a try ended: the status that was answered, or why none was."""

    status: int | None = None
    failure: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the receiver took the message."""
        return self.status is not None and 200 <= self.status < 300


class TryFailed(Exception):
    """A try ended without a status; the word says why."""


def loopback_allowed() -> bool:
    """Tell whether this installation may ask itself: for development and demonstrations only."""
    return bool(settings.WEBHOOK_LOOPBACK and (settings.DEBUG or settings.DEMO))


def checked_target(address: str) -> Target:
    """Return an address taken apart; raises AddressRefused for one that is never asked."""
    return target_of(address, hosts=settings.WEBHOOK_HOSTS, loopback=loopback_allowed())


def post(address: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send one message and return how it went; never raises for what the other side does."""
    deadline = time.monotonic() + SECONDS
    try:
        target = checked_target(address)
        numbers = checked_numbers(target, deadline)
        with connected(target, numbers, deadline) as line:
            send(line, target, headers, body, deadline)
            return Answer(status=status_of(line, deadline))
    except AddressRefused:
        return Answer(failure="address")
    except TryFailed as failed:
        return Answer(failure=str(failed))
    except ssl.SSLError:
        return Answer(failure="certificate")
    except TimeoutError:
        return Answer(failure="slow")
    except (OSError, http.client.HTTPException):
        return Answer(failure="connection")


def left(deadline: float) -> float:
    """Return the seconds until the deadline; raises TimeoutError when it has passed."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def checked_numbers(target: Target, deadline: float) -> list[str]:
    """Resolve a name once; raises AddressRefused if any number of it leads where nothing may be asked."""
    found: list[str] = []

    def resolve() -> None:
        try:
            rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        except (OSError, UnicodeError):
            return
        found.extend(str(row[4][0]) for row in rows)

    thread = threading.Thread(target=resolve, daemon=True)  # the resolver of the system knows no deadline
    thread.start()
    thread.join(left(deadline))
    numbers = list(dict.fromkeys(found))
    if thread.is_alive() or not numbers:
        raise TryFailed("name")
    if not all(may_connect(number, loopback=loopback_allowed()) for number in numbers):
        raise AddressRefused("number")
    return numbers[:MOST_NUMBERS]


def connected(target: Target, numbers: list[str], deadline: float) -> socket.socket:
    """Return a connection to the first number that answers, with TLS for the name."""
    for place, number in enumerate(numbers):
        line = socket.socket(socket.AF_INET6 if ":" in number else socket.AF_INET, socket.SOCK_STREAM)
        try:
            line.settimeout(left(deadline))
            line.connect((number, target.port))
        except OSError:
            line.close()
            if place == len(numbers) - 1:
                raise
            continue
        break
    if target.scheme == "http":
        return line
    try:
        line.settimeout(left(deadline))
        return ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
    except BaseException:
        line.close()
        raise


def send(line: socket.socket, target: Target, headers: Mapping[str, str], body: bytes, deadline: float) -> None:
    """Write the request."""
    line.settimeout(left(deadline))
    request = http.client.HTTPConnection(target.host, target.port)
    request.sock = line
    request.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
    own = {"Host": target.host_header, "Content-Length": str(len(body)), "Connection": "close"}
    for name, value in {**own, **headers}.items():
        request.putheader(name, value)
    request.endheaders(body)


def status_of(line: socket.socket, deadline: float) -> int:
    """Read no more than the status of the answer; what comes before the real one (1xx) is passed over."""
    head = b""
    while len(head) < LONGEST_HEAD:
        line.settimeout(left(deadline))
        piece = line.recv(1024)
        head += piece
        while (found := STATUS.match(head)) and found[1].startswith(b"1") and b"\r\n\r\n" in head:
            head = head.partition(b"\r\n\r\n")[2]
        if found and not found[1].startswith(b"1"):
            return int(found[1])
        if not piece:
            break
    raise TryFailed("answer")
