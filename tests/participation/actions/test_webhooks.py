"""Webhooks from the change to the receiver: in order, once, signed, for three days, and no words of anybody."""

import base64
import datetime
import hashlib
import hmac
import json
import logging
import re
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as installed
from django.db import connection, transaction
from django.utils import timezone

from participation.actions import webhook_sending, webhooks
from participation.actions.jobs import run_jobs
from participation.actions.privacy import purge_expired
from participation.actions.submissions import move_submission
from participation.actions.webhook_news import announce_summary, tell_summary
from participation.errors import Conflict
from participation.gateways import webhooks as gateway
from participation.gateways.webhooks import Answer
from participation.logic.webhooks import Thing
from participation.models import AuditEntry, Job, Notification, Summary, Webhook, WebhookDelivery
from participation.models.audit import AuditEntry as Entry
from tests.factories.participation import make_person, make_process, make_submission

EVENT, PUBLISHED = "submission.changed", "decision.published"
ADDRESS = "https://hooks.example.org/in?key=hush-hush"


class Receiver:
    """Stands in the place of the network: takes messages, or does not."""

    def __init__(self):
        self.came, self.answer, self.during = [], Answer(status=204), None

    def post(self, address, headers, body):
        if self.during:
            self.during()
        if self.answer.is_taken:
            self.came.append((address, headers, body))
        return self.answer

    @property
    def ids(self):
        return [json.loads(body)["data"]["id"] for _address, _headers, body in self.came]


@pytest.fixture
def receiver(monkeypatch):
    one = Receiver()
    monkeypatch.setattr(gateway, "post", one.post)
    return one


def make_webhook(events=(EVENT,), **fields):
    fields = {"name": "Kartta", "address": ADDRESS, "events": list(events), **fields}
    return Webhook.objects.create(**fields)


def tell(process, *ids, event=EVENT):
    with transaction.atomic():
        return webhooks.announce(event, process.pk, [Thing("submission", str(one), f"/api/v1/x/{one}/") for one in ids])


def work_on(clock, until):
    """Let time pass from one due job to the next."""
    while True:
        run_jobs()
        coming = Job.objects.pending().order_by("available_at").values_list("available_at", flat=True).first()
        if coming is None or coming > until:
            return
        clock.move_to(max(coming, timezone.now()))


def verify(secret, headers, body, now, tolerance=300):
    """Checks a message as a receiver does, by what Standard Webhooks says and by nothing of ours."""
    if abs(now - int(headers["webhook-timestamp"])) > tolerance:
        return False
    key = base64.b64decode(secret[len("whsec_") :])
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    wanted = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return any(
        hmac.compare_digest(one.partition(",")[2], wanted)
        for one in headers["webhook-signature"].split()
        if one[:3] == "v1,"
    )


def test_a_receiver_that_was_down_for_a_day_gets_everything_in_order(process, receiver):
    hook = make_webhook()
    begins = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC)
    with time_machine.travel(begins, tick=False) as clock:
        tell(process, "before")
        run_jobs()
        receiver.answer = Answer(failure="connection")
        for hour in range(0, 24, 3):
            clock.move_to(begins + datetime.timedelta(hours=hour, minutes=1))
            tell(process, *(f"{hour}-{n}" for n in range(5)))
            work_on(clock, begins + datetime.timedelta(hours=hour + 3))
        assert receiver.ids == ["before"]
        tries = WebhookDelivery.objects.waiting().first().attempts
        assert WebhookDelivery.objects.exclude(attempts=0).count() == 2  # only the first one waits at the door
        receiver.answer = Answer(status=200)
        work_on(clock, begins + datetime.timedelta(hours=27))
    assert receiver.ids == ["before", *(f"{hour}-{n}" for hour in range(0, 24, 3) for n in range(5))]
    hook.refresh_from_db()
    assert (hook.state, hook.failing_since, hook.taken_until) == ("active", None, None)
    assert not Job.objects.pending().exists()
    print(
        f"receiver down 24 h: {len(receiver.came)} of 41 delivered in order after, {tries} tries of the first meanwhile"
    )


def test_after_three_days_it_stops_tells_administrators_once_and_goes_on_in_order(process, receiver, admin_person):
    hook = make_webhook()
    begins = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC)
    receiver.answer = Answer(status=500)
    with time_machine.travel(begins, tick=False) as clock:
        tell(process, 1)
        run_jobs()
        WebhookDelivery.objects.update(attempts=30)  # what lies between is shown by the test of one day
        clock.move_to(begins + datetime.timedelta(hours=71))
        run_jobs()
        hook.refresh_from_db()
        assert (hook.state, hook.failing_since) == ("active", begins)
        work_on(clock, begins + datetime.timedelta(hours=72))
        hook.refresh_from_db()
        assert hook.state == "stopped"
        notice = Notification.objects.get(kind=webhook_sending.STOPPED)
        assert (notice.person, notice.title) == (admin_person, "Webhook on pysähtynyt: Kartta")
        tell(process, 2, 3)  # kept for later
        receiver.answer = Answer(status=200)
        work_on(clock, begins + datetime.timedelta(hours=80))
        assert receiver.ids == []
        webhooks.resume_webhook(hook, by=admin_person)
        run_jobs()
    assert receiver.ids == ["1", "2", "3"]
    with pytest.raises(Conflict):
        webhooks.resume_webhook(hook, by=admin_person)


def test_gone_stops_at_once(process, receiver, admin_person):
    hook = make_webhook()
    receiver.answer = Answer(status=410)
    tell(process, 1)
    run_jobs()
    hook.refresh_from_db()
    assert hook.state == "stopped"
    assert Notification.objects.filter(kind=webhook_sending.STOPPED).count() == 1


def test_the_signature_holds_for_a_receiver_of_its_own(process, receiver):
    hook = make_webhook()
    tell(process, uuid.uuid4())
    run_jobs()
    _address, headers, body = receiver.came[0]
    secret, now = webhooks.secret(hook), int(headers["webhook-timestamp"])
    assert verify(secret, headers, body, now)
    assert not verify(secret, headers, body + b" ", now)
    assert not verify(secret, {**headers, "webhook-id": str(uuid.uuid4())}, body, now)
    assert not verify(secret, {**headers, "webhook-timestamp": str(now - 1)}, body, now)
    assert not verify(secret, headers, body, now + 301)
    assert not verify(webhooks.secret(make_webhook()), headers, body, now)
    assert json.loads(body)["id"] == headers["webhook-id"]


def test_the_code_in_the_guide_verifies(process, receiver):
    hook = make_webhook()
    tell(process, 1)
    run_jobs()
    _address, headers, body = receiver.came[0]
    guide = (Path(installed.BASE_DIR) / "docs" / "webhooks.md").read_text(encoding="utf-8")
    names = {}
    exec(re.search(r"```python\n(.*?)```", guide, re.DOTALL)[1], names)
    event = names["verified"](webhooks.secret(hook), headers, body)
    assert (event["type"], event["schema_version"]) == (EVENT, 1)
    with pytest.raises(ValueError, match="signature"):
        names["verified"](webhooks.secret(hook), headers, body.replace(b"changed", b"mangled"))
    with pytest.raises(ValueError, match="old"):
        names["verified"](webhooks.secret(hook), {**headers, "webhook-timestamp": "1"}, body)


def test_a_change_that_is_rolled_back_tells_nothing(process, receiver):
    make_webhook(["submission.changed"])
    submission = make_submission(process)
    with pytest.raises(RuntimeError), transaction.atomic():
        move_submission(submission, "withdrawn", by=None, kind="erased")
        assert WebhookDelivery.objects.count() == 1  # the control: it was noted
        raise RuntimeError
    run_jobs()
    assert (receiver.came, WebhookDelivery.objects.count()) == ([], 0)


def test_only_what_is_chosen_of_the_process_that_is_chosen_is_told(process, receiver):
    other = make_process()
    everything, ours = make_webhook([EVENT, PUBLISHED]), make_webhook(process=process)
    tell(process, "a")
    tell(other, "b")
    tell(other, "c", event=PUBLISHED)
    run_jobs()
    for hook, ids in ((everything, ["a", "b", "c"]), (ours, ["a"])):
        rows = WebhookDelivery.objects.filter(webhook=hook, state="sent").order_by("pk")
        assert [row.payload["data"]["id"] for row in rows] == ids
    with pytest.raises(LookupError):
        tell(process, "x", event="nobody.knows")


def test_of_what_residents_do_only_the_day_is_told_and_noted(process, receiver):
    make_webhook(["submission.received"])
    tell(process, 1, event="submission.received")
    run_jobs()
    row, today = WebhookDelivery.objects.get(), timezone.localdate()
    assert json.loads(receiver.came[0][2])["timestamp"] == today.isoformat()
    for moment in (row.noted_at, row.next_at, row.sent_at):
        assert timezone.localtime(moment).time() == datetime.time()
    assert set(row.payload) == {"schema_version", "id", "type", "timestamp", "data"}
    assert set(row.payload["data"]) == {"kind", "id", "url", "process"}


def test_a_summary_is_told_once_when_its_embargo_ends(process, receiver):
    make_webhook(["summary.published"])
    now = timezone.now()
    summary = Summary.objects.create(
        process=process, number=1, state="published", content={}, published_at=now,
        embargo_until=now + datetime.timedelta(hours=2),
    )  # fmt: skip
    with time_machine.travel(now, tick=False) as clock:
        with transaction.atomic():
            tell_summary(summary)
        run_jobs()
        assert receiver.came == []
        clock.shift(datetime.timedelta(hours=2, seconds=1))
        run_jobs()
        announce_summary(summary.pk)
        run_jobs()
    assert receiver.ids == [str(summary.pk)]


def test_pausing_keeps_sending_again_repeats_the_id_and_leaving_out_frees_the_rest(process, receiver, admin_person):
    hook = make_webhook()
    webhooks.pause_webhook(hook, by=admin_person)
    tell(process, 1, 2)
    run_jobs()
    assert receiver.came == []
    with pytest.raises(Conflict):
        webhooks.test_webhook(hook, by=admin_person)
    webhooks.resume_webhook(hook, by=admin_person)
    run_jobs()
    first = WebhookDelivery.objects.earliest("pk")
    with pytest.raises(Conflict):
        webhooks.leave_out(first, by=admin_person)
    webhooks.send_again(first, by=admin_person)
    run_jobs()
    assert receiver.ids == ["1", "2", "1"]
    assert receiver.came[0][1]["webhook-id"] == receiver.came[2][1]["webhook-id"]
    receiver.answer = Answer(status=400)
    tell(process, 3, 4)
    run_jobs()
    receiver.answer = Answer(status=200)
    webhooks.leave_out(WebhookDelivery.objects.waiting().first(), by=admin_person)
    run_jobs()
    assert receiver.ids == ["1", "2", "1", "4"]


def test_secrets_and_addresses_stay_out_of_log_audit_and_database(process, receiver, admin_person, caplog):
    caplog.set_level(logging.DEBUG)
    hook, is_new = webhooks.add_webhook(
        Webhook(name="Kartta", address=ADDRESS, events=[EVENT], process=process), by=admin_person
    )
    assert is_new
    assert webhooks.add_webhook(hook, by=admin_person) == (hook, False)  # the form sent twice
    webhooks.change_webhook(hook, by=admin_person)
    webhooks.test_webhook(hook, by=admin_person)
    receiver.answer = Answer(failure="connection")
    tell(process, 1)
    run_jobs()
    webhooks.pause_webhook(hook, by=admin_person)
    webhooks.remove_webhook(hook, by=admin_person)
    noted = list(AuditEntry.objects.order_by("pk").values_list("verb", "by", "data"))
    assert [verb for verb, _by, _data in noted] == [
        "add_webhook", "change_webhook", "test_webhook", "pause_webhook", "remove_webhook"
    ]  # fmt: skip
    assert {by for _verb, by, _data in noted} == {admin_person.pk}
    assert noted[0][2] == {"host": "hooks.example.org", "events": [EVENT], "process": process.slug}
    assert not WebhookDelivery.objects.exists()
    secret = webhooks.secret(hook)
    told = caplog.text + json.dumps([data for _verb, _by, data in noted])
    assert "hush-hush" not in told
    assert secret[6:20] not in told + json.dumps(list(Webhook.objects.values()), default=str)


def test_old_messages_are_pruned_in_one_statement(process, receiver, django_assert_num_queries):
    hook, old = make_webhook(state="paused"), timezone.now() - datetime.timedelta(days=31)
    payload = {"data": {"id": "1"}}
    rows = [WebhookDelivery(webhook=hook, event=EVENT, payload=payload, noted_at=old) for _n in range(300)]
    WebhookDelivery.objects.bulk_create([*rows, WebhookDelivery(webhook=hook, event=EVENT, payload=payload)])
    with django_assert_num_queries(1):
        assert webhooks.drop_old_deliveries(timezone.now() - datetime.timedelta(days=30)) == 300
    WebhookDelivery.objects.update(noted_at=old)
    assert purge_expired()["webhook_messages"] == 1
    assert Entry.objects.filter(verb="purge_expired").exists()


def test_nobody_listening_costs_one_query_and_each_message_no_more(process, django_assert_num_queries):
    with django_assert_num_queries(1):
        webhooks.announce(EVENT, process.pk, [Thing("submission", "1", "/x/")])
    make_webhook()
    for many in (1, 3):
        with django_assert_num_queries(4):  # webhooks, process, messages, job
            webhooks.announce(EVENT, process.pk, [Thing("submission", str(n), "/x/") for n in range(many)])


def race(receiver, process, messages=12, senders=2):
    """Many messages, senders at once; the receiver is slow at its first message until another sender has looked."""
    hook = make_webhook()
    tell(process, *range(messages))
    meeting, first = threading.Barrier(senders), threading.Event()

    def during():
        if not first.is_set():
            first.set()
            met.wait(timeout=5)

    met = threading.Event()
    receiver.during = during

    def send(_n):
        try:
            meeting.wait(timeout=10)
            if _n:
                first.wait(timeout=10)
            done = webhook_sending.send_webhook(str(hook.pk))
            met.set()
            return done
        finally:
            connection.close()

    with ThreadPoolExecutor(senders) as pool:
        list(pool.map(send, range(senders)))
    run_jobs()
    return receiver.ids


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_once_and_in_order(receiver):
    assert race(receiver, make_process()) == [str(n) for n in range(12)]


@pytest.mark.django_db(transaction=True)
def test_control_without_turns_messages_are_sent_twice(receiver, monkeypatch):
    monkeypatch.setattr(webhook_sending, "take_turn", lambda _id: 0)
    monkeypatch.setattr(webhook_sending, "keep_turn", lambda _id, _turn: True)
    came = race(receiver, make_process())
    assert came != [str(n) for n in range(12)]
    assert len(came) > 12


@pytest.mark.django_db(transaction=True)
def test_what_comes_while_another_sends_is_not_forgotten(receiver):
    """The sender that finds the turn taken goes away; the one who has it looks once more."""
    process, hook = make_process(), None
    hook = make_webhook()
    tell(process, 1)

    def during():
        receiver.during = None
        tell(process, 2)
        assert webhook_sending.send_webhook(str(hook.pk)) == 0

    receiver.during = during
    assert webhook_sending.send_webhook(str(hook.pk)) == 2
    assert receiver.ids == ["1", "2"]


def test_a_sender_that_died_keeps_nobody_waiting_for_long(process, receiver):
    hook = make_webhook()
    tell(process, 1)
    turn = webhook_sending.take_turn(str(hook.pk))
    assert webhook_sending.send_webhook(str(hook.pk)) == 0
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=31), tick=False):
        assert webhook_sending.send_webhook(str(hook.pk)) == 1
    assert not webhook_sending.keep_turn(str(hook.pk), turn)
    assert receiver.ids == ["1"]


def test_others_than_administrators_see_none(process, coordinator, admin_person):
    make_webhook()
    seen = [Webhook.objects.visible_to(one).count() for one in (admin_person, coordinator, make_person())]
    assert seen == [1, 0, 0]
