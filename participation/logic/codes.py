"""Codes that people read and type, in Crockford base32: case, spaces, dashes and look-alikes are forgiven."""

import re

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKES = str.maketrans("OIL", "011")
LONGEST = 200  # typed characters that are looked at


def characters_of(number: int, length: int) -> str:
    """Return the lowest bits of a number as so many characters, five bits each."""
    return "".join(CROCKFORD[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def meant_by(typed: str) -> str:
    """Return the characters meant by what was typed, without anything that is neither a letter nor a figure."""
    return re.sub(r"[\W_]", "", typed[:LONGEST].upper()).translate(LOOK_ALIKES)


def in_fours(letters: str) -> str:
    """Return characters in groups of four, so that they can be read out."""
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
