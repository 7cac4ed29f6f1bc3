"""Few fixtures, shared by all tests."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import translation
from rest_framework.test import APIClient

from participation.actions import jobs
from participation.logic import language
from participation.models import Job
from tests.factories.participation import make_person, make_process
from tests.support.sockets import refuse_outside

refuse_outside()
# What asks a database or a server; all else answers alike whatever the database is.
ASKS = {"db", "transactional_db", "kept_rows"}
# These walk lines that have tests of their own once more: nobody counts their steps.
WALKS = ("tests/architecture/", "tests/stories/authorization/test_mutants.py")


def pytest_collection_modifyitems(config, items):
    """Leave walks uncounted; on PostgreSQL run only what asks a database or starts servers."""
    for item in items:
        if item.nodeid.startswith(WALKS):
            item.add_marker("no_cover")
    if connection.vendor == "postgresql":
        rest = [item for item in items if not asks(item)]
        items[:] = [item for item in items if asks(item)]
        config.hook.pytest_deselected(items=rest)


def asks(item) -> bool:
    """Whether a test asks a database or starts servers of its own."""
    return bool(ASKS & set(item.fixturenames)) or any(map(item.get_closest_marker, ("django_db", "services")))


@pytest.fixture(scope="session", autouse=True)
def prepared_dictionaries():
    """Build the dictionaries of words once for all runs, not once a run."""
    language.use_cache_folder(Path(settings.BASE_DIR) / "var" / "lemmas")


@pytest.fixture(autouse=True)
def language_of_the_town():
    """Every test begins in the default language, whatever the one before it activated."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def empty_cache():
    """Every test begins with nothing counted: networks are counted under a survey's number, which tests use again."""
    cache.clear()


@pytest.fixture(scope="module")
def kept_rows(django_db_setup, django_db_blocker):
    """A transaction around all tests of a module, opened again while `with kept_rows():` writes what they share."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # what asks to be outermost may be: a test's own transaction counts as none
        around.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def api():
    """A client of the API without an account."""
    return APIClient()


@pytest.fixture
def process(db):
    """An open process that takes ideas."""
    return make_process()


@pytest.fixture
def coordinator(process):
    """The coordinator of the process."""
    return make_person(name="Koordinaattori", roles=[("coordinator", process)])


@pytest.fixture
def admin_person(db):
    """An administrator."""
    return make_person(name="Ylläpito", roles=[("admin", None)])


@pytest.fixture
def work_off(db):
    """Do all promised jobs now, and those that they promise; fails when one fails."""

    def run():
        while Job.objects.pending().exists():
            tried = jobs.run_jobs()
            broken = list(Job.objects.exclude(last_error="").values_list("kind", "last_error"))
            assert not broken, broken
            if not tried:
                break

    return run


def pytest_addoption(parser):
    parser.addoption("--full-faults", action="store_true", help="the long arms of tests/faults")
