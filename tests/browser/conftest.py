"""Browser tests: the demo is served once for all of them; without Chromium they are skipped with the reason."""

import pytest

from tests.support.browser import browser, chromium, served_demo


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (Debian: apt install chromium)"))


@pytest.fixture(scope="session")
def demo():
    """(address, password) of the served demo."""
    with served_demo() as served:
        yield served


@pytest.fixture(scope="session")
def chrome():
    with browser() as launched:
        yield launched


@pytest.fixture
def phone(chrome, demo):
    """A page on a phone, without anything stored."""
    context = chrome.new_context(viewport={"width": 375, "height": 812}, base_url=demo[0], locale="fi-FI")
    context.set_default_timeout(25_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(chrome, demo):
    """A page on a desk's screen."""
    context = chrome.new_context(viewport={"width": 1280, "height": 900}, base_url=demo[0], locale="fi-FI")
    context.set_default_timeout(25_000)
    yield context.new_page()
    context.close()
