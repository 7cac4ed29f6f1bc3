"""Door to open pages: tells every server process that a wall changed, and keeps one watcher a wall in each of them.

A change is a poke without content: within the process through its event loop, between processes through Redis. The
watcher reads what changed once and hands the same bytes to all its listeners. A lost poke costs two seconds: the
watcher looks by itself. Whoever cannot listen polls.
"""

import asyncio
import contextlib
import contextvars
import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import redis
import redis.asyncio
from django.conf import settings
from django.db import connection

logger = logging.getLogger("kuulolla.live")
CHANNEL = "kuulolla.walls"
LOOK = 2.0  # seconds between looks when no poke comes
GATHER = 0.1  # seconds in which changes are gathered into one message
COMMENT = 15.0  # seconds between comments that keep proxies from closing the stream
KEPT = 100  # messages a late listener can catch up with
Reader = Callable[[int, int], Mapping[str, Any]]

executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="walls")
hubs: dict[asyncio.AbstractEventLoop, "Hub"] = {}
clients: dict[str, redis.Redis] = {}


def poke_wall(workshop_id: int) -> None:
    """Tell all processes that a wall changed. Never raises and never waits long."""
    for hub in list(hubs.values()):
        with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
            hub.loop.call_soon_threadsafe(hub.poke, workshop_id)
    if not settings.REDIS_URL:
        return
    try:
        client = clients.get(settings.REDIS_URL)
        if client is None:
            client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
            clients[settings.REDIS_URL] = client
        client.publish(CHANNEL, str(workshop_id))
    except redis.RedisError:
        logger.warning("a change of a wall was not passed on: the other processes look by themselves")


class Wall:
    """One wall in this process: its newest version, the last messages, and who waits for the next one."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.messages: deque[tuple[int, int, bytes]] = deque(maxlen=KEPT)
        self.poked = asyncio.Event()
        self.came = asyncio.Event()
        self.listeners = 0

    def push(self, change: Mapping[str, Any]) -> None:
        """Hand a change to everybody who waits."""
        self.messages.append((self.version, change["version"], message(change)))
        self.version = change["version"]
        self.came.set()
        self.came = asyncio.Event()

    def after(self, version: int) -> tuple[int, bytes] | None:
        """Return the messages that follow a version; nothing when the listener is too far behind."""
        following = [one for one in self.messages if one[0] >= version]
        if not following or following[0][0] != version:
            return None
        return following[-1][1], b"".join(one[2] for one in following)


class Hub:
    """All walls that somebody of this process looks at."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.walls: dict[int, Wall] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.listening: asyncio.Task[None] | None = None

    def poke(self, workshop_id: int) -> None:
        """Wake the watcher of a wall."""
        if workshop_id in self.walls:
            self.walls[workshop_id].poked.set()

    def start(self, work: Any) -> asyncio.Task[None]:
        """Run a task that outlives the request that began it."""
        task = self.loop.create_task(work, context=contextvars.Context())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def listen(self) -> None:
        """Pass on what other processes tell through Redis; begins again when it goes away."""
        while True:
            client = redis.asyncio.Redis.from_url(settings.REDIS_URL)
            try:
                async with client.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    async for told in channel.listen():
                        if told["type"] == "message" and told["data"].isdigit():
                            self.poke(int(told["data"]))
            except (redis.RedisError, OSError):
                await asyncio.sleep(LOOK)
            finally:
                with contextlib.suppress(redis.RedisError, OSError):
                    await client.aclose()

    async def watch(self, workshop_id: int, wall: Wall, read: Reader) -> None:
        """Read what changed and hand it on, as long as anybody listens."""
        while wall.listeners:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(wall.poked.wait(), LOOK)
            wall.poked.clear()
            try:
                change = await self.read(read, workshop_id, wall.version)
            except Exception:  # noqa: BLE001 -- the database may be away for a while: the stream waits for it
                logger.warning("a wall could not be read; it is tried again")
                continue
            if change["version"] != wall.version:
                wall.push(change)
                await asyncio.sleep(GATHER)
        self.walls.pop(workshop_id, None)

    async def read(self, read: Reader, workshop_id: int, since: int) -> Mapping[str, Any]:
        """Read in the one thread of walls, whose connection is given back each time."""

        def once() -> Mapping[str, Any]:
            try:
                return read(workshop_id, since)
            finally:
                connection.close()

        return await self.loop.run_in_executor(executor, once)

    async def stream(self, workshop_id: int, read: Reader) -> AsyncIterator[bytes]:
        """Yield the whole wall, then every change, and a comment now and then."""
        if settings.REDIS_URL and (self.listening is None or self.listening.done()):
            self.listening = self.start(self.listen())
        whole = await self.read(read, workshop_id, 0)
        version = whole["version"]
        wall = self.walls.get(workshop_id)
        if wall is None:
            wall = self.walls[workshop_id] = Wall(version)
            wall.listeners += 1
            self.start(self.watch(workshop_id, wall, read))
        else:
            wall.listeners += 1
        try:
            yield b"retry: 2000\n\n" + message(whole)
            while True:
                if wall.version > version:
                    found = wall.after(version)
                    if found is None:
                        whole = await self.read(read, workshop_id, 0)
                        found = whole["version"], message(whole)
                    version = max(version, found[0])
                    yield found[1]
                    continue
                try:
                    await asyncio.wait_for(wall.came.wait(), COMMENT)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            wall.listeners -= 1


def message(change: Mapping[str, Any]) -> bytes:
    """Return a change as one server-sent event."""
    words = json.dumps(change, ensure_ascii=False, separators=(",", ":"))
    return f"id: {change['version']}\ndata: {words}\n\n".encode()


def hub() -> Hub:
    """Return the hub of the running event loop."""
    loop = asyncio.get_running_loop()
    for old in [one for one in hubs if one.is_closed()]:
        del hubs[old]
    if loop not in hubs:
        hubs[loop] = Hub(loop)
    return hubs[loop]
