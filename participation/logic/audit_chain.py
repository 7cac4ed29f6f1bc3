"""The chain of the audit log: each seal is made of the entry and of the seal before it.

Source: the hash chain of Haber and Stornetta, "How to time-stamp a digital document", Journal of Cryptology 3 (1991).
Whoever can write to the database could also make a whole new chain; against that the newest seal is written to the
server's log with every sealing, so that it can be kept somewhere else.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

START = "0" * 64


@dataclass(frozen=True)
class Link:
    """What one audit entry says, in the form that is sealed, with its place and its seal."""

    key: int
    at: datetime.datetime
    actor: int | None
    verb: str
    subject_type: str
    subject_id: str
    data: Mapping[str, object]
    position: int | None = None
    seal: str = ""


@dataclass(frozen=True)
class Chain:
    """What a check of the chain found: how many links hold, the newest seal, and the first fault if there is one."""

    length: int
    head: str
    fault: str = ""  # changed, missing
    place: int | None = None


def seal_of(link: Link, position: int, before: str) -> str:
    """Return the seal (64 hexadecimal digits) of an entry at its place after the seal before it."""
    said = [
        position,
        link.key,
        link.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        link.actor,
        link.verb,
        link.subject_type,
        link.subject_id,
        link.data,
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def check_chain(links: Iterable[Link], noted: tuple[int, str] | None = None) -> Chain:
    """Walk sealed links by their place; stop at the first that is missing or was changed.

    A place and its seal that were noted earlier must still be there, which finds a chain made anew or cut short.
    """
    head, length = START, 0
    for link in links:
        expected = length + 1
        if link.position != expected:
            return Chain(length, head, "missing", expected)
        if link.seal != seal_of(link, expected, head):
            return Chain(length, head, "changed", expected)
        head, length = link.seal, expected
        if noted and noted[0] == length and noted[1] != head:
            return Chain(length - 1, head, "changed", length)
    if noted and noted[0] > length:
        return Chain(length, head, "missing", length + 1)
    return Chain(length, head)
