"""A real browser for tests: Debian's Chromium, or a skip that says so."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
]  # fmt: skip


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser():
    """Chromium driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield launched
        finally:
            launched.close()


@contextmanager
def served_demo(folder: Path | None = None, **environment: str):
    """The demo as `make demo` serves it, on a free port with a database of its own; gives (address, password)."""
    port = free_port()
    var = folder or Path(tempfile.mkdtemp(prefix="kuulolla-demo-"))
    environment = {
        **os.environ, "VAR_DIR": str(var), "PORT": str(port), "DEMO": "1", "DEMO_PASSWORD": "malli-salasana",
        "DJANGO_SETTINGS_MODULE": "config.settings", "BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "REQUEST_WAIT_SECONDS": "60",  # a slow machine sends nobody away
        **environment,
    }  # fmt: skip
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY"):
        environment.pop(name, None)
    with (var / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.demo_server"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address + "/healthz", process, var / "server.log")
        yield address, "malli-salasana"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if folder is None:
            shutil.rmtree(var, ignore_errors=True)


def wait_for(address: str, process: subprocess.Popen, log: Path, seconds: float = 900) -> None:
    """Wait until the address answers; fails with the server's own words when it ends early."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no answer from {address}: {log.read_text()[-3000:]}")


def until(page, expression: str, arg=None, seconds: float = 20) -> None:
    """Wait until the page finds the expression true, also under a policy that forbids the browser to evaluate words."""
    from playwright.sync_api import Error

    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with suppress(Error):  # the page is just being turned
            if page.evaluate(expression, arg):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def shows(page, selector: str, text: str) -> None:
    """Wait until the first element that the selector finds holds the text; says what it held instead."""
    from playwright.sync_api import expect

    expect(page.locator(selector).first).to_contain_text(text, use_inner_text=True, timeout=25_000)
