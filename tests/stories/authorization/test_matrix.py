"""Every route × role: what anybody gets. A route without a row fails, a cell that differs fails.

matrix.txt holds one row a request: method, route, arguments (name=thing of world.py), body, then the status for each
role. Statuses of one row are written in the order of its header. A row of the twin's things proves that another
process is not there at all for our people (404, not 403).
"""

import json
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.stories.authorization.world import ROLES

MATRIX = Path(__file__).with_name("matrix.txt")
# allauth's own pages, Django's rescue tools and the API documents are theirs to test.
HANDLER = Client(raise_request_exception=False).handler  # one for all: making it loads every middleware
FOREIGN = ("admin:", "account_", "mfa_", "usersessions_", "api:schema", "api:docs")


def rows():
    for line in MATRIX.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            method, route, arguments, body, *cells = line.split()
            yield method, route, arguments, body, dict(zip(ROLES, cells, strict=True))


def thing(world, name):
    """ours.waiting.pk → that value of the world; anything else is the value itself."""
    parts = name.split(".")
    if parts[0] not in ("ours", "twin"):
        return name
    value = world
    for part in parts:
        value = getattr(value, part)
    return value


def filled(world, body):
    """A body with things of the world put in."""
    if isinstance(body, dict):
        return {key: filled(world, value) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(world, value) for value in body]
    return str(thing(world, body)) if isinstance(body, str) else body


def ask(world, role, method, route, arguments, body):
    """Send one request in a role and undo what it did; returns its status."""
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    client.cookies.load(world.sessions[role])
    named = dict(pair.split("=", 1) for pair in arguments.split(",")) if arguments != "-" else {}
    with translation.override("fi"):
        address = reverse(route, kwargs={name: thing(world, value) for name, value in named.items()})
    data = filled(world, json.loads(body)) if body != "-" else {}
    with transaction.atomic():
        if method == "GET":
            answer = client.get(address, data)
        elif route.startswith("api:"):
            answer = client.generic(method, address, json.dumps(data), content_type="application/json")
        else:
            answer = (
                client.generic(method, address, "", content_type="application/x-www-form-urlencoded")
                if not data
                else client.post(address, data)
            )
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize(
    ("method", "route", "arguments", "body", "expected"),
    list(rows()),
    ids=[f"{method}-{route}-{arguments}" for method, route, arguments, _body, _cells in rows()],
)
def test_every_cell_of_the_matrix(db, world, method, route, arguments, body, expected):
    found = {role: str(ask(world, role, method, route, arguments, body)) for role in ROLES}
    assert found == expected


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name


def test_every_route_has_a_row():
    routes = {name for name in names(get_resolver().url_patterns) if not name.startswith(FOREIGN)}
    assert routes - {route for _method, route, *_rest in rows()} == set()


def test_every_row_has_a_route():
    routes = set(names(get_resolver().url_patterns))
    assert {route for _method, route, *_rest in rows()} - routes == set()
