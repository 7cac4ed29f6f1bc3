"""Sheet codes: eight characters made from a sheet's random key, printed as a square code and as text."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid

from participation.logic.codes import CROCKFORD, characters_of, in_fours, meant_by

LENGTH = 8
CODE = re.compile(rf"^[{CROCKFORD}]{{{LENGTH}}}$")
MARK = re.compile(rf"^([{CROCKFORD}]{{{LENGTH}}})(\d{{2}})$")


def sheet_code(secret: str, key: uuid.UUID) -> str:
    """Return the code that is printed on a sheet, e.g. "7K4M-Q2XD"."""
    return in_fours(characters_of(int.from_bytes(digest(secret, f"sheet code:{key}")[:5], "big"), LENGTH))


def normalised(typed: str) -> str | None:
    """Return the eight characters meant by what was typed, or nothing if it cannot be a code."""
    letters = meant_by(typed)
    return letters if CODE.match(letters) else None


def code_hash(secret: str, typed: str) -> str | None:
    """Return the keyed hash under which a sheet is found by its code."""
    letters = normalised(typed)
    return digest(secret, f"sheet:{letters}").hex() if letters else None


def response_key(secret: str, key: uuid.UUID) -> uuid.UUID:
    """Return the key under which the response of a sheet is recorded; the receipt on the slip is made of it too."""
    return uuid.UUID(bytes=digest(secret, f"response of sheet:{key}")[:16], version=4)


def page_mark(code: str, page: int) -> str:
    """Return what the square code of a page says."""
    return f"{code.replace('-', '')}{page:02}"


def read_mark(text: str) -> tuple[str, int] | None:
    """Return code and page of a square code, or nothing if it is none of ours."""
    found = MARK.match(text)
    return (found[1], int(found[2])) if found else None


def digest(secret: str, words: str) -> bytes:
    """Return a keyed hash."""
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).digest()
