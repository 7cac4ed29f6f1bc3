"""Reading the signed statement of a sign-in service (OpenID Connect): RS256 only, every claim checked."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

LEEWAY = 60  # seconds by which clocks may differ
TWO_THINGS = frozenset({"mfa", "otp", "hwk", "swk", "fido", "sc", "pop"})


class WrongStatement(Exception):
    """The statement is not what was asked for; the reason is for tests and logs, never for the visitor."""


def unpadded(text: str) -> bytes:
    """Return the bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def claims_of(
    token: str, keys: Sequence[Mapping[str, Any]], *, issuer: str, audience: str, nonce: str, now: float
) -> dict[str, Any]:
    """Return the claims of an identity token; raises WrongStatement unless signature and every claim are right."""
    try:
        head, body, signature = token.split(".")
        header, claims = json.loads(unpadded(head)), json.loads(unpadded(body))
        sealed = unpadded(signature)
    except (ValueError, TypeError) as fault:
        raise WrongStatement("form") from fault
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise WrongStatement("form")
    check_signature(header, f"{head}.{body}".encode(), sealed, keys)
    check_claims(claims, issuer=issuer, audience=audience, nonce=nonce, now=now)
    return claims


def check_signature(header: Mapping[str, Any], signed: bytes, sealed: bytes, keys: Sequence[Mapping[str, Any]]) -> None:
    """Raise WrongStatement unless one of the service's RSA keys of at least 2048 bits signed this."""
    if header.get("alg") != "RS256":
        raise WrongStatement("algorithm")  # never "none", never a shared secret
    fitting = [key for key in keys if key.get("kty") == "RSA" and header.get("kid") in (None, key.get("kid"))]
    for key in fitting:
        try:
            modulus = int.from_bytes(unpadded(str(key["n"])), "big")
            public = RSAPublicNumbers(int.from_bytes(unpadded(str(key["e"])), "big"), modulus).public_key()
            if public.key_size < 2048:
                continue
            public.verify(sealed, signed, padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError, LookupError):
            continue
        return
    raise WrongStatement("signature")


def check_claims(claims: Mapping[str, Any], *, issuer: str, audience: str, nonce: str, now: float) -> None:
    """Raise WrongStatement unless the statement is of this service, for us, for this visit, and of now."""
    meant = claims.get("aud")
    audiences = meant if isinstance(meant, list) else [meant]
    try:
        ends, begins = float(claims["exp"]), float(claims.get("nbf", claims.get("iat", 0)))
    except (KeyError, TypeError, ValueError) as fault:
        raise WrongStatement("time") from fault
    faults = {
        "issuer": claims.get("iss") != issuer,
        "audience": audience not in audiences,
        "party": len(audiences) > 1 and claims.get("azp") != audience,
        "nonce": not nonce or claims.get("nonce") != nonce,
        "time": not begins - LEEWAY <= now <= ends + LEEWAY,
        "subject": not claims.get("sub"),
        "email": not str(claims.get("email") or "") or claims.get("email_verified", True) is not True,
    }
    wrong = [name for name, is_wrong in faults.items() if is_wrong]
    if wrong:
        raise WrongStatement(wrong[0])


def proves_two_things(claims: Mapping[str, Any]) -> bool:
    """Tell whether the service says that it asked for more than a password."""
    means = claims.get("amr")
    return isinstance(means, list) and bool(TWO_THINGS & {str(one) for one in means})
