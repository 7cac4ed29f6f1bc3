"""Killing the worker at random moments never makes the kept tallies differ from a recount; without the guard it does."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
import uuid, random
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from surveys.models import Response
from tests.factories.participation import make_process
from tests.factories.surveys import make_survey
survey = make_survey(make_process(slug="kaupunki"), slug="kysely")
dice = random.Random(3)
Response.objects.bulk_create([
    Response(survey=survey, version=survey.current, key=uuid.uuid4(), content_hash="0" * 64, language="fi", channel="web",
             answers={"service": dice.choice(["library", "bus"]), "rating": dice.randint(1, 5), "age": dice.randint(7, 99)})
    for n in range(%d)
], batch_size=500)
"""
WORK = """
import sys
import django; django.setup()
from django.db import transaction
from surveys.actions import counting
from surveys.models import Survey
counting.AT_ONCE = 40
if sys.argv[1] == "unguarded":  # the control arm: tallies and marks are written in transactions of their own
    counting.count_some = counting.count_some.__wrapped__
survey = Survey.objects.get(slug="kysely")
print("ready", flush=True)
while counting.count_responses(survey):
    pass
if sys.argv[1] == "rebuild":
    counting.rebuild_results(survey)
print("done", flush=True)
"""
RECOUNT = """
import django; django.setup()
from surveys.actions.counting import recount
from surveys.models import Response, ResultsCopy, Survey
survey = Survey.objects.get(slug="kysely")
print(recount(survey), ResultsCopy.objects.get(survey=survey).n, Response.objects.filter(counted=False).count())
"""


def run(folder, program, *arguments):
    clean = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    }
    environment = {
        **clean,
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMBEDDED_WORKER": "off",
    }
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )


def finished(process):
    out, _error = process.communicate(timeout=240)
    assert process.returncode == 0
    return out.strip()


def killed_at_random(folder, kills, dice, mode):
    """Start the worker again and again and kill it; at last let it finish. Returns how many it did not survive."""
    died = 0
    for _kill in range(kills):
        worker = run(folder, WORK, mode)
        assert worker.stdout.readline().strip() == "ready"
        time.sleep(dice.uniform(0.005, 0.12))
        worker.send_signal(signal.SIGKILL)
        died += worker.wait() == -signal.SIGKILL
        worker.stdout.close()
    return died


@pytest.mark.services
def test_tallies_equal_a_recount_after_random_kills(tmp_path, figures, full):
    size, kills = (6000, 25) if full else (2500, 6)
    finished(run(tmp_path, PREPARE % size))
    died = killed_at_random(tmp_path, kills, random.Random(7), "guarded")
    finished(run(tmp_path, WORK, "guarded"))
    different, counted, waiting = map(int, finished(run(tmp_path, RECOUNT)).split())
    figures.add("tally_recount_difference", different, "answers")
    figures.add("tally_worker_kills", died, "kills")
    assert died >= kills // 2
    assert (different, counted, waiting) == (0, size, 0)


@pytest.mark.services
def test_without_one_transaction_kills_make_tallies_wrong(tmp_path):
    """Control arm: the same work and kills, with tallies and marks written one after the other."""
    finished(run(tmp_path, PREPARE % 4000))
    dice, different = random.Random(7), 0
    for _round in range(8):
        killed_at_random(tmp_path, 2, dice, "unguarded")
        different = int(finished(run(tmp_path, RECOUNT)).split()[0])
        counted = run(
            tmp_path,
            "import django; django.setup()\nfrom surveys.models import *\n"
            "print(ResultsCopy.objects.get().n - Response.objects.filter(counted=True).count())",
        )
        if int(finished(counted)):
            return
    raise AssertionError(f"no kill hit between the two writes ({different})")
