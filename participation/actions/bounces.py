"""Reading the mailbox to which undeliverable mails come back, so that nobody writes to a dead address again and again."""

from collections.abc import Iterable
from dataclasses import dataclass

from participation.actions.deliveries import note_bounce
from participation.logic.bounces import bounce_of


@dataclass
class Read:
    """How many mails of a mailbox told of failed messages, of delayed ones, and of nothing of ours."""

    failed: int = 0
    delayed: int = 0
    other: int = 0


def read_bounces(mails: Iterable[bytes]) -> Read:
    """Mark the messages that came back for good; each mail may be read again, a second time changes nothing."""
    read = Read()
    for data in mails:
        bounce = bounce_of(data)
        if bounce is None:
            read.other += 1
        elif not bounce.is_permanent:
            read.delayed += 1
        elif note_bounce(bounce.message_id):
            read.failed += 1
        else:
            read.other += 1
    return read
