"""Blind RSA signatures (RFC 9474, RSABSSA-SHA384-PSS), the signer's half and the check of what comes back.

Whoever signs sees a number that says nothing about the token; whoever checks sees a token that says nothing about when
and for whom it was signed. The other half, blinding and unblinding, runs in the resident's browser. The check is the
stock RSA-PSS of the cryptography package; only the bare power is our own, masked by a random factor.
"""

import base64
import binascii
import hashlib
import math
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

BITS = 3072
PREFIX = 32  # random bytes before the message: they make every token its own
SALT = 48
SIZE = BITS // 8
LONGEST = -(-4 * (PREFIX + SIZE) // 3)  # characters of a token as text, which has no padding


class BlindFault(ValueError):
    """What was sent is not a number that can be signed, or the signature went wrong."""


def new_key() -> str:
    """Return a fresh private key of 3072 bits as text."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return base64.b64encode(der).decode()


def private_key(text: str) -> rsa.RSAPrivateKey:
    """Return the private key that was kept as text."""
    key = serialization.load_der_private_key(base64.b64decode(text), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise BlindFault("not an RSA key")
    return key


def public_text(key: rsa.RSAPrivateKey) -> str:
    """Return the public half as text: SubjectPublicKeyInfo, as browsers import it."""
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def public_key(text: str) -> rsa.RSAPublicKey:
    """Return the public key that was kept as text."""
    key = serialization.load_der_public_key(base64.b64decode(text))
    if not isinstance(key, rsa.RSAPublicKey):
        raise BlindFault("not an RSA key")
    return key


def blind_sign(key: rsa.RSAPrivateKey, blinded: bytes) -> bytes:
    """Sign a blinded message (section 4.3); raises BlindFault for what is no number below the modulus."""
    parts = key.private_numbers()
    n, e = parts.public_numbers.n, parts.public_numbers.e
    size = (n.bit_length() + 7) // 8
    message = int.from_bytes(blinded, "big")
    if len(blinded) != size or not 1 < message < n:
        raise BlindFault("unexpected input")
    mask = random_unit(n)
    masked = message * pow(mask, e, n) % n
    first, second = pow(masked, parts.dmp1, parts.p), pow(masked, parts.dmq1, parts.q)
    power = second + parts.q * (parts.iqmp * (first - second) % parts.p)
    signature = power * pow(mask, -1, n) % n
    if pow(signature, e, n) != message:
        raise BlindFault("signing failure")
    return signature.to_bytes(size, "big")


def random_unit(n: int) -> int:
    """Return a random number that has an inverse modulo n."""
    while True:
        number = secrets.randbelow(n - 2) + 2
        if math.gcd(number, n) == 1:
            return number


def is_signed(key: rsa.RSAPublicKey, message: bytes, signature: bytes) -> bool:
    """Tell whether a message carries a good signature: RSA-PSS with SHA-384 and a salt of 48 bytes."""
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT)
    try:
        key.verify(signature, message, scheme, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def message_of(survey: str) -> bytes:
    """Return what a token of a survey says, after its random prefix."""
    return f"kuulolla answer once: {survey}".encode()


def spent_name(public: str, survey: str, token: str) -> str:
    """Return the name under which a token is noted as spent; nothing if it is not a good one of this survey."""
    content = from_text(token)
    if len(content) != PREFIX + SIZE:
        return ""
    prefix, signature = content[:PREFIX], content[PREFIX:]
    if not is_signed(public_key(public), prefix + message_of(survey), signature):
        return ""
    return "token:" + hashlib.sha256(prefix).hexdigest()


def from_text(text: str) -> bytes:
    """Return the bytes of base64url without padding; none for anything else."""
    try:
        return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return b""


def as_text(content: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
