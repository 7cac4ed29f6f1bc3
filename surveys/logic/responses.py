"""Rules of responses: the words under which a channel is kept."""

import re

WEB = "web"
TAG = re.compile(r"^[a-z0-9][a-z0-9_-]{0,19}$", re.ASCII)


def channel_of(tag: str) -> str:
    """Return the channel a response is kept under: a short tag of the address, otherwise "web"."""
    squeezed = tag.strip().lower()
    return squeezed if TAG.match(squeezed) else WEB


def submission_channel(channel: str) -> str:
    """Return the channel of a contribution that comes from a response: paper and kiosk stay, all else is a survey."""
    return channel if channel in ("paper", "kiosk") else "survey"
