"""A small mail server for tests: takes, refuses for now, refuses for good, or is slow to answer."""

import contextlib
import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ANSWERS = {
    "take": "250 taken",
    "later": "451 try again later",
    "never": "550 no such mailbox",
    "never_at_end": "554 refused",
    "slow": "250 taken",
}


@dataclass
class Inbox:
    """What arrived; mode can be changed while the server runs."""

    port: int = 0
    mode: str = "take"
    messages: list[str] = field(default_factory=list)
    slowness: float = 3.0
    on_data: Callable[[int], None] = lambda _n: None  # called when the n-th message is announced
    on_taken: Callable[[int], None] = lambda _n: None  # called when it is kept, before the answer

    @property
    def ids(self):
        return [
            line[12:] for one in self.messages for line in one.splitlines() if line.lower().startswith("message-id")
        ]


class Conversation(socketserver.StreamRequestHandler):
    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self):
        inbox = self.server.inbox
        with contextlib.suppress(OSError):
            self.say("220 ready")
            while line := self.rfile.readline().decode("latin-1").strip():
                word = line.split(":")[0].split(" ")[0].upper()
                if word == "QUIT":
                    self.say("221 bye")
                    return
                if word == "RCPT" and inbox.mode in ("later", "never"):
                    self.say(ANSWERS[inbox.mode])
                elif word == "DATA":
                    self.take(inbox)
                else:
                    self.say("250 ok")

    def take(self, inbox):
        inbox.on_data(len(inbox.messages) + 1)
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode("utf-8", "replace")).rstrip("\r\n") != ".":
            if not line:
                return  # the other side is gone in the middle
            lines.append(line.rstrip("\r\n"))
        if inbox.mode == "slow":
            time.sleep(inbox.slowness)
        if inbox.mode in ("take", "slow"):
            inbox.messages.append("\n".join(lines))
            inbox.on_taken(len(inbox.messages))
        self.say(ANSWERS[inbox.mode])


@contextlib.contextmanager
def mail_server():
    """Run on a free port; yields the inbox."""
    inbox = Inbox()
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
    server.daemon_threads = True
    server.inbox = inbox
    inbox.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield inbox
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
