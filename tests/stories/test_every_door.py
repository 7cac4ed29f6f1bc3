"""Every address that writes, tried from another site and without a token: nothing is taken."""

from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.architecture.tree import ROOT
from tests.stories.authorization.test_matrix import rows, thing
from tests.stories.authorization.world import build_world

ELSEWHERE = [
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "null"},
    {"Referer": "https://evil.example/a"},
]
REFUSED = (400, 401, 403, 404, 405)


def doors(world):
    """Each address of the matrix that takes a POST, once."""
    found = {}
    with translation.override("fi"):
        for method, route, arguments, _body, _cells in rows():
            if method == "POST" and route not in found:
                named = dict(pair.split("=", 1) for pair in arguments.split(",")) if arguments != "-" else {}
                found[route] = reverse(route, kwargs={name: thing(world, value) for name, value in named.items()})
    return found


def test_no_write_is_taken_from_another_site_or_without_a_token(db, capsys):
    world, taken, tried = build_world(), [], 0
    public = set((ROOT / "tests/architecture/public_pages.txt").read_text(encoding="utf-8").split())
    staff = Client(enforce_csrf_checks=True, raise_request_exception=False)
    staff.force_login(world.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    for route, address in doors(world).items():
        for headers in ELSEWHERE if route in public else ELSEWHERE[:1]:
            kind = "application/json" if route.startswith("api:") else "application/x-www-form-urlencoded"
            answer = staff.generic("POST", address, "", content_type=kind, headers=headers)
            tried += 1
            if answer.status_code not in REFUSED:
                taken.append((route, answer.status_code, headers))
    with capsys.disabled():
        print(f"\nwrites from elsewhere: {tried} tried, {len(taken)} taken")
    assert taken == []
    assert tried > 200
