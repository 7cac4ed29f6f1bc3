"""The resident's half of a blind signature in Python, for tests: blinding and unblinding as in RFC 9474."""

import hashlib
import itertools
import os
import secrets
from functools import cache

from surveys.logic import blind

real_key = blind.new_key


@cache
def pair_of_keys():
    """Two keys for all tests of a run: making one takes a second."""
    return real_key(), real_key()


def spare_keys(monkeypatch):
    """Let surveys take turns with the two keys."""
    keys = itertools.cycle(pair_of_keys())
    monkeypatch.setattr(blind, "new_key", lambda: next(keys))


def mask(seed, length):
    blocks = (hashlib.sha384(seed + n.to_bytes(4, "big")).digest() for n in range(length // 48 + 1))
    return b"".join(blocks)[:length]


def encoded(message, bits):
    """EMSA-PSS with SHA-384 and a salt of 48 bytes (RFC 8017, 9.1.1)."""
    length, salt = (bits + 7) // 8, os.urandom(48)
    h = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - 98) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(block, mask(h, length - 49), strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + h + b"\xbc"


class Right:
    """A token in the making: blinded for the town, unblinded with what it signed."""

    def __init__(self, public, survey):
        numbers = blind.public_key(public).public_numbers()
        self.n, e = numbers.n, numbers.e
        self.prefix, factor = os.urandom(32), secrets.randbelow(self.n)
        self.inverse = pow(factor, -1, self.n)
        message = int.from_bytes(encoded(self.prefix + blind.message_of(survey), self.n.bit_length() - 1), "big")
        self.blinded = blind.as_text((message * pow(factor, e, self.n) % self.n).to_bytes(384, "big"))

    def unblinded(self, signature):
        number = int.from_bytes(blind.from_text(signature), "big") * self.inverse % self.n
        return blind.as_text(self.prefix + number.to_bytes(384, "big"))
