"""Patterns that written answers must match: read carefully, so that no answer can keep a server busy."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 200
REPEATS = 3  # unbounded repeats in one pattern: the work grows with that power of the answer's length
TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:=!]|\(\?|[()|]|[*+?]|\{\d*,?\d*\}|.", re.DOTALL)
GROWING = re.compile(r"[*+]|\{\d*,\}|\{\d{3,}\}|\{\d*,\d{3,}\}")


def problem_of(pattern: str) -> str | None:
    """Return why a pattern cannot be used, or nothing."""
    if not pattern or len(pattern) > LONGEST:
        return f"is not a pattern of 1 to {LONGEST} characters"
    try:
        compiled(pattern)
    except (re.error, OverflowError, RecursionError):
        return "is not a regular expression"
    return "repeats a repeat, or too much: it could take very long" if grows(pattern) else None


def grows(pattern: str) -> bool:
    """Tell whether a pattern repeats a group that itself repeats or branches, has back references, or repeats a lot."""
    repeats = 0
    groups: list[bool] = []  # of each open group: does it repeat or branch inside
    closed_wild = False
    for piece in TOKEN.findall(pattern):
        quantifier = piece in ("*", "+", "?") or (piece.startswith("{") and len(piece) > 1)
        if piece == "(?" or (piece.startswith("\\") and piece[1:].isdigit()):
            return True
        if piece.startswith("("):
            groups.append(False)
        elif quantifier:
            if closed_wild and piece != "?":
                return True
            repeats += bool(GROWING.fullmatch(piece))
            groups = [True] * len(groups)
        elif piece == "|":
            groups = [True] * len(groups)
        closed_wild = piece == ")" and bool(groups) and groups.pop()
    return repeats > REPEATS


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern ready for use."""
    return re.compile(pattern)


def fits(pattern: str, text: str) -> bool:
    """Tell whether the whole text matches."""
    return compiled(pattern).fullmatch(text) is not None
