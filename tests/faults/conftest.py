"""The fault suite: quick by default, long with --full-faults; figures go to var/figures/faults.json."""

import pytest

from benchmarks.figures import Report


@pytest.fixture(scope="session")
def full(request):
    """Whether the long arms run."""
    return request.config.getoption("--full-faults")


@pytest.fixture(scope="session")
def figures():
    """Figures of this run, written at its end."""
    report = Report()
    yield report
    if report.figures:
        report.write("faults.json")
