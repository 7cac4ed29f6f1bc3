"""The coordinator's deadline: import, routing and summary of 2,777 real proposals, read from ../shared/data."""

import subprocess
import sys
import tempfile

from benchmarks.figures import Report
from benchmarks.servers import ROOT

DATA = ROOT.parent / "shared" / "data" / "omastadi-helsinki" / "proposals.csv"
PROGRAM = """
import sys, time, uuid, django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from config.demo.loading import load
load("only for measuring")
from config.demo.real_data import import_file
from participation.models import Process, Submission, Summary, SummaryLine
from participation.queries.summary_sources import changes_since
from participation.actions.summaries import compile_new_summary
began = time.perf_counter(); before = Submission.objects.count()
import_file(sys.argv[1]); passed = time.perf_counter() - began
print("import_submissions_per_second", (Submission.objects.count() - before) / passed, "1/s")
print("import_and_route_seconds", passed, "s")
process = Process.objects.get(slug="kaupunkistrategia")
texts = list(Submission.objects.filter(process=process).exclude(text="").values_list("text", flat=True)[:3000])
answers = (texts * 3000)[:3000]
Submission.objects.bulk_create([
    Submission(process=process, text=f"{text} ({n})", language="fi", channel="survey", content_hash="0" * 64,
               source_key=uuid.uuid4().hex, state="received")
    for n, text in enumerate(answers)
], batch_size=500)
shares = []
began = time.perf_counter()
summary = compile_new_summary(process, by=None, progress=shares.append).summary
passed = time.perf_counter() - began
print("summary_real_seconds", passed, "s")
print("summary_real_contributions", summary.content["n"], "1")
print("summary_real_progress_steps", len(shares), "1")
began = time.perf_counter()
changes_since(summary)
print("summary_real_check_seconds", time.perf_counter() - began, "s")
lines = list(SummaryLine.objects.filter(summary=summary).values_list("key", "texts", "cells", "where"))
Summary.objects.filter(pk=summary.pk).delete()
again = compile_new_summary(process, by=None).summary
same = lines == list(SummaryLine.objects.filter(summary=again).values_list("key", "texts", "cells", "where"))
print("summary_real_two_runs_differ", 0 if same else 1, "1")
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
