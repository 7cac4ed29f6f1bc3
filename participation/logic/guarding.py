"""Signs that something was not sent by a person: which there are, where the limits lie, what a computed proof is.

A sign is a mark beside what was sent. It refuses nothing and deletes nothing: people decide.

Limits count what came from one network (never from one device), and are wide enough for a library or a school class.
Whoever brings a proof may go further: a browser computes it by itself, without a puzzle, for a second or so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

HIDDEN, FAST, UNOPENED, BURST, IDENTICAL, UNPROVEN = MARKS = (
    "hidden",
    "fast",
    "unopened",
    "burst",
    "identical",
    "unproven",
)
MINUTE, HOUR = 60, 3600
PERIOD = 12 * HOUR  # the key behind the names of networks lives so long
WINDOWS = {MINUTE: 60, HOUR: 120, PERIOD: 240}  # seconds: how many one network may send
WINDOWS_PROVEN = {MINUTE: 200, HOUR: 300, PERIOD: 480}
SHARED = 10  # so many times more from the networks of libraries and schools that the town has named
SAME_WORDS = 10  # the same long words in one survey or process, from wherever
SAME_CHOICES = 5  # the same long row of choices from one network
WORDS_ENOUGH = 40  # characters that two people hardly write alike by chance
CHOICES_ENOUGH = 8  # answers that two people of one network rarely choose alike
LEAST_SECONDS = 1.0  # to read the last page and press the button
SECONDS_AN_ANSWER = 0.4  # nobody reads and answers a question in less
ATTACK = 100  # so many marked ones within TEN_MINUTES are an attack
TEN_MINUTES = 600
PROOFS, BITS = 8, 15  # eight small searches instead of one large one: the time hardly varies


def over_limit(counts: Mapping[int, int], *, proven: bool, times: int = 1) -> bool:
    """Tell whether a network sent more than people of one place do; counts are by the seconds of their window."""
    windows = WINDOWS_PROVEN if proven else WINDOWS
    return any(counts.get(seconds, 0) > most * times for seconds, most in windows.items())


def too_fast(seconds: float, answers: int) -> bool:
    """Tell whether nobody could have given so many answers in this time."""
    return seconds < LEAST_SECONDS + SECONDS_AN_ANSWER * max(0, answers)


def long_words(values: Sequence[object]) -> str:
    """Return what was written in own words, if it is enough to tell two people apart; else nothing."""
    words = " ".join(" ".join(value.split()) for value in values if isinstance(value, str))
    return words.casefold() if len(words) >= WORDS_ENOUGH else ""


def written(marks: Sequence[str]) -> str:
    """Return marks as they are stored: by name, with a space between."""
    return " ".join(mark for mark in MARKS if mark in marks)


def holds_proof(text: str, proof: str) -> bool:
    """Tell whether a proof was computed for this text: numbers whose hashes begin with enough zero bits."""
    numbers = proof.split(".") if len(proof) < 120 else []
    if len(numbers) != PROOFS or not all(number.isascii() and number.isdigit() for number in numbers):
        return False
    return all(zero_bits(f"{text}:{place}:{number}") for place, number in enumerate(numbers))


def zero_bits(text: str) -> bool:
    """Tell whether the SHA-256 of a text begins with enough zero bits."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> (32 - BITS) == 0


def proof_for(text: str) -> str:
    """Compute a proof, as browsers do in proof.js."""
    found = []
    for place in range(PROOFS):
        number = 0
        while not zero_bits(f"{text}:{place}:{number}"):
            number += 1
        found.append(str(number))
    return ".".join(found)
