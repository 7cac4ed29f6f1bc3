"""Door to the town's own sign-in service (OpenID Connect): authorization code with PKCE, off unless configured.

Only the address that the administrator configured is asked, and what that address names on its own host or, over
https, elsewhere; no redirect is followed, answers are short, and nothing of a visitor's request chooses an address.
"""

import base64
import hashlib
import http.client
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from participation.errors import PermanentFailure, TemporaryFailure
from participation.gateways.redirects import NoRedirects
from participation.logic.id_tokens import WrongStatement, claims_of

TIMEOUT = 5
LARGEST = 200_000


def is_on() -> bool:
    """Tell whether the installation names a sign-in service."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def return_address() -> str:
    """Return where the service sends people back to: always under the configured address of this service."""
    return f"{settings.BASE_URL}/accounts/town/return/"


def checked_address(address: object) -> str:
    """Return an address that the service named, if it is on the service's own host or, by https, on another named one."""
    text = str(address or "")
    own = urlsplit(settings.OIDC_ISSUER)
    try:
        named = urlsplit(text)
        is_known = (named.scheme, named.netloc) == (own.scheme, own.netloc)
        is_open = named.scheme == "https" and is_public_name(named.hostname or "") and "@" not in named.netloc
    except ValueError:
        is_known = is_open = False
    if not (is_known or is_open) or not text.isascii() or not text.isprintable() or " " in text:
        raise PermanentFailure("the sign-in service named an address that is not asked", "oidc_address")
    return text


def is_public_name(host: str) -> bool:
    """Tell whether a host is told by a name with a dot: numbers and single words lead into the own network."""
    last = host.rstrip(".").rpartition(".")
    return bool(last[0]) and last[2].isalpha() and last[2] not in ("localhost", "internal", "local")


def fetched(address: str, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """Return the JSON object at an address; raises TemporaryFailure or PermanentFailure."""
    body = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(address, body, {"Accept": "application/json"})  # noqa: S310 -- checked by callers
    opener = urllib.request.build_opener(NoRedirects, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            told = json.loads(answer.read(LARGEST))
    except urllib.error.HTTPError as error:
        error.close()
        raise PermanentFailure("the sign-in service refused", "oidc_refused") from None
    except (OSError, http.client.HTTPException) as error:
        raise TemporaryFailure("the sign-in service did not answer", "oidc_away") from error
    except ValueError as error:
        raise PermanentFailure("the sign-in service answered something else", "oidc_answer") from error
    if not isinstance(told, dict):
        raise PermanentFailure("the sign-in service answered something else", "oidc_answer")
    return told


def service() -> Mapping[str, Any]:
    """Return what the sign-in service says of itself."""
    issuer = settings.OIDC_ISSUER
    if urlsplit(issuer).scheme not in (("https",) if settings.SECURE else ("https", "http")):
        raise PermanentFailure("the address of the sign-in service is not https", "oidc_address")
    told = fetched(f"{issuer}/.well-known/openid-configuration")
    if str(told.get("issuer", "")).rstrip("/") != issuer:
        raise PermanentFailure("the sign-in service calls itself by another name", "oidc_issuer")
    return told


def begin() -> tuple[str, dict[str, str]]:
    """Return the address to send a visitor to, and what must be remembered in the session until the return."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    digest = hashlib.sha256(kept["verifier"].encode()).digest()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": return_address(),
        "scope": "openid email profile",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    address = checked_address(service().get("authorization_endpoint"))
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}", kept


def complete(code: str, kept: Mapping[str, str]) -> dict[str, Any]:
    """Return the checked claims about whoever came back with a code; raises PermanentFailure or TemporaryFailure."""
    told = service()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address(),
        "client_id": settings.OIDC_CLIENT_ID,
        "client_secret": settings.OIDC_CLIENT_SECRET,
        "code_verifier": kept["verifier"],
    }
    answer = fetched(checked_address(told.get("token_endpoint")), form)
    keys = fetched(checked_address(told.get("jwks_uri"))).get("keys")
    try:
        return claims_of(
            str(answer.get("id_token") or ""),
            [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else [],
            issuer=str(told["issuer"]),
            audience=settings.OIDC_CLIENT_ID,
            nonce=kept["nonce"],
            now=time.time(),
        )
    except WrongStatement as wrong:
        raise PermanentFailure(f"the statement of the sign-in service is wrong: {wrong}", "oidc_statement") from None
