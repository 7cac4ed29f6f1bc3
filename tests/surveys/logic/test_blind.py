"""Blind signatures: the numbers of RFC 9474's appendix A, and everything that is no good signature."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from surveys.logic import blind
from tests.support.blinding import Right

VECTORS = {name: bytes.fromhex(text) for name, text in json.loads(Path(__file__).with_name("rfc9474.json").read_text()).items()}  # fmt: skip


def number(name):
    return int.from_bytes(VECTORS[name], "big")


@pytest.fixture(scope="module")
def rfc_key():
    p, q, e = number("p"), number("q"), 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    parts = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), rsa.RSAPublicNumbers(e, p * q))
    return parts.private_key()


@pytest.fixture(scope="module")
def key():
    return blind.private_key(blind.new_key())


def unblinded(key, signature):
    n = key.private_numbers().public_numbers.n
    return (int.from_bytes(signature, "big") * number("inv") % n).to_bytes(len(signature), "big")


def test_the_deterministic_vector_of_the_rfc(rfc_key):
    signature = blind.blind_sign(rfc_key, VECTORS["det_blinded"])
    assert signature == VECTORS["det_blind_sig"]
    assert unblinded(rfc_key, signature) == VECTORS["det_sig"]
    assert blind.is_signed(rfc_key.public_key(), VECTORS["msg"], VECTORS["det_sig"])


def test_the_randomized_vector_of_the_rfc(rfc_key):
    signature = unblinded(rfc_key, blind.blind_sign(rfc_key, VECTORS["rnd_blinded"]))
    assert blind.is_signed(rfc_key.public_key(), VECTORS["rnd_prefix"] + VECTORS["msg"], signature)
    assert not blind.is_signed(rfc_key.public_key(), VECTORS["msg"], signature)


def test_a_key_has_3072_bits_and_comes_back_from_its_text(key):
    assert key.key_size == 3072
    assert blind.public_key(blind.public_text(key)).public_numbers() == key.public_key().public_numbers()


@pytest.mark.parametrize("sent", [b"", b"\x01", b"\x00" * 384, b"\x00" * 383 + b"\x01", b"\xff" * 384, b"\x01" * 385])
def test_what_is_no_number_below_the_modulus_is_not_signed(key, sent):
    with pytest.raises(blind.BlindFault):
        blind.blind_sign(key, sent)


def test_a_token_is_good_for_its_survey_and_key_only(key):
    public = blind.public_text(key)
    right = Right(public, "summer")
    token = right.unblinded(blind.as_text(blind.blind_sign(key, blind.from_text(right.blinded))))
    name = blind.spent_name(public, "summer", token)
    assert name.startswith("token:")
    assert len(token) == blind.LONGEST
    other = blind.public_text(blind.private_key(blind.new_key()))
    assert not blind.spent_name(public, "winter", token)
    assert not blind.spent_name(other, "summer", token)
    for forged in ("", "A", "ä", token[:-2], token + "AA", "A" * len(token), token[:50] + "A" + token[51:] + " "):
        assert not blind.spent_name(public, "summer", forged)
    flipped = bytearray(blind.from_text(token))
    flipped[100] ^= 1
    assert not blind.spent_name(public, "summer", blind.as_text(bytes(flipped)))
