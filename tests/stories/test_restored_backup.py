"""A backup brings back what people had erased; the journal beside the database lets it be erased again."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from participation.actions.follows import leave_follow
from participation.actions.ideas import receive_idea
from participation.actions.privacy import forget_person, forget_receipt
from participation.models import Follow, Person, Receipt, Submission
from tests.factories.participation import make_follow, make_person
from tests.stories.test_erasure import CANARY, WORDS, rows_with

BACKED_UP = ("participation.process", "participation.person", "participation.receipt", "participation.submission", "participation.follow")  # fmt: skip


@pytest.fixture(autouse=True)
def journal(settings, tmp_path):
    settings.ERASURE_JOURNAL = tmp_path / "erasures.txt"
    return settings.ERASURE_JOURNAL


@pytest.fixture
def restored(process, admin_person, tmp_path):
    """Words, an account and an address that were erased, and one of each that stays, as an older backup has them."""
    for key, words in (("k1", WORDS), ("k2", "Lisää penkkejä.")):
        receive_idea(process, key=key, text=words)
    gone, stays = make_person(name=f"{CANARY} Oy"), make_person(name="Jää")
    left, kept = (
        make_follow(submission=Submission.objects.get(text="Lisää penkkejä."), email=f"{who}@example.org")
        for who in "ab"
    )
    backup = tmp_path / "backup.json"
    call_command("dumpdata", *BACKED_UP, output=str(backup))
    assert CANARY in backup.read_text()
    forget_receipt(Submission.objects.get(text=WORDS).receipt, by=None)
    forget_person(gone, by=admin_person)
    leave_follow(left)
    assert rows_with(CANARY) == set()
    call_command("loaddata", str(backup), verbosity=0)
    return gone, stays, kept


def reapply(*words):
    said = io.StringIO()
    call_command("reapply_erasures", *words, stdout=said)
    return said.getvalue().splitlines()


def test_a_restored_backup_is_erased_again(restored, journal):
    gone, stays, kept = restored
    assert {"Submission.text", "Person.name"} <= rows_with(CANARY)
    assert reapply() == ["noted: 3", "receipts: 1", "addresses: 1", "accounts: 1"]
    assert rows_with(CANARY) == set()
    assert not Person.objects.get(pk=gone.pk).is_active
    assert (Person.objects.get(pk=stays.pk).name, Follow.objects.get().pk) == ("Jää", kept.pk)
    assert Receipt.objects.count() == 1
    assert reapply() == ["noted: 3", "receipts: 0", "addresses: 0", "accounts: 0"]


def test_without_the_journal_the_words_are_back_and_a_copy_of_it_helps(restored, journal, tmp_path):
    copy = journal.rename(tmp_path / "elsewhere.txt")
    assert reapply()[0] == "noted: 0"
    assert rows_with(CANARY)
    assert reapply("--journal", str(copy))[0] == "noted: 3"
    assert rows_with(CANARY) == set()
    with pytest.raises(CommandError):
        call_command("reapply_erasures", "--journal", str(tmp_path / "none.txt"))


def test_the_journal_names_nobody_and_bears_a_torn_line(restored, journal):
    lines = journal.read_text().split("\n")
    assert all(re.fullmatch(r"(\d{4}-\d\d-\d\d [0-9a-f]{64})?", line) for line in lines)
    assert Path(journal).stat().st_mode & 0o077 == 0
    journal.write_text(journal.read_text() + "2026-01-02 12ab")
    forget_receipt(Submission.objects.get(text="Lisää penkkejä.").receipt, by=None)
    assert reapply()[0] == "noted: 4"


def test_another_account_with_the_same_number_stays(restored):
    gone, _stays, _kept = restored
    Person.objects.filter(pk=gone.pk).update(joined_on="2031-01-01", name="Uusi", email="uusi@example.org")
    assert settings.ERASURE_JOURNAL.exists()
    assert reapply()[-1] == "accounts: 0"
