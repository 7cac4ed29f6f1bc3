"""Results at size: 1,000,000 responses of 15 questions, the staff's pages, the copy, and exports; on a private PostgreSQL."""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Report
from benchmarks.servers import ROOT, environment, private_postgres

PROGRAM = "benchmarks.results_inside"


def measure(report: Report) -> None:
    """Run the measuring inside a process whose settings point at the private database."""
    folder = Path(tempfile.mkdtemp(prefix="kuulolla-bench-"))
    with private_postgres() as postgres:
        with subprocess.Popen(
            [sys.executable, "-m", PROGRAM], cwd=ROOT, env=environment(postgres, folder, ALLOWED_HOSTS="testserver"),
            stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            for line in process.stdout or ():
                name, value, unit, *reference = line.split()
                against = {"reference": reference[0], "reference_value": float(reference[1])} if reference else {}
                report.add(name, float(value), unit, **against)
        if process.returncode:
            raise RuntimeError(PROGRAM)
