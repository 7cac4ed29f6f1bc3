"""The two addresses that this service asks by itself, against servers that want to send it elsewhere."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from participation.actions import assistant
from participation.actions.summaries import compile_new_summary
from participation.errors import ParticipationError, PermanentFailure, TemporaryFailure
from participation.gateways import language_model, town_login
from participation.queries.summary_documents import document_of
from tests.factories.participation import make_submission

PLACES = [
    "http://127.0.0.1:1/x", "http://169.254.169.254/latest/meta-data/", "http://login.example.org/x", "file:///etc/passwd",
    "gopher://login.example.org/", "//login.example.org/x", "", None, 7, "javascript:alert(1)",
    "https://127.0.0.1/x", "https://[::1]/x", "https://[::ffff:169.254.169.254]/x", "https://169.254.169.254/x",
    "https://2130706433/x", "https://0x7f000001/x", "https://127.1/x", "https://127.0.0.0x1/x", "https://localhost/x",
    "https://app.localhost/x", "https://redis:6379/x", "https://metadata.google.internal/x", "https://[/x", "https:///x",
    "https://login.example.org@127.0.0.1/x", "https://user:word@login.example.org/x", "https://login.example.org /x",
    "https://login.example.org/x\r\nHost: a", "https://login。example。org/x",
]  # fmt: skip


class Elsewhere(BaseHTTPRequestHandler):
    """Answers as the test says; notes who came, and with which key."""

    def do_GET(self):
        self.server.seen.append((self.path, self.headers["Authorization"]))
        self.wfile.write(self.server.said.format(base=f"http://127.0.0.1:{self.server.server_port}").encode())

    def do_POST(self):
        self.do_GET()

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def server(settings):
    one = HTTPServer(("127.0.0.1", 0), Elsewhere)
    one.seen, one.said = [], ""
    thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{one.server_port}"
    settings.OIDC_ISSUER, settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL_KEY = base, f"{base}/v1", "hush"
    yield one
    one.shutdown()
    one.server_close()
    thread.join()


@pytest.mark.parametrize("place", PLACES, ids=repr)
def test_sign_in_service_cannot_name_a_place_in_the_own_network(settings, place):
    settings.OIDC_ISSUER = "https://login.example.org"
    with pytest.raises(PermanentFailure) as refused:
        town_login.checked_address(place)
    assert refused.value.code == "oidc_address"


@pytest.mark.parametrize("place", ["https://login.example.org/token", "https://keys.example.com:8443/x?y=1"])
def test_sign_in_service_may_name_itself_and_others_by_https(settings, place):
    settings.OIDC_ISSUER = "https://login.example.org"
    assert town_login.checked_address(place) == place


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("ask", [town_login.service, lambda: language_model.complete([])], ids=["sign-in", "model"])
def test_nobody_is_followed_elsewhere(server, ask, status):
    server.said = f"HTTP/1.1 {status} Go\r\nLocation: {{base}}/inside\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(PermanentFailure):
        ask()
    assert [path for path, _key in server.seen if path == "/inside"] == []


@pytest.mark.parametrize("said", ["nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{", ""])
@pytest.mark.parametrize("ask", [town_login.service, lambda: language_model.complete([])], ids=["sign-in", "model"])
def test_broken_answer_is_a_failure_that_is_told(server, ask, said):
    server.said = said.replace("{", "{{")
    with pytest.raises((PermanentFailure, TemporaryFailure)):
        ask()


def test_without_a_language_model_nothing_is_asked_anywhere(process, coordinator, settings, monkeypatch):
    """Off is the default: a summary is compiled, drafted and read without one connection out of this process."""
    settings.LANGUAGE_MODEL_URL = ""
    tried = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: tried.append(address))
    for _one in range(6):
        make_submission(process)
    summary = compile_new_summary(process, by=coordinator).summary
    for ask in (assistant.order_drafts, assistant.draft_section):
        with pytest.raises(ParticipationError) as refusal:
            ask(summary, "short", by=coordinator)
        assert refusal.value.code == "assistant_off"
    assert document_of(summary).chapters
    assert tried == []
