"""Whose turn it is when more is asked than one process can do: a few at work, a few waiting, the rest sent away at once.

Sending goes before reading, reading before the lists of the desk, and none of them starves: a free place goes to the
lane that has had least of its share. Threads and tasks of an event loop wait in the same queue; each brings its own way
of being woken.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Lane(StrEnum):
    """What a request is for; nothing else about it decides."""

    SENDING = "sending"
    READING = "reading"
    DESK = "desk"


SHARES = {Lane.SENDING: 6, Lane.READING: 3, Lane.DESK: 1}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
ALWAYS = (
    "/static/",
    "/healthz",
    "/readyz",
    "/live/",
)  # files, probes, and streams that stay open while nothing is done


def lane_of(method: str, path: str, *, signed: bool) -> Lane | None:
    """Return the lane of a request, or nothing when it is served however much is asked."""
    if path.startswith(ALWAYS):
        return None
    parts = path.split("/", 3)
    part = parts[2] if len(parts) > 2 else ""
    if path.startswith(("/admin/", "/accounts/")) or part == "accounts":
        return Lane.DESK
    if method in UNSAFE:
        return Lane.SENDING
    return Lane.DESK if part == "desk" or (signed and path.startswith("/api/")) else Lane.READING


@dataclass(eq=False)
class Turn:
    """A request that is at work or waits for it; `wake` is called from another thread when its time has come."""

    lane: Lane
    wake: Callable[[], None]
    at_work: bool = False


@dataclass
class Queue:
    """One lane: how many of it work, who waits, and how much of its share it has had."""

    share: int
    most_at_work: int
    most_waiting: int
    at_work: int = 0
    had: float = 0.0
    waiting: deque[Turn] = field(default_factory=deque)


class Turns:
    """The places of one process."""

    def __init__(self, at_work: int, waiting: int) -> None:
        limits = {
            Lane.SENDING: (at_work, waiting),
            Lane.READING: (at_work - at_work // 4, waiting // 2),
            Lane.DESK: (max(1, at_work // 2), waiting // 4),
        }
        self.most_at_work = at_work
        self.at_work = 0
        self.refused = 0
        self.clock = 0.0
        self.queues = {lane: Queue(SHARES[lane], *limits[lane]) for lane in Lane}
        self.lock = threading.Lock()

    def enter(self, lane: Lane, wake: Callable[[], None]) -> Turn | None:
        """Return a turn, at work or waiting, or nothing when there is no room even to wait."""
        with self.lock:
            queue, turn = self.queues[lane], Turn(lane, wake)
            if not queue.waiting and self.has_place(queue):
                self.begin(turn)
            elif len(queue.waiting) < queue.most_waiting:
                if not queue.waiting:  # a lane that was idle has saved nothing up
                    queue.had = max(queue.had, self.clock)
                queue.waiting.append(turn)
            else:
                self.refused += 1
                return None
            return turn

    def leave(self, turn: Turn) -> None:
        """Give the place of a finished turn to those who wait; a second call does nothing."""
        with self.lock:
            if not turn.at_work:
                return
            turn.at_work = False
            self.at_work -= 1
            self.queues[turn.lane].at_work -= 1
            self.call_next()

    def give_up(self, turn: Turn) -> bool:
        """Take who has waited long enough out of the queue; say no when the turn has come meanwhile."""
        with self.lock:
            if turn.at_work:
                return False
            self.queues[turn.lane].waiting.remove(turn)
            self.refused += 1
            return True

    def has_place(self, queue: Queue) -> bool:
        """Tell whether one more of a lane may work; to be asked under the lock."""
        return self.at_work < self.most_at_work and queue.at_work < queue.most_at_work

    def begin(self, turn: Turn) -> None:
        """Put a turn to work."""
        queue = self.queues[turn.lane]
        turn.at_work = True
        self.at_work += 1
        queue.at_work += 1

    def call_next(self) -> None:
        """Wake whoever may work now, the lane that has had least of its share first."""
        while ready := [queue for queue in self.queues.values() if queue.waiting and self.has_place(queue)]:
            queue = min(ready, key=lambda one: one.had)
            turn = queue.waiting.popleft()
            self.clock = queue.had
            queue.had += 1 / queue.share
            self.begin(turn)
            turn.wake()
