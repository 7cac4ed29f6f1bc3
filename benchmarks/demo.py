"""How long a newcomer waits: `make demo` in a fresh clone, and again."""

import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.figures import Report
from benchmarks.servers import ROOT
from tests.support.servers import free_port


def seconds_until_served(folder: Path) -> float:
    """Run make demo until it answers, then end it."""
    port = free_port()
    keep = ("PATH", "HOME", "LANG", "SSL_CERT_FILE")
    environment = {
        name: value for name, value in os.environ.items() if name in keep or name.startswith(("PIP_", "NPM_", "npm_"))
    }
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "-s", "demo", f"PORT={port}"], cwd=folder, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while time.monotonic() - began < 400:
            if process.poll() is not None:
                raise RuntimeError(f"make demo ended with {process.returncode}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/fi/", timeout=5):
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("make demo did not serve within 400 s")
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


def measure(report: Report) -> None:
    """Add the seconds of the first and of the next start."""
    folder = Path(tempfile.mkdtemp(prefix="kuulolla-fresh-"))
    try:
        subprocess.run(["git", "clone", "-q", str(ROOT), str(folder / "clone")], check=True)
        fresh = seconds_until_served(folder / "clone")
        report.add("demo_fresh_seconds", fresh, "s")
        report.add(
            "demo_again_seconds",
            seconds_until_served(folder / "clone"),
            "s",
            reference="demo_fresh_seconds",
            reference_value=fresh,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
