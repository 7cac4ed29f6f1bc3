"""A whole database is backed up, work goes on, it is restored elsewhere: everything as it was, what was forgotten stays so.

SQLite by the command that the README gives, PostgreSQL by pg_dump and pg_restore, the latter with a million responses
(RESTORE_SIZE=…). Control arm: the same words are back before the journal of erasures is read. The quick form is
tests/stories/test_restored_backup.py.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time

import pytest

from benchmarks.servers import environment
from tests.faults.test_outbox import ROOT
from tests.support.servers import start_postgres

SIZE = int(os.environ.get("RESTORE_SIZE", "1000000"))
SECRETS = {"SECRET_KEY": "only for the drill " * 4, "RECEIPT_SECRET": "never changed " * 4, "DEMO": "1"}


def run(variables, *command):
    done = subprocess.run(
        [sys.executable, *command], check=False, cwd=ROOT, env=variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def inside(variables, *words):
    return json.loads(run(variables, "-m", "tests.support.drill", *words).splitlines()[-1])


def drill(first, second, *, back_up, restore, journal, size=0):
    """Walk the whole way; gives seconds of backing up, of restoring until pages answer, and what is there at the end."""
    made = inside(first, "make", str(size))
    began = time.monotonic()
    back_up()
    backed_up = time.monotonic() - began
    gone, *codes = made["receipts"]
    assert inside(first, "later", gone)["rows"] != made["rows"]
    began = time.monotonic()
    restore()
    took = time.monotonic() - began
    assert inside(second, "tell")["rows"] == made["rows"]  # every row and value of the backup, the forgotten ones too
    assert inside(second, "check", gone)["journeys"] == [200]  # control: what was forgotten is back …
    began = time.monotonic()
    run(second, "manage.py", "upgrade")
    told = run(second, "manage.py", "reapply_erasures", "--journal", str(journal))
    assert set(inside(second, "page")["pages"]) == {200}
    took += time.monotonic() - began
    assert re.search(r"receipts: 1\naddresses: 0\naccounts: 1", told)
    found = inside(second, "check", gone, *codes)
    responses = made["rows"]["surveys_response"][0]
    assert found == {
        "pages": [200] * 4, "differences": 0, "responses": responses, "audit_fault": "",
        "journeys": [404, *([200] * len(codes))], "forgotten_people": 0, "later": 0,
    }  # fmt: skip
    return backed_up, took, found


@pytest.mark.services
def test_sqlite_is_restored_whole(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    first, second = (
        {**os.environ, **SECRETS, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "EMBEDDED_WORKER": "off"}
        for folder in (old, new)
    )  # fmt: skip
    for variables in (first, second):
        variables.pop("DATABASE_URL", None)
    command = re.search(r"`(python3 -c .+?VACUUM.+?)`", (ROOT / "README.md").read_text(encoding="utf-8"))[1]

    def restore():
        (backup,) = old.glob("backup-*.sqlite3")
        shutil.copy(backup, new / "kuulolla.sqlite3")
        if (old / "media").exists():
            shutil.copytree(old / "media", new / "media", dirs_exist_ok=True)

    drill(
        first, second, back_up=lambda: subprocess.run(["sh", "-c", command.replace("var/", f"{old}/")], check=True), restore=restore,
        journal=old / "journal" / "erasures.txt",
    )  # fmt: skip


@pytest.mark.services
def test_postgresql_with_a_million_responses_is_restored_whole(tmp_path, figures):
    postgres = start_postgres(fsync=True)
    at = ["-h", "127.0.0.1", "-p", str(postgres.port), "-U", "kuulolla"]
    dump = str(postgres.folder / "backup.dump")
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    first = {**environment(postgres, old), **SECRETS}
    second = {**first, "VAR_DIR": str(new), "DATABASE_URL": postgres.url.replace("/kuulolla", "/restored")}

    def restore():
        postgres.command("createdb", *at, "restored")
        postgres.command("pg_restore", *at, "-j", "2", "--no-owner", "-d", "restored", dump)
        if (old / "media").exists():
            shutil.copytree(old / "media", new / "media", dirs_exist_ok=True)

    try:
        backed_up, took, found = drill(
            first, second, back_up=lambda: postgres.command("pg_dump", *at, "-Fc", "-f", dump, "kuulolla"),
            restore=restore, journal=old / "journal" / "erasures.txt", size=SIZE,
        )  # fmt: skip
    finally:
        postgres.remove()
    assert found["responses"] >= SIZE
    figures.add("backup_1m_minutes" if SIZE == 1_000_000 else "backup_some_minutes", backed_up / 60, "min")
    figures.add("restore_1m_minutes" if SIZE == 1_000_000 else "restore_some_minutes", took / 60, "min")
    assert took < 15 * 60
