"""The door to receivers: nothing inside is ever connected to, and nobody keeps it waiting."""

import contextlib
import datetime
import socket
import ssl
import threading
import time
import urllib.request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from participation.gateways import webhooks

PUBLIC = "93.184.216.34"
HOSTILE = [
    "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.0.0.0x1",
    "localhost", "LOCALHOST", "localhost.", "app.localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00:ec2::254]", "169.254.169.254",
    "2852039166", "100.100.100.200", "168.63.129.16", "metadata.google.internal", "10.0.0.1", "172.16.0.1", "192.168.1.1",
    "redis", "127。0。0。1", "①②⑦.0.0.1", "user:word@127.0.0.1", "hooks.example.org@127.0.0.1", "127.0.0.1\\@hooks.example.org",
]  # fmt: skip
# Names of somebody's DNS that lead inside, and one that leads outside when it is checked and inside when it is asked.
NAMES = {
    "inside.example.org": ["127.0.0.1"],
    "mixed.example.org": [PUBLIC, "127.0.0.1"],
    "mapped.example.org": ["::ffff:127.0.0.1"],
    "cloud.example.org": ["169.254.169.254"],
}
REBINDING = "rebinding.example.org"


class Canary:
    """A listener inside that counts who comes, and answers 200."""

    def __init__(self):
        self.line = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port, self.came = self.line.getsockname()[1], 0
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        with contextlib.suppress(OSError):
            while True:
                line, _address = self.line.accept()
                self.came += 1
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                line.close()

    def close(self):
        self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()
        self.thread.join()


@pytest.fixture
def canary():
    one = Canary()
    yield one
    one.close()


@pytest.fixture
def tried(monkeypatch):
    """Who is connected to: loopback for real, everything else is noted and refused."""
    found, real, resolve, asked = [], socket.socket.connect, socket.getaddrinfo, []

    def connect(line, address):
        found.append(address[0])
        if not str(address[0]).startswith("127."):
            raise OSError("not from a test")
        return real(line, address)

    def names(host, port, *arguments, **named):
        if host == REBINDING:
            asked.append(host)
            return resolve(PUBLIC if len(asked) == 1 else "127.0.0.1", port, *arguments, **named)
        if host in NAMES:
            rows = [resolve(number, port, *arguments, **named) for number in NAMES[host]]
            return [row for one in rows for row in one]
        if isinstance(host, str) and host.rpartition(".")[2].isalpha() and not host.endswith("localhost"):
            raise socket.gaierror(socket.EAI_NONAME, "no names in tests")
        return resolve(host, port, *arguments, **named)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", names)
    return found


def hostile(port):
    hosts = [*HOSTILE, *NAMES]
    return [f"{scheme}://{host}:{port}/in" for scheme in ("https", "http") for host in hosts]


def naive(address):
    """What a program without care does: look at the name once, then ask it."""
    with contextlib.suppress(OSError, ValueError):
        host = address.split("/")[2].rpartition(":")[0]
        socket.getaddrinfo(host, 443)
        urllib.request.urlopen(urllib.request.Request(address, b"{}"), timeout=1)


def test_hostile_addresses_connect_to_nothing_inside(canary, tried):
    addresses = hostile(canary.port)
    assert len(addresses) >= 80
    failures = {webhooks.post(address, {}, b"{}").failure for address in addresses}
    assert failures <= {"address", "name"}
    assert (tried, canary.came) == ([], 0)
    print(f"hostile_addresses {len(addresses)}, connects 0")


def test_control_a_naive_client_connects(canary, tried):
    for address in hostile(canary.port):
        if address.startswith("http://"):
            naive(address)
    assert canary.came >= 10
    assert len(tried) >= 20
    print(f"naive client: {len(tried)} connects tried, {canary.came} at the canary")


def test_a_name_that_changes_its_mind_leads_nowhere(canary, tried):
    answer = webhooks.post(f"https://{REBINDING}:{canary.port}/in", {}, b"{}")
    assert (answer.failure, tried, canary.came) == ("connection", [PUBLIC], 0)
    naive(f"http://{REBINDING}:{canary.port}/in")  # the control: resolved again, it leads inside
    assert canary.came == 1


@pytest.fixture
def said(settings):
    """A receiver on this machine that says what the test wants; notes what came."""
    settings.DEBUG = settings.WEBHOOK_LOOPBACK = True
    came = []

    class Receiver:
        words, wait, drips, port, context = b"HTTP/1.1 204 No Content\r\n\r\n", 0.0, False, 0, None

    line = socket.create_server(("127.0.0.1", 0))
    Receiver.port = line.getsockname()[1]

    def answer(one):
        with contextlib.suppress(OSError):
            if Receiver.context:
                one = Receiver.context.wrap_socket(one, server_side=True)
            read = one.recv(65536)
            while not read.endswith(b"}"):
                read += one.recv(65536)
            came.append(read)
            for piece in (
                [Receiver.words[n : n + 1] for n in range(len(Receiver.words))] if Receiver.drips else [Receiver.words]
            ):
                time.sleep(Receiver.wait)
                one.sendall(piece)
        one.close()

    def listen():
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=answer, args=[line.accept()[0]], daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    Receiver.came = came
    yield Receiver
    line.close()


def test_a_message_is_posted_whole(said, monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")  # nobody listens there: a proxy is never asked
    answer = webhooks.post(f"http://127.0.0.1:{said.port}/in?x=1", {"webhook-id": "1"}, b'{"a":1}')
    assert answer.is_taken
    head, _gap, body = said.came[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /in?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"webhook-id: 1" in head
    assert body == b'{"a":1}'


@pytest.mark.parametrize(
    ("words", "status", "failure"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", 302, ""),
        (b"HTTP/1.1 307 Go\r\nLocation: http://10.0.0.1/\r\n\r\n", 307, ""),
        (b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", 200, ""),
        (b"HTTP/1.1 500 Oh\r\n\r\n", 500, ""),
        (b"SSH-2.0-x\r\n", None, "answer"),
        (b"", None, "answer"),
        (b"x" * 40_000, None, "answer"),
    ],
    ids=["302", "307", "103", "500", "ssh", "nothing", "long"],
)  # fmt: skip
def test_only_the_status_is_read_and_nobody_is_followed(said, words, status, failure):
    said.words = words
    answer = webhooks.post(f"http://127.0.0.1:{said.port}/in", {}, b"{}")
    assert (answer.status, answer.failure, len(said.came)) == (status, failure, 1)
    assert answer.is_taken is (status == 200)


@pytest.mark.parametrize("drips", [False, True], ids=["silent", "dripping"])
def test_nobody_keeps_it_waiting(said, monkeypatch, drips):
    """Each byte in time, the whole too late: the limit is for all of it."""
    monkeypatch.setattr(webhooks, "SECONDS", 0.3)
    said.drips, said.wait = drips, 0.1 if drips else 1.0
    assert webhooks.post(f"http://127.0.0.1:{said.port}/in", {}, b"{}").failure == "slow"


def certificate_for(name, folder):
    """A certificate that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = timezone.now()
    made = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    pem, secret = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    return context, pem


@pytest.mark.parametrize(
    ("name", "trusted", "failure"),
    [("inside.example.org", True, ""), ("other.example.org", True, "certificate"), ("inside.example.org", False, "certificate")],
    ids=["right", "of another", "of nobody known"],
)  # fmt: skip
def test_the_certificate_is_held_against_the_name(said, tried, tmp_path, monkeypatch, name, trusted, failure):
    said.context, pem = certificate_for(name, tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    answer = webhooks.post(f"https://inside.example.org:{said.port}/in", {}, b"{}")
    assert (answer.failure, tried) == (failure, ["127.0.0.1"])


def test_the_setting_alone_opens_nothing(said, settings):
    settings.DEBUG = settings.DEMO = False
    assert webhooks.post(f"http://127.0.0.1:{said.port}/in", {}, b"{}").failure == "address"
    assert said.came == []
