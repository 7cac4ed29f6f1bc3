"""The coordinator's deadline: import, routing, and a summary of 3,000 real answers and 2,777 real proposals."""

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
from django.db import transaction
from benchmarks.real_answers import add_answers
from participation.actions.privacy import forget_submission
from participation.queries.summary_sources import changes_since, doubts, sources_of
from participation.actions.summaries import compile_new_summary
began = time.perf_counter(); before = Submission.objects.count()
import_file(sys.argv[1]); passed = time.perf_counter() - began
print("import_submissions_per_second", (Submission.objects.count() - before) / passed, "1/s")
print("import_and_route_seconds", passed, "s")
process = Process.objects.get(slug="kaupunkistrategia")
began = time.perf_counter()
with transaction.atomic():
    answers = add_answers(process)
print("summary_real_answers", answers, "answers")
print("record_and_forward_per_second", answers / (time.perf_counter() - began), "1/s")
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
told = list(SummaryLine.objects.filter(summary=again))
rests = {line.key: {row["ref"] for row in sources_of(again, line)} for line in told}
some = Submission.objects.filter(process=process, provenance__survey="vaalikone-2011").order_by("pk")
quoted = [key for line in told if line.kind == "quotes" for key in rests[line.key]]
one = some.filter(pk__in=quoted).first() or some.first()
forget_submission(one)
flagged = set(doubts(told, changes_since(again)))
resting = {key for key, refs in rests.items() if str(one.pk) in refs}
print("summary_real_lines", len(told), "lines")
print("summary_real_lines_without_sources", sum(not rests[line.key] and not line.note for line in told), "lines")
print("summary_real_resting_on_erased", len(resting), "lines")
print("summary_real_flagged_wrongly", len(flagged ^ resting), "lines")
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
