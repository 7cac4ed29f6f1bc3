"""The coordinator's deadline: import, routing and summary of 2,777 real proposals, read from ../shared/data."""

import subprocess
import sys
import tempfile

from benchmarks.figures import Report
from benchmarks.servers import ROOT

DATA = ROOT.parent / "shared" / "data" / "omastadi-helsinki" / "proposals.csv"
PROGRAM = """
import sys, time, django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from config.demo.loading import load
load("only for measuring")
from config.demo.real_data import import_file
from participation.models import Process, Submission
from participation.actions.summaries import compile_new_summary
began = time.perf_counter(); before = Submission.objects.count()
import_file(sys.argv[1]); passed = time.perf_counter() - began
print("import_submissions_per_second", (Submission.objects.count() - before) / passed, "1/s")
print("import_and_route_seconds", passed, "s")
began = time.perf_counter()
compile_new_summary(Process.objects.get(slug="kaupunkistrategia"), by=None)
print("summary_real_seconds", time.perf_counter() - began, "s")
"""


def measure(report: Report) -> None:
    """Add the figures of the real input; without the data folder nothing is measured and that is said."""
    if not DATA.exists():
        print("../shared/data is not present: import and summary of real input are not measured")
        return
    folder = tempfile.mkdtemp(prefix="kuulolla-real-")
    environment = {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings", "PATH": "/usr/bin:/bin"}
    out = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(DATA)],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for line in out.splitlines():
        if len(words := line.split()) == 3:
            report.add(words[0], float(words[1]), words[2])
