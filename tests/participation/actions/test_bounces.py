"""Mails that came back: only final reports about our own mails mark an address, and reading twice changes nothing."""

import io
import mailbox
import sys

import pytest
from django.core.management import CommandError, call_command

from participation.actions.deliveries import deliver_notification
from participation.actions.notifications import OUTCOME_PUBLISHED, notify
from participation.models import Follow, JourneyEntry, Notification
from tests.factories.participation import make_follow, make_submission

REPORT = """From: MAILER-DAEMON@mx.example.org
To: kuulolla@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; asukas@example.org
Action: {action}
Status: {status}

--edge
Content-Type: {kind}

From: kuulolla@localhost
Message-ID: {message_id}
Subject: Palautteeseesi on vastattu

--edge--
"""


@pytest.fixture
def sent(process):
    submission = make_submission(process)
    entry = JourneyEntry.objects.create(submission=submission, stage="decided", text={"fi": "Penkit tulevat."})
    notify(OUTCOME_PUBLISHED, "journey:1", follows=[make_follow(submission)], context={"entry": entry.pk})
    row = Notification.objects.get()
    deliver_notification(str(row.pk))
    return row


def report(row, *, action="failed", status="5.1.1", kind="message/rfc822", message_id=None):
    said = message_id or f"<outbox-{row.pk}@kuulolla>"
    return REPORT.format(action=action, status=status, kind=kind, message_id=said).encode()


@pytest.mark.parametrize(
    ("how", "failed"),
    [
        ({}, True),
        ({"kind": "text/rfc822-headers"}, True),
        ({"action": "delayed", "status": "4.4.1"}, False),
        ({"action": "failed", "status": "4.2.2"}, False),
        ({"action": "delivered", "status": "2.0.0"}, False),
        ({"message_id": "<outbox-nonsense@kuulolla>"}, False),
        ({"message_id": "<other@example.org>"}, False),
    ],
)
def test_a_report_marks_the_address_when_it_is_final_and_ours(sent, tmp_path, how, failed, capsys):
    box = mailbox.Maildir(tmp_path / "box")
    for _twice in range(2):
        box.add(report(sent, **how))
    box.add(b"Subject: Hello\n\nAn ordinary mail.\n")
    box.close()
    call_command("read_bounces", str(tmp_path / "box"))
    sent.refresh_from_db()
    assert (sent.state, sent.failure) == (("failed", "bounced") if failed else ("sent", ""))
    assert (Follow.objects.get().refused_on is not None) == failed
    assert capsys.readouterr().out.startswith("1 came back" if failed else "0 came back")


def test_one_mail_from_the_mail_server_and_a_mailbox_that_is_none(sent, monkeypatch, client, coordinator):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report(sent))))
    call_command("read_bounces")
    assert Notification.objects.get().failure == "bounced"
    client.force_login(coordinator)
    shown = client.get("/fi/desk/messages/undelivered/").content.decode()
    assert sent.follow.submission.reference in shown
    assert "asukas@example.org" not in shown
    with pytest.raises(CommandError):
        call_command("read_bounces", "/nowhere/at/all")


def deep(levels):
    return b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(levels))


def test_hostile_mails_keep_no_report_behind_them_from_being_read(sent, tmp_path, capsys):
    box = mailbox.Maildir(tmp_path / "box")
    for data in (
        deep(1500),
        b"Content-Type: message/rfc822\n\n" * 2000,
        report(sent, message_id="<outbox-\x00@kuulolla>"),
        report(sent, message_id="<outbox-" + "9" * 5000 + "@kuulolla>"),
        b"Content-Type: text/rfc822-headers; charset=nonsense\n\n\xe4\xff\n",
    ):
        box.add(data)
    box.add(report(sent))
    box.close()
    call_command("read_bounces", str(tmp_path / "box"))
    assert capsys.readouterr().out.startswith("1 came back")
