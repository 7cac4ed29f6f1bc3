"""Lists at size: the inbox and its search over 50,000 contributions, on a private PostgreSQL."""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Report
from benchmarks.servers import ROOT, environment, private_postgres

PROGRAM = "benchmarks.lists_inside"


def measure(report: Report) -> None:
    """Run the measuring inside a process whose settings point at the private database."""
    folder = Path(tempfile.mkdtemp(prefix="kuulolla-bench-"))
    with private_postgres() as postgres:
        out = subprocess.run(
            [sys.executable, "-m", PROGRAM], cwd=ROOT, env=environment(postgres, folder, ALLOWED_HOSTS="testserver"),
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
    for line in out.splitlines():
        name, value, unit = line.split()
        report.add(name, float(value), unit)


def p95(times: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return sorted(times)[int(len(times) * 0.95)] * 1000
