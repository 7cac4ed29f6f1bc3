"""Every route, to nobody and to an administrator: strict headers, no cookie for residents, no secret in an address."""

import re
import subprocess
import sys
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import translation

from tests.architecture.tree import ROOT
from tests.stories.authorization.test_matrix import HANDLER, names, rows, thing
from tests.stories.authorization.world import build_world

# A survey may name sites that show it; the builder shows its own preview.
EMBEDDABLE = {"surveys:survey_page", "surveys:survey_all", "surveys:survey_preview"}
OWN_FRAMES = {"participation:kind_mail"}  # a letter as it will look, within our own page
STREAMS = {"wall_stream"}  # never ends: its headers are those of the address beside it


def addresses(world):
    """Every route once with things of the world, also those of allauth, the rescue tools and the documents."""
    with translation.override("fi"):
        for _method, route, arguments, _body, _cells in rows():
            if route not in STREAMS:
                named = dict(pair.split("=", 1) for pair in arguments.split(",")) if arguments != "-" else {}
                yield route, reverse(route, kwargs={name: thing(world, value) for name, value in named.items()})
        for route in names(get_resolver().url_patterns):
            if route.startswith(("admin:", "account_", "mfa_", "usersessions_", "api:schema", "api:docs")):
                try:
                    yield route, reverse(route)
                except NoReverseMatch:
                    for arguments in ((1,), ("1", "2")):
                        try:
                            yield route, reverse(route, args=arguments)
                            break
                        except NoReverseMatch:
                            continue


def faults_of(route, answer):
    """Return what is missing or wrong in one answer's headers."""
    head = answer.headers
    policy = dict(
        [*part.strip().split(" ", 1), ""][:2] for part in head.get("Content-Security-Policy", "").split(";") if part
    )
    wanted = {
        "nosniff": head.get("X-Content-Type-Options") == "nosniff",
        "referrer": head.get("Referrer-Policy") in ("same-origin", "no-referrer"),
        "opener": head.get("Cross-Origin-Opener-Policy") == "same-origin",
        "frame": head.get("X-Frame-Options") == "DENY" or route in EMBEDDABLE | OWN_FRAMES,
        "ancestors": policy.get("frame-ancestors") == "'none'" or route in EMBEDDABLE,
        "default": policy.get("default-src") == "'none'",
        "base": policy.get("base-uri") == "'none'",
        "form": policy.get("form-action") == "'self'",
        "scripts": re.fullmatch(r"'self'( 'nonce-[\w+/=-]+')?", policy.get("script-src", "")) is not None,
        "styles": "unsafe" not in policy.get("style-src", "unsafe"),
    }
    if "sandbox" in policy:  # a file that somebody sent: no script, no form, no page at all
        wanted = {name: wanted[name] for name in ("nosniff", "referrer", "opener", "frame", "default")}
    return [name for name, is_right in wanted.items() if not is_right]


def may_be_kept(answer):
    return not re.search(r"no-store|private", answer.headers.get("Cache-Control", ""))


def words_of(answer):
    """What an answer says, without what is new in each."""
    said = b"".join(answer) if answer.streaming else answer.content
    return re.sub(rb'DTSTAMP:\w+|nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', b"", said)


@pytest.mark.parametrize("who", ["anonymous", "admin"])
def test_every_route_has_strict_headers(db, who, capsys):
    world, wrong, seen, told = build_world(), [], 0, []
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    for route, address in dict.fromkeys(addresses(world)):
        cache.clear()
        if who == "admin":
            client.force_login(world.people["admin"], backend="django.contrib.auth.backends.ModelBackend")
        for method in ("get", "options"):
            answer = getattr(client, method)(address)
            seen += 1
            if faults := faults_of(route, answer):
                wrong.append((method, route, answer.status_code, faults))
            if answer.status_code >= 500 and answer.status_code != 503:
                wrong.append((method, route, answer.status_code))
            if method == "get" and answer.status_code == 200 and who != "anonymous" and may_be_kept(answer):
                told.append((route, address, answer))
    cache.clear()
    for route, address, answer in told:  # a cache may keep only what everybody gets, word by word
        if words_of(Client().get(address)) != words_of(answer) or answer.cookies:
            wrong.append(("kept by caches", route))
    with capsys.disabled():
        print(f"\nheaders: {seen} answers to {who}, {len(wrong)} wrong, {len(told)} that a cache may keep")
    assert wrong == []
    assert seen > 300


def test_residents_get_no_cookie(db):
    world = build_world()
    public = set((ROOT / "tests/architecture/public_pages.txt").read_text(encoding="utf-8").split())
    staff_doors = {"participation:invitation", "town_login", "town_return"}
    for route, address in dict.fromkeys(addresses(world)):
        if route in public - staff_doors:
            cache.clear()
            answer = Client(raise_request_exception=False).get(address)
            assert not answer.cookies, route


def test_pages_with_secrets_in_their_address_send_no_referrer(client, db):
    """The one address that carries a token is the way out of messages, which mail programs must be able to open."""
    answer = client.get("/fi/messages/forged/leave/")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    secret = re.compile(r"<(str|slug|path|uuid):(code|token|receipt|password|key|secret)>")
    found = {match[0] for text in patterns(get_resolver().url_patterns) for match in [secret.search(text)] if match}
    known = {
        "<str:code>",
        "<str:token>",
        "<str:key>",
        "<slug:key>",
        "<uuid:key>",
    }  # names of groups, workshops, lines, public ideas; the way out of messages
    assert found <= known


def patterns(resolver, prefix=""):
    for one in resolver:
        below = getattr(one, "url_patterns", None)
        text = prefix + str(one.pattern)
        yield from patterns(below, text) if below is not None else [text]


HOSTS = ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "evil.example#testserver", "", "a b"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_spoofed_host_is_refused(client, process, host):
    if host:
        assert client.get("/fi/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded", "X-Host"])
def test_forwarding_headers_change_not_a_byte(client, process, header):
    plain = client.get("/fi/").content
    assert client.get("/fi/", headers={header: "evil.example"}).content == plain
    mail = client.post("/fi/accounts/password/reset/", {"email": "a@example.org"}, headers={header: "evil.example"})
    assert b"evil.example" not in mail.content


AWAY = [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "http:evil.example",
    "https:/evil.example", "javascript:alert(1)", "data:text/html,x", "/%2f/evil.example", "https://testserver@evil.example",
    "https://evil.example/testserver", "https://testserver.evil.example", "\thttps://evil.example", " //evil.example",
    "/\t/evil.example", "https://evil.example\\@testserver", "//evil%E3%80%82example", "https://[::1]@evil.example",
    "http://evil.example:80", "ftp://evil.example", "//evil.example/%2e%2e", "https:evil.example", "////evil.example",
    "/\n/evil.example", "\x00//evil.example", "vbscript:x", "https://evil.example?testserver", "//testserver@evil.example",
    "https://xn--evil-example",
]  # fmt: skip


@pytest.mark.parametrize("door", ["login", "login/code", "logout"])
def test_no_door_leads_away(client, db, door):
    from tests.factories.participation import make_person

    person = make_person(password="ilta rannalla ja penkki")
    for target in AWAY:
        client.logout()
        if door == "logout":
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        words = {"login": person.email, "password": "ilta rannalla ja penkki", "email": person.email, "next": target}
        answer = client.post(f"/fi/accounts/{door}/", words)
        led = urlsplit(urljoin("http://testserver/", answer.headers.get("Location", "/").replace("\\", "/")))
        assert (led.scheme, led.netloc) == ("http", "testserver"), (door, target)


def test_production_settings_pass_the_deployment_check(tmp_path):
    production = {
        "PATH": "/usr/bin:/bin", "VAR_DIR": str(tmp_path), "BASE_URL": "https://kuulolla.example.org",
        "ALLOWED_HOSTS": "kuulolla.example.org", "SECRET_KEY": "k" + "9aZ_" * 20, "TRUSTED_PROXY_COUNT": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    done = subprocess.run(  # noqa: PLW1510 -- looked at below
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=production, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    told = "s.REQUIRE_SECOND_STEP, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS, s.DEBUG"
    told += ", s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"
    told = subprocess.run(  # noqa: PLW1510 -- looked at below
        [sys.executable, "-c", f"from config import settings as s; print({told})"],
        cwd=ROOT, env=production, capture_output=True, text=True,
    )  # fmt: skip
    assert told.stdout.split() == ["True", "__Host-session", "__Host-csrf", "31536000", "False", "False"], told.stderr


def test_cookies_of_staff_are_closed_to_scripts_and_other_sites(client, db):
    from tests.factories.participation import make_person

    person = make_person(password="ilta rannalla ja penkki")
    client.post("/fi/accounts/login/", {"login": person.email, "password": "ilta rannalla ja penkki"})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["domain"]
