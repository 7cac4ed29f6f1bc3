"""A worker that is killed between handing a mail over and noting it: nothing is lost, at most one mail a crash comes twice."""

import sqlite3
import subprocess
import sys
from collections import Counter

import pytest

from tests.faults.test_outbox import ROOT, ask, environment, kill
from tests.support.smtp import mail_server

PREPARE = """
import sys, django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from participation.actions.notifications import OUTCOME_PUBLISHED, notify
from participation.models import JourneyEntry
from tests.factories.participation import make_follow, make_process, make_submission
submission = make_submission(make_process(slug="kaupunki"))
entry = JourneyEntry.objects.create(submission=submission, stage="decided", text={"fi": "Penkit tulevat."})
follows = [make_follow(submission, email=f"asukas{n}@example.org") for n in range(int(sys.argv[1]))]
notify(OUTCOME_PUBLISHED, "journey:1", follows=follows, context={"entry": entry.pk})
"""
NAIVE = """
import django; django.setup()
from participation.actions import deliveries
from participation.models import Notification
for pk in list(Notification.objects.filter(state="waiting").values_list("pk", flat=True)):
    rows = deliveries.taken_by(str(pk))
    deliveries.mark(rows, [])
    deliveries.send(rows[0], rows)
"""


def run(folder, variables, command, *, inbox=None, kill_at=0, moment="on_taken"):
    """Work until done, or until killed when the server has that many mails; tells whether it was killed."""
    log = (folder / "worker.log").open("a")
    worker = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=variables, stdout=log, stderr=log)

    def strike(n):
        if n == kill_at and worker.poll() is None:
            kill(worker)

    if inbox is not None:
        setattr(inbox, moment, strike)
    code = worker.wait(180)
    if inbox is not None:
        setattr(inbox, moment, lambda _n: None)
    return code == -9


def leases_run_out(folder):
    with sqlite3.connect(folder / "kuulolla.sqlite3", timeout=20) as database:
        database.execute("update participation_job set lease_until = null where done_at is null")


@pytest.mark.services
def test_mails_of_a_killed_worker(tmp_path, full, figures):
    count, crashes = (120, 12) if full else (6, 1)
    with mail_server() as inbox:
        variables = {**environment(tmp_path, 0), "EMAIL_URL": f"smtp://127.0.0.1:{inbox.port}", "QUIET_HOURS": ""}
        subprocess.run([sys.executable, "-c", PREPARE, str(count)], cwd=ROOT, env=variables, check=True)
        work = ["manage.py", "run_jobs", "--once"]
        for crash in range(crashes):
            at = len(inbox.messages) + 2 + crash % 3
            assert run(tmp_path, variables, work, inbox=inbox, kill_at=at), "the worker was to be killed here"
            leases_run_out(tmp_path)
        assert not run(tmp_path, variables, work)
        got = Counter(inbox.ids)
        unsent = ask(tmp_path, "select count(*) from participation_notification where state <> 'sent'")
        figures.add("mails_lost_to_kills", count - len(got), "mails")
        figures.add("mails_sent_twice", sum(got.values()) - len(got), "mails")
        figures.add("mail_workers_killed", crashes, "crashes")
        assert (len(got), unsent) == (count, 0)
        assert sum(got.values()) - count == crashes  # killed exactly in the gap: each time one comes again, by its id


@pytest.mark.services
def test_control_noting_before_sending_loses_a_mail(tmp_path):
    with mail_server() as inbox:
        variables = {**environment(tmp_path, 0), "EMAIL_URL": f"smtp://127.0.0.1:{inbox.port}", "QUIET_HOURS": ""}
        subprocess.run([sys.executable, "-c", PREPARE, "4"], cwd=ROOT, env=variables, check=True)
        assert run(tmp_path, variables, ["-c", NAIVE], inbox=inbox, kill_at=2, moment="on_data")
        assert not run(tmp_path, variables, ["-c", NAIVE])
        noted = ask(tmp_path, "select count(*) from participation_notification where state = 'sent'")
        assert (noted, len(set(inbox.ids))) == (4, 3)
