"""Mails that came back: which message a delivery report (RFC 3464) tells of, and whether it failed for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

LONGEST = 1_000_000  # characters; servers return headers or the beginning of a mail
HEADERS = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")


@dataclass(frozen=True)
class Bounce:
    """The Message-ID of a mail of ours and whether its address refused it for good."""

    message_id: str
    is_permanent: bool


def bounce_of(data: bytes) -> Bounce | None:
    """Return what a delivery report says of a mail of ours; nothing for any other mail. No address is kept.

    Anybody can write to this mailbox: a mail that is too long, nested too deep or broken is no report.
    """
    if len(data) > LONGEST:
        return None
    try:
        return said_by(message_from_bytes(data, policy=policy.compat32))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def said_by(report: Message) -> Bounce | None:
    """Return what a mail says if it is a delivery report about a mail of ours."""
    said = [part for part in report.walk() if part.get_content_type() == "message/delivery-status"]
    message_id = next(ids_in(report), "")
    if not said or not message_id:
        return None
    blocks = [block for part in said for block in blocks_of(part)]
    return Bounce(message_id, any(is_final(block) for block in blocks))


def blocks_of(part: Message) -> list[Message]:
    """Return the blocks of a delivery status: one about the mail, one for each recipient."""
    inside = part.get_payload()
    return [block for block in inside if isinstance(block, Message)] if isinstance(inside, list) else []


def is_final(block: Message) -> bool:
    """Tell whether a recipient's block says: failed, and for good."""
    status = str(block.get("Status", "")).strip()
    return str(block.get("Action", "")).strip().lower() == "failed" and not status.startswith("4.")


def ids_in(report: Message) -> Iterator[str]:
    """Yield the Message-ID of the mail that came back, which travels in the report."""
    for part in report.walk():
        if part.get_content_type() not in HEADERS:
            continue
        inside = part.get_payload()
        sent = inside[0] if isinstance(inside, list) and inside else message_from_bytes(str(inside).encode())
        if isinstance(sent, Message) and (found := str(sent.get("Message-ID", "")).strip()):
            yield found
