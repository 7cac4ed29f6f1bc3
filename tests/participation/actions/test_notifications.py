"""Messages: one a recipient, in their language, sent once, failures in sight."""

import datetime
import email
from email import policy

import pytest
from django.core import mail
from django.utils import timezone

from participation.actions import deliveries, notifications
from participation.actions.follows import leave_follow
from participation.actions.jobs import run_jobs
from participation.actions.notifications import OUTCOME_PUBLISHED, notify
from participation.actions.receipts import Stage, add_journey_entry
from participation.extension_points import NotificationKind, Wording, notification_kinds
from participation.models import Follow, Job, Notification
from tests.factories.participation import make_follow, make_person, make_submission
from tests.support.smtp import mail_server

KIND = "tests.greeting"


@pytest.fixture(autouse=True)
def greeting():
    """A kind of message that only these tests know."""
    wording = Wording("Hei\r\nBcc: all@example.org", ["Ensimmäinen <b>kappale</b>."], "/fi/receipts/", "Avaa")
    notification_kinds._plugins[KIND] = NotificationKind(KIND, lambda: "greeting", lambda _context: wording)
    yield
    del notification_kinds._plugins[KIND]


@pytest.fixture
def inbox(settings):
    """A mail server that residents' messages really go to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 0.5
    with mail_server() as inbox:
        settings.EMAIL_PORT = inbox.port
        yield inbox


def make_due():
    Job.objects.pending().update(available_at=timezone.now() - datetime.timedelta(seconds=1))


@pytest.fixture
def person(db):
    return make_person(email="chair@example.org")


def test_notify_makes_one_row_and_one_job_a_recipient_however_often_called(person):
    other = make_person()
    assert notify(KIND, "group:1", people=[person, other]) == 2
    assert notify(KIND, "group:1", people=[person, other]) == 0
    assert notify(KIND, "group:2", people=[person]) == 1
    assert Notification.objects.count() == Job.objects.count() == 3


def test_notify_keeps_personal_data_out_of_jobs(person):
    notify(KIND, "group:1", people=[person])
    job = Job.objects.get()
    assert "@" not in job.reference
    assert str(Notification.objects.get().pk) == job.reference


def test_notify_refuses_a_kind_that_nobody_words(person):
    with pytest.raises(LookupError):
        notify("tests.unknown", "x", people=[person])


def test_message_is_handed_over_once_and_marked(person, inbox):
    notify(KIND, "group:1", people=[person])
    run_jobs()
    row = Notification.objects.get()
    assert (row.state, row.sent_at is not None) == ("sent", True)
    deliveries.deliver_notification(str(row.pk))
    assert len(inbox.messages) == 1
    assert inbox.ids == [row.message_id]


def test_message_has_text_and_html_and_no_smuggled_header(person, inbox):
    notify(KIND, "group:1", people=[person])
    run_jobs()
    message = email.message_from_bytes(inbox.messages[0].encode(), policy=policy.default)
    assert message["Bcc"] is None
    text, html = message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content()
    assert "Ensimmäinen <b>kappale</b>." in text
    assert "&lt;b&gt;" in html
    assert "http://testserver/fi/receipts/" in text
    assert message["List-Unsubscribe"] is None


def test_temporary_failure_is_tried_again_and_sent_once(person, inbox):
    inbox.mode = "later"
    notify(KIND, "group:1", people=[person])
    run_jobs()
    job = Job.objects.get()
    assert (job.done_at, job.last_error) == (None, "TemporaryFailure mail")
    assert Notification.objects.get().state == "waiting"
    inbox.mode = "take"
    make_due()
    run_jobs()
    assert Notification.objects.get().state == "sent"
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("mode", ["never", "never_at_end"])
def test_permanent_refusal_is_marked_and_not_tried_again(person, inbox, mode):
    inbox.mode = mode
    notify(KIND, "group:1", people=[person])
    run_jobs()
    row = Notification.objects.get()
    assert (row.state, row.failure, row.sent_at) == ("failed", "refused", None)
    assert not Job.objects.pending().exists()


def test_slow_or_absent_server_is_a_temporary_failure(person, inbox, settings):
    inbox.mode, inbox.slowness = "slow", 1.0
    notify(KIND, "group:1", people=[person])
    run_jobs()
    assert Job.objects.get().last_error == "TemporaryFailure mail"
    settings.EMAIL_PORT = 9
    make_due()
    run_jobs()
    assert Job.objects.get().last_error == "TemporaryFailure mail"


def test_crash_between_handing_over_and_marking_sends_the_same_message_id_again(person, inbox, monkeypatch):
    notify(KIND, "group:1", people=[person])

    def crash(*_args, **_fields):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(deliveries, "mark", crash)
        with pytest.raises(KeyboardInterrupt):
            run_jobs()
    Job.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    run_jobs()
    run_jobs()
    assert len(inbox.ids) == 2
    assert len(set(inbox.ids)) == 1
    assert Notification.objects.get().state == "sent"


def test_account_that_may_not_sign_in_gets_nothing(person):
    notify(KIND, "group:1", people=[person])
    person.is_active = False
    person.save()
    run_jobs()
    assert mail.outbox == []
    assert Notification.objects.get().failure == "nothing_to_tell"


def test_deliver_does_nothing_without_a_row(db):
    deliveries.deliver_notification("0d4b1d5c-3f1e-4f0a-9a51-2d2c7d1e9a11")
    assert mail.outbox == []


def answered(process, **fields):
    submission = make_submission(process)
    make_follow(submission, language=fields.pop("language", "fi"))
    text = {"fi": "Penkit tulevat keväällä.", "sv": "Bänkarna kommer på våren."}
    return add_journey_entry(submission, Stage("decided", text, "2.1", {"fi": "Palveluverkko", "sv": "Servicenätet"}))


def test_tell_followers_writes_in_their_language_and_once(process, work_off):
    entry = answered(process, language="sv")
    assert notifications.tell_followers(str(entry.pk)) == 1
    assert notifications.tell_followers(str(entry.pk)) == 0
    work_off()
    (message,) = mail.outbox
    assert message.to == ["asukas@example.org"]
    assert "Bänkarna kommer på våren." in message.body
    assert "http://testserver/sv/receipts/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_tell_followers_of_an_entry_that_is_gone_tells_nobody(db):
    assert notifications.tell_followers("12345") == 0


def test_answer_taken_back_before_sending_is_not_sent(process):
    entry = answered(process)
    notifications.tell_followers(str(entry.pk))
    entry.delete()
    run_jobs()
    assert mail.outbox == []
    assert Notification.objects.get().failure == "nothing_to_tell"


def test_leaving_erases_the_address_and_its_messages(process):
    entry = answered(process)
    notifications.tell_followers(str(entry.pk))
    leave_follow(Follow.objects.get())
    assert not Follow.objects.exists()
    assert not Notification.objects.exists()
    run_jobs()
    assert mail.outbox == []


def test_outcome_kind_has_a_label():
    assert notification_kinds.get(OUTCOME_PUBLISHED).label()
