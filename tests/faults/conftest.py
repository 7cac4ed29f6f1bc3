"""The fault suite: quick by default, long with --full-faults; figures of the long arms go to var/figures/faults.json."""

import pytest

from benchmarks.figures import Report

LONG = {
    "test_database_restarts.py",
    "test_overload.py",
    "test_restore.py",
    "test_upgrade.py",
}  # what they show quickly stands in tests/stories


def pytest_ignore_collect(collection_path, config):
    return True if collection_path.name in LONG and not config.getoption("--full-faults") else None


@pytest.fixture(scope="session")
def full(request):
    """Whether the long arms run."""
    return request.config.getoption("--full-faults")


@pytest.fixture(scope="session")
def figures(full):
    """Figures of this run; those of the long arms are written at its end, so that quick ones never take their place."""
    report = Report()
    yield report
    if report.figures and full:
        report.write("faults.json")
