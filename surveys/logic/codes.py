"""Access codes: 128 random bits in 26 characters of Crockford base32, forgiving to read; and what may be told of them."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import re
import secrets

from participation.logic.codes import characters_of, meant_by

BITS = 128
LENGTH = 26
MOST = 5000  # in one batch: a file that is made while somebody waits
GROUP = 5
CODE = re.compile(r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$")


def new_code() -> str:
    """Return a fresh random code, grouped for reading: five characters four times, then six."""
    return grouped(letters_of(secrets.randbits(BITS)))


def letters_of(number: int) -> str:
    """Return a number of 128 bits as 26 characters."""
    return characters_of(number, LENGTH)


def grouped(letters: str) -> str:
    """Return the characters in groups, so that they can be typed from paper."""
    cuts = [0, GROUP, 2 * GROUP, 3 * GROUP, 4 * GROUP, LENGTH]
    return "-".join(letters[start:end] for start, end in itertools.pairwise(cuts))


def normalised(typed: str) -> str | None:
    """Return the 26 characters meant by what was typed, or nothing if it cannot be a code."""
    letters = meant_by(typed)
    return letters if CODE.match(letters) else None


def code_hash(secret: str, survey_id: int, letters: str) -> str:
    """Return the keyed hash under which a code of a survey is stored."""
    return digest(secret, f"access code:{survey_id}:{letters}")


def admission_by_code(secret: str, survey_id: int, letters: str) -> str:
    """Return the admission that a code gives: always the same one, and another word than what the code is stored as."""
    return digest(secret, f"admission by code:{survey_id}:{letters}")


def admission_by_person(secret: str, survey_id: int, person_id: int) -> str:
    """Return the admission of a person who is signed in: always the same one in a survey."""
    return digest(secret, f"admission by person:{survey_id}:{person_id}")


def admission_hash(secret: str, admission: str) -> str:
    """Return what is stored of an admission once it was used."""
    return digest(secret, f"used admission:{admission}")


def digest(secret: str, words: str) -> str:
    """Return a keyed hash."""
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()


def shown_numbers(size: int, used: int, threshold: int) -> tuple[int, int] | None:
    """Return how many codes of a batch are used and left, or nothing while either number is too small to be told."""
    left = size - used
    return (used, left) if min(used, left) >= threshold else None
