"""Which network an address belongs to: counted instead of single addresses, so that nobody is followed."""

import ipaddress
from collections.abc import Sequence


def network_of(address: str) -> str:
    """Return the /24 of an IPv4 address or the /48 of an IPv6 address; "unknown" for anything else."""
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return "unknown"
    length = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, length), strict=False))


def client_address(remote: str, forwarded: str, proxies: int) -> str:
    """Return the visitor's address: the one that the outermost trusted proxy saw, else the direct one."""
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return remote


def is_within(address: str, networks: Sequence[str]) -> bool:
    """Tell whether an address belongs to one of some networks, e.g. 192.0.2.0/24; a broken one has nobody in it."""
    for network in networks:
        try:
            if ipaddress.ip_address(address.strip()) in ipaddress.ip_network(network.strip(), strict=False):
                return True
        except ValueError:
            continue
    return False
