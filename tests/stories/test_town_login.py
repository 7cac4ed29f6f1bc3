"""Signing in with the town's own account against a service on this machine that can lie in every way."""

import base64
import http.server
import json
import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from participation.models import Person
from tests.factories.participation import make_person

KEY, OTHER = (rsa.generate_private_key(65537, 2048) for _n in range(2))


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(claims, key=KEY, head=None):
    head = head or {"alg": "RS256", "kid": "one"}
    text = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}"
    if head["alg"] == "none":
        return text + "."
    return f"{text}.{b64(key.sign(text.encode(), padding.PKCS1v15(), SHA256()))}"


class Service(http.server.BaseHTTPRequestHandler):
    """A small OpenID Connect service; what it says is set by the test."""

    def answer(self, data):
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        base, server = self.server.base, self.server
        server.seen.append(self.path)
        if self.path.endswith("openid-configuration"):
            return self.answer(
                {"issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
                 "jwks_uri": f"{base}/keys"} | server.lies
            )  # fmt: skip
        numbers = KEY.public_key().public_numbers()
        n, e = (b64(x.to_bytes((x.bit_length() + 7) // 8, "big")) for x in (numbers.n, numbers.e))
        return self.answer({"keys": [{"kty": "RSA", "kid": "one", "n": n, "e": e}]})

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.forms.append(form)
        self.answer({"id_token": self.server.token})

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture
def service(settings):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.base = f"http://127.0.0.1:{server.server_address[1]}"
    server.lies, server.seen, server.forms, server.token = {}, [], [], ""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = server.base, "kuulolla", "hush"
    yield server
    server.shutdown()
    server.server_close()


def go(client, service, *, head=None, key=KEY, state=None, **wrong):
    """Walk the whole way; returns the answer to the return."""
    sent = client.post("/accounts/town/")
    query = {name: values[0] for name, values in parse_qs(urlsplit(sent.headers["Location"]).query).items()}
    now = time.time()
    claims = {"iss": service.base, "aud": "kuulolla", "sub": "1", "email": "Vera@example.org", "exp": now + 300}
    claims |= {"iat": now, "nonce": query["nonce"]} | wrong
    service.token = signed({k: v for k, v in claims.items() if v is not None}, key, head)
    return client.get("/accounts/town/return/", {"code": "c", "state": state or query["state"]})


@pytest.fixture
def vera(process):
    return make_person(email="vera@example.org", roles=[("coordinator", process)])


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_invited_come_in_with_the_towns_account(client, service, vera, settings):
    assert "/accounts/town/" in client.get("/fi/accounts/login/").text
    assert go(client, service).status_code == 302
    assert is_in(client)
    form = service.forms[0]
    assert form["redirect_uri"] == [f"{settings.BASE_URL}/accounts/town/return/"]
    assert len(form["code_verifier"][0]) >= 43


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"}, {"aud": "another-tenant"}, {"aud": ["kuulolla", "x"]}, {"nonce": "replayed"},
        {"nonce": None}, {"exp": 1}, {"exp": None}, {"iat": 9_999_999_999}, {"sub": None}, {"email": None},
        {"email_verified": False}, {"key": OTHER}, {"head": {"alg": "none"}}, {"head": {"alg": "HS256", "kid": "one"}},
        {"head": {"alg": "RS256", "kid": "other"}}, {"state": "forged"}, {"email": "stranger@example.org"},
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_statement_lets_nobody_in(client, service, vera, wrong):
    assert go(client, service, **wrong).headers["Location"].startswith("/fi/accounts/login/")
    assert not is_in(client)
    assert Person.objects.count() == 1  # nobody gets an account by it


def test_an_answer_counts_once_and_for_one_browser(client, service, vera):
    go(client, service)
    client.post("/fi/accounts/logout/")
    assert client.get("/accounts/town/return/", {"code": "c", "state": "x"}).status_code == 302
    assert not is_in(client)


def test_own_second_step_is_still_asked_for_and_the_towns_counts(client, service, vera, settings):
    settings.REQUIRE_SECOND_STEP = True
    go(client, service)
    assert client.get("/fi/desk/operations/").headers["Location"] == "/fi/accounts/2fa/"
    client.post("/fi/accounts/logout/")
    go(client, service, amr=["pwd", "mfa"])
    assert client.get("/fi/desk/operations/").status_code == 200
    client.post("/fi/accounts/logout/")
    TOTP.activate(vera, generate_totp_secret())
    assert "/2fa/authenticate/" in go(client, service).headers["Location"]
    assert not is_in(client)


@pytest.mark.parametrize(
    "lies",
    [
        {"issuer": "https://evil.example"}, {"authorization_endpoint": "http://10.0.0.1/"},
        {"authorization_endpoint": "file:///etc/passwd"}, {"authorization_endpoint": "javascript:alert(1)"},
    ],
)  # fmt: skip
def test_a_lying_service_sends_nobody_anywhere(client, service, db, lies):
    service.lies = lies
    assert client.post("/accounts/town/").headers["Location"].startswith("/fi/accounts/login/")


def test_without_a_service_there_is_no_such_page(client, db):
    assert client.post("/accounts/town/").status_code == 404
    assert client.get("/accounts/town/return/").status_code == 404
    assert "/accounts/town/" not in client.get("/fi/accounts/login/").text
