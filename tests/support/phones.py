"""A room full of phones: each holds one stream of a workshop's wall open, and they write and support at once."""

import asyncio
import json
import random
import statistics
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Told:
    """What a run saw: seconds from an accepted idea to each screen, and what each phone knew at the end."""

    delays: list[float] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)
    posted: list[float] = field(default_factory=list)
    missing: int = 0
    failed: int = 0

    @property
    def median_ms(self) -> float:
        return statistics.median(self.delays) * 1000

    @property
    def p99_ms(self) -> float:
        return sorted(self.delays)[int(len(self.delays) * 0.99)] * 1000


class Phone:
    """One phone: knows the texts on its screen and when each came."""

    def __init__(self, port: int, code: str) -> None:
        self.port = port
        self.code = code
        self.seen: dict[str, float] = {}
        self.whole = asyncio.Event()
        self.voter = str(uuid.uuid4())

    async def listen(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        try:
            writer.write(f"GET /live/{self.code}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    now = time.monotonic()
                    for note in json.loads(line[6:])["notes"]:
                        if "text" in note:
                            self.seen.setdefault(note["text"], now)
                    self.whole.set()
        finally:
            writer.close()

    async def post(self, path: str, fields: dict[str, object]) -> tuple[int, dict]:
        body = urlencode(fields).encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(
                (
                    f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nConnection: close\r\n"
                    f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
                ).encode()
                + body
            )
            raw = await reader.read()
        finally:
            writer.close()
        head, _gap, rest = raw.partition(b"\r\n\r\n")
        try:
            said = json.loads(rest[rest.find(b"{") : rest.rfind(b"}") + 1] or b"{}")
        except ValueError:
            said = {}
        return int(head.split()[1]), said


async def room(ports: list[int], code: str, *, phones: int, ideas: int, seconds: float) -> Told:
    """Let phones, shared among the servers, listen; over so many seconds each writes so many ideas."""
    told, dice = Told(), random.Random("room")
    people = [Phone(ports[n % len(ports)], code) for n in range(phones)]
    listening = [asyncio.create_task(one.listen()) for one in people]
    await asyncio.wait_for(asyncio.gather(*(one.whole.wait() for one in people)), 60)
    sent_at: dict[str, float] = {}

    async def write(one: Phone, number: int) -> None:
        await asyncio.sleep(dice.uniform(0, seconds))
        text = f"Idea {number}: valoja ja penkkejä rantaan {uuid.uuid4().hex[:8]}"
        fields = {"key": str(uuid.uuid4()), "text": text, "table": 1 + number % 4, "prompt": 1 + number % 2}
        began = time.monotonic()
        status, said = await one.post(f"/fi/workshops/{code}/", fields)
        sent_at[text] = time.monotonic()
        told.posted.append(sent_at[text] - began)
        if status == 201:
            told.sent[text] = said["receipt"]
        else:
            told.failed += 1

    await asyncio.gather(*(write(one, n) for n, one in enumerate(people * ideas)))
    for _try in range(50):
        told.missing = sum(text not in one.seen for one in people for text in told.sent)
        if not told.missing:
            break
        await asyncio.sleep(0.1)
    for one in people:
        told.delays += [max(0.0, at - sent_at[text]) for text, at in one.seen.items() if text in sent_at]
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    return told


def run_room(ports: list[int], code: str, **how: float) -> Told:
    """Run a room to its end."""
    return asyncio.run(room(ports, code, **how))


def ready(port: int) -> bool:
    """Tell whether a server answers."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
        return answer.status == 200
