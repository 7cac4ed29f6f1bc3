"""The world is built once a module, in a transaction around all its tests; each test undoes what it did to it."""

import pytest
from django.test import Client

from tests.stories.authorization.world import build_world


@pytest.fixture(scope="module")
def world(kept_rows):
    """Both processes, the people, and a session for each of them."""
    with kept_rows():
        built = build_world()
        built.sessions = {role: cookie_of(person) for role, person in built.people.items()}
    return built


def cookie_of(person) -> str:
    """The cookie of somebody signed in; none for nobody."""
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies.output(attrs=[], header="")
