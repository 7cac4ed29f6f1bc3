"""Marks of what was erased: keyed hashes that tell nothing, and by which the same thing is known again in a backup."""

import hashlib
import hmac
import re

MARK = re.compile(r"^\d{4}-\d\d-\d\d ([0-9a-f]{64})$", re.MULTILINE)


def erasure_mark(secret: str, kind: str, key: object) -> str:
    """Return the mark of one thing: without the secret nobody can tell what it stands for."""
    return hmac.new(secret.encode(), f"erased:{kind}:{key}".encode(), hashlib.sha256).hexdigest()


def marks_in(journal: str) -> set[str]:
    """Return the marks of a journal; a line that was cut off is none."""
    return set(MARK.findall(journal))
