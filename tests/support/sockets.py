"""No test speaks to another machine: sockets of the test process reach loopback and unix sockets only."""

import ipaddress
import socket

ADDRESSED = ("connect", "connect_ex", "sendto")


class OutsideSocketError(RuntimeError):
    """A test tried to reach another machine; not an OSError, which the code under test might take for a failed mail."""


def stays_here(address) -> bool:
    """Whether a socket's address is a unix socket or this machine itself."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0]).partition("%")[0]
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


def guarded(method):
    def reach(self, *arguments):
        address = arguments[-1]
        if not stays_here(address):
            raise OutsideSocketError(f"tests reach only this machine, not {address}")
        return method(self, *arguments)

    return reach


def refuse_outside() -> None:
    """Guard the sockets of this process from now on."""
    for name in ADDRESSED:
        setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
