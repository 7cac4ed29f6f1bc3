"""The API answers as its OpenAPI document says, to nobody, to a chair and to a coordinator; never with a failure."""

import pytest
import schemathesis
from django.core import signals
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import checks

from participation.actions.people import create_api_token
from tests.stories.authorization.world import build_world

# What a schema can say is wider than what can be kept: a receipt that nobody got, an empty text.
checks.load_all_checks()
WIDER = checks.CHECKS.get_by_names(["positive_data_acceptance"])
EXAMPLES = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def connection_kept():
    """Requests end without closing the connection that the test's transaction lives in, as in Django's own client."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


# What is tried by role: everything by those who may most; by others a few of each, where they are known or are not.
MUCH = dict.fromkeys(("anonymous", "chair", "coordinator"), 15)
LITTLE = dict.fromkeys(("member", "twin_coordinator", "clerk", "admin"), 2)


@pytest.mark.parametrize(("role", "examples"), (MUCH | LITTLE).items())
def test_endpoints_answer_as_documented(db, role, examples):
    world = build_world()
    headers = {}
    if role != "anonymous":
        headers["Authorization"] = f"Bearer {create_api_token(world.people[role], 'write', by=None)}"
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
    broken = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(EXAMPLES, max_examples=examples)
        @given(case=operation.as_strategy())
        def answers(case):
            case.call_and_validate(headers=headers, excluded_checks=WIDER)

        try:
            answers()
        except BaseExceptionGroup as failures:
            broken += [f"{operation.label}: {failure!r}"[:600] for failure in failures.exceptions]
        except Exception as failure:  # noqa: BLE001
            broken.append(f"{operation.label}: {failure!r}"[:600])
    assert not broken, "\n".join(broken)


def test_document_is_openapi_3_1_and_names_only_this_host(api, db):
    document = api.get("/api/v1/schema/?format=json").json()
    assert document["openapi"].startswith("3.1")
    page = api.get("/api/v1/docs/")
    assert page.status_code == 200
    assert b"https://" not in page.content


def test_the_document_is_made_without_a_warning(tmp_path):
    """Two components of one name, or a choice that nobody named, would make clients of it wrong."""
    call_command("spectacular", file=str(tmp_path / "schema.yml"), validate=True, fail_on_warn=True)
