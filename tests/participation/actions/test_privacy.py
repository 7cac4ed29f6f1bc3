"""Erasure by receipt and by retention."""

import datetime
import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from participation.actions.ideas import receive_idea
from participation.actions.jobs import run_jobs
from participation.actions.notifications import notify
from participation.actions.privacy import ContributionsPrivacy, forget_receipt, promise_purge
from participation.actions.receipts import Stage, add_journey_entry
from participation.actions.retention import purge_all
from participation.gateways import uploads
from participation.logic.drafts import Given, messages_for
from participation.logic.retention import ERASED, months_before
from participation.models import (
    AssistantCall,
    AuditEntry,
    Follow,
    Job,
    JourneyEntry,
    Notification,
    Process,
    Quote,
    Receipt,
    Submission,
    Summary,
)
from participation.queries.receipts import journey_of
from tests.factories.participation import make_person, make_submission


@pytest.fixture
def received(process):
    point = {"type": "Point", "coordinates": [28.0, 62.3]}
    found = receive_idea(
        process, key="k1", text="Minun salainen ideani.", title="Idea", email="a@example.org", location=point
    )
    add_journey_entry(found.submission, Stage("routed", {"fi": "Ohjattu."}))
    summary = Summary.objects.create(process=process, number=1, fingerprint="x", content={})
    Quote.objects.create(
        summary=summary,
        section="s",
        source="submissions",
        reference=str(found.submission.pk),
        excerpt="salainen",
        language="fi",
        order=1,
    )
    return found


def test_forget_receipt_erases_words_place_address_quotes_and_the_way_back(received):
    assert forget_receipt(Receipt.objects.get(), by=None) == 1
    row = Submission.objects.get()
    assert (row.text, row.title, row.location, row.source_key, row.receipt) == (ERASED, "", None, None, None)
    assert row.state == "withdrawn"
    for model in (Receipt, Follow, JourneyEntry, Quote):
        assert not model.objects.exists()
    assert journey_of(received.code) is None
    assert "salainen" not in str(list(AuditEntry.objects.values_list("data", flat=True)))


def test_words_sent_to_a_language_model_go_also_with_quotation_marks_and_line_breaks(received):
    quote, words = Quote.objects.get(), 'Sanoin: "salainen"\nja lähdin.'
    Quote.objects.update(excerpt=words)
    messages = messages_for([Given("q1", words)], "fi")
    AssistantCall.objects.create(summary=quote.summary, section="s", address="x", sent=messages, answer="{}")
    forget_receipt(Receipt.objects.get(), by=None)
    assert AssistantCall.objects.get().sent == []


def test_forgetting_an_answered_contribution_keeps_its_state_for_the_counts(received):
    Submission.objects.update(state="published")
    forget_receipt(Receipt.objects.get(), by=None)
    assert (Submission.objects.get().state, Submission.objects.get().text) == ("published", ERASED)


def test_forget_command_erases_by_the_code_in_any_spelling(received):
    said = StringIO()
    call_command("forget", receipt=received.code.lower().replace("-", " "), stdout=said)
    assert said.getvalue().startswith("Erased: ")
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC-DDDD", "nonsense", ""])
def test_forget_command_refuses_an_unknown_code_and_changes_nothing(received, code):
    with pytest.raises(CommandError):
        call_command("forget", receipt=code)
    assert Submission.objects.get().text == "Minun salainen ideani."


def test_purge_erases_what_is_old_and_nothing_else(received, process):
    now = timezone.now()
    old, young = now - datetime.timedelta(days=31), now - datetime.timedelta(days=29)
    notify("participation.outcome_published", "x", people=[make_person(), make_person(), make_person()])
    Job.objects.all().delete()
    for done in (old, young, None):
        Job.objects.create(kind="x", reference="1", done_at=done)
    long_ago = timezone.localdate() - datetime.timedelta(days=91)
    sent, waiting, fresh = Notification.objects.filter(person__isnull=False).order_by("pk")
    Notification.objects.filter(pk=sent.pk).update(state="sent", created_on=long_ago)
    Notification.objects.filter(pk=waiting.pk).update(created_on=long_ago)
    Notification.objects.filter(pk=fresh.pk).update(state="sent")
    past = make_submission(process, received_on=months_before(timezone.localdate(), 25))
    counts = purge_all()
    nothing = {"addresses": 0, "mails": 0, "sessions": 0, "uploads": 0, "webhook_messages": 0}
    assert counts == nothing | {"jobs": 1, "messages": 1, "contributions": 1}
    assert Job.objects.count() == Notification.objects.filter(person__isnull=False).count() == 2
    past.refresh_from_db()
    assert past.text == ERASED
    assert received.submission.text == "Minun salainen ideani."
    assert set(purge_all().values()) == {0}


def test_purge_deletes_uploads_of_forms_that_were_never_finished(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert purge_all()["uploads"] == 0
    old, fresh = uploads.keep_upload(b"a;b"), uploads.keep_upload(b"c;d")
    day_before = (timezone.now() - datetime.timedelta(hours=25)).timestamp()
    os.utime(tmp_path / "uploads" / old, (day_before, day_before))
    assert purge_all()["uploads"] == 1
    assert (uploads.kept_upload(old), uploads.kept_upload(fresh)) == (None, b"c;d")


def test_purge_is_promised_once_a_day_and_done_as_a_job(received, process):
    past = make_submission(process, received_on=months_before(timezone.localdate(), 25))
    Job.objects.all().delete()
    assert promise_purge()
    assert not promise_purge()
    assert promise_purge(now=timezone.now() + datetime.timedelta(days=1))
    run_jobs()
    past.refresh_from_db()
    assert past.text == ERASED


def test_the_timetable_promises_the_purge():
    from config.celery import app

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} >= {"participation.tasks.promise_purge"}


def test_purge_erases_addresses_when_the_process_ends(received):
    Process.objects.update(state=Process.State.CLOSED)
    said = StringIO()
    call_command("purge_expired", stdout=said)
    assert "addresses: 1" in said.getvalue()
    assert not Follow.objects.exists()
    assert Submission.objects.get().text == "Minun salainen ideani."


def test_export_of_a_staff_member_names_their_deeds(received, coordinator):
    forget_receipt(Receipt.objects.get(), by=coordinator)
    exported = ContributionsPrivacy().export_person(coordinator)
    assert exported["email"] == coordinator.email
    assert [deed["verb"] for deed in exported["deeds"]] == ["forget_receipt"]
