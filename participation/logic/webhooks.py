"""Webhooks without a network: which addresses may be asked, how a message is signed, when it is tried again."""

import base64
import datetime
import hashlib
import hmac
import ipaddress
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

SCHEMA_VERSION = 1
LONGEST = datetime.timedelta(days=3)  # without one success; then the webhook stops and waits for a person
STEPS = (10, 60, 300, 900, 1800, 3600, 7200)  # seconds between tries; the last one again and again
NEVER_ASKED = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "168.63.129.16/32",
        "2001::/23",
        "2002::/16",
        "2001:db8::/32",
        "3fff::/20",
    )
]
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
PATH = re.compile(r"^/[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*$")
NAME = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$")
INTERNAL = ("localhost", "internal", "local", "localdomain", "lan", "home", "corp", "intranet", "arpa")


class AddressRefused(Exception):
    """Raised for an address that is never asked; the reason is one of: form, scheme, host, port, list."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    """Where a message goes: taken apart and checked."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """Return the value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"


@dataclass(frozen=True)
class Thing:
    """What an event is about: its kind, its id, its address in the interface for programs, as a path."""

    kind: str
    id: str
    path: str


def target_of(address: str, *, hosts: Sequence[str] = (), loopback: bool = False) -> Target:
    """Take an address apart; raises AddressRefused for everything that is not https to a public name.

    With hosts only these are asked, and names below those that begin with a dot. Loopback lets a development
    installation ask itself, by http too.
    """
    if not address.isascii() or not address.isprintable() or len(address) > 500 or set(address) & set(' \\#"<>'):
        raise AddressRefused("form")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise AddressRefused("form") from None
    host = (parts.hostname or "").lower()
    is_own = loopback and is_loopback(host)
    if parts.scheme != "https" and not (is_own and parts.scheme == "http"):
        raise AddressRefused("scheme")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if "@" in parts.netloc or parts.netloc.endswith(":") or not PATH.match(path):
        raise AddressRefused("form")
    if not is_own and not is_public_name(host):
        raise AddressRefused("host")
    if hosts and not any(host == one or (one.startswith(".") and host.endswith(one)) for one in hosts):
        raise AddressRefused("list")
    port = port if port is not None else (443 if parts.scheme == "https" else 80)
    if not (port == 443 or 1024 <= port <= 65535 or (is_own and port == 80)):
        raise AddressRefused("port")
    return Target(parts.scheme, host, port, path)


def is_public_name(host: str) -> bool:
    """Tell whether a host is told by a name with a dot: numbers and single words lead into the own network."""
    return bool(NAME.match(host)) and host.rpartition(".")[2] not in INTERNAL


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, told as a number or as localhost."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def may_connect(number: str, *, loopback: bool = False) -> bool:
    """Tell whether a connection to this number is allowed: public networks only, no way round inside another number."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if address.is_loopback:
        return loopback
    if isinstance(address, ipaddress.IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    is_special = address.is_multicast or any(address in network for network in NEVER_ASKED)
    return address.is_global and not is_special


def secret_of(installation: str, webhook: str) -> str:
    """Return the secret of a webhook: made from that of the installation, so that no copy of the database holds it."""
    digest = hmac.new(installation.encode(), b"webhook:" + webhook.encode(), hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(digest).decode()


def signature_of(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message as Standard Webhooks has it: over id, time and body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def payload_of(event: str, thing: Thing, *, message: str, base: str, process: str, at: str) -> dict[str, object]:
    """Return what is told of an event: what, which, where to ask for it, when; never anybody's words."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": message,
        "type": event,
        "timestamp": at,
        "data": {"kind": thing.kind, "id": thing.id, "url": f"{base}{thing.path}", "process": process},
    }


def body_of(payload: Mapping[str, object]) -> bytes:
    """Return the bytes of a message, the same at every try."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()


def pause_after(tries: int) -> datetime.timedelta:
    """Return how long to wait after so many tries."""
    return datetime.timedelta(seconds=STEPS[min(max(tries, 1), len(STEPS)) - 1])
