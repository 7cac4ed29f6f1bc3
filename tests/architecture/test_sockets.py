"""Tests themselves reach no other machine."""

import socket
import urllib.request

import pytest

from tests.support.sockets import OutsideSocketError

ELSEWHERE = "192.0.2.1"  # an address that no machine has


def test_a_test_cannot_reach_another_machine():
    with socket.socket() as stream:
        stream.settimeout(1)
        for reach in (stream.connect, stream.connect_ex):
            with pytest.raises(OutsideSocketError):
                reach((ELSEWHERE, 80))
    with socket.socket(type=socket.SOCK_DGRAM) as datagram, pytest.raises(OutsideSocketError):
        datagram.sendto(b"x", (ELSEWHERE, 53))
    with socket.socket(socket.AF_INET6) as stream, pytest.raises(OutsideSocketError):
        stream.connect(("2001:db8::1", 80))
    with pytest.raises(OutsideSocketError):
        urllib.request.urlopen(f"http://{ELSEWHERE}/", timeout=1)


def test_a_test_reaches_its_own_machine(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
        assert server.accept()[1][0] == "127.0.0.1"
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as stream:
        server.bind(str(tmp_path / "socket"))
        server.listen()
        stream.connect(str(tmp_path / "socket"))
