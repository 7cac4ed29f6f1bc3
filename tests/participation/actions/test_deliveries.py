"""Exactly once: a simulated month of messages, crashes between sending and marking, servers that fail."""

import datetime
import random
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.actions import deliveries
from participation.actions.follows import CONFIRM, begin_follow
from participation.actions.jobs import run_jobs
from participation.actions.notifications import OUTCOME_PUBLISHED, notify
from participation.extension_points import NotificationKind, Wording, notification_kinds
from participation.models import Follow, Job, Notification, Preference, QuietHours
from tests.factories.participation import make_follow, make_person, make_submission
from tests.support.smtp import mail_server

KIND = "tests.event"
ZONE = ZoneInfo("Europe/Helsinki")
HOUR = datetime.timedelta(hours=1)


def wording(context):
    return Wording(f"Event [{context['n']}]", ["Something."], "/fi/receipts/", "Open", item=f"Item {context['n'] % 3}")


@pytest.fixture(autouse=True)
def event():
    notification_kinds._plugins[KIND] = NotificationKind(KIND, lambda: "event", wording)
    yield
    del notification_kinds._plugins[KIND]


def events_in(body):
    return [int(n) for n in re.findall(r"Event \[(\d+)\]", body)]


def readers():
    people = {rhythm: make_person(email=f"{rhythm}@example.org") for rhythm in ("at_once", "daily", "weekly", "never")}
    for rhythm, person in people.items():
        Preference.objects.create(person=person, kind=KIND, rhythm=rhythm)
        QuietHours.objects.create(person=person)
    return people


@pytest.mark.parametrize(("month", "shift"), [("2026-10-10T00:00", -1), ("2026-03-10T00:00", 1)])
def test_digests_of_a_month_hold_every_event_exactly_once_over_the_change_of_clocks(db, month, shift):
    begins = datetime.datetime.fromisoformat(month).replace(tzinfo=ZONE)
    ends = (begins + datetime.timedelta(days=31)).astimezone(ZONE)
    assert (ends.utcoffset() - begins.utcoffset()) == datetime.timedelta(hours=shift)
    chance, n = random.Random(8), 0
    with time_machine.travel(begins, tick=False) as clock:
        people = readers()
        for _hour in range(31 * 24 + 8 * 24):
            now = timezone.localtime()
            if now < ends and chance.random() < 0.15:
                n += 1
                notify(KIND, f"event:{n}", people=people.values(), context={"n": n})
            before = len(mail.outbox)
            run_jobs()
            for message in mail.outbox[before:]:
                assert 7 <= now.hour < 21
                if not message.to[0].startswith("at_once"):
                    assert now.hour == 8
                    assert message.to[0].startswith("daily") or now.weekday() == 0
            clock.shift(HOUR)
    assert n > 90
    for rhythm in ("at_once", "daily", "weekly"):
        bodies = [events_in(one.body) for one in mail.outbox if one.to == [f"{rhythm}@example.org"]]
        got = sorted(number for numbers in bodies for number in set(numbers))
        assert got == list(range(1, n + 1)), rhythm
    assert not any(one.to == ["never@example.org"] for one in mail.outbox)
    listed = Notification.objects.filter(person=people["never"])
    assert (listed.count(), set(listed.values_list("state", flat=True))) == (n, {"listed"})
    assert len([one for one in mail.outbox if one.to == ["weekly@example.org"]]) <= 6


def test_digest_groups_by_item_and_begins_with_the_newest(db):
    with time_machine.travel("2026-11-20T10:00+02:00", tick=False) as clock:
        person = make_person()
        Preference.objects.create(person=person, kind=KIND, rhythm="daily")
        for n in (1, 2, 4):
            notify(KIND, f"event:{n}", people=[person], context={"n": n})
            clock.shift(60)
        clock.move_to("2026-11-21T08:00+02:00")
        run_jobs()
    (message,) = mail.outbox
    assert events_in(message.body) == [4, 1, 2]
    assert message.body.index("== Item 1 ==") < message.body.index("== Item 2 ==")
    html = message.alternatives[0][0]
    assert "<table" not in html
    assert "prefers-color-scheme: dark" in html
    assert html.count("<h1") == 1


class Crash(BaseException):
    """The process dies here."""


STEPS = st.lists(st.sampled_from(["event", "crash_before", "crash_after", "later", "refuse_now", "run"]), max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, rhythm=st.sampled_from(["at_once", "daily"]))
def test_crashes_lose_nothing_and_repeat_at_most_one_mail_each(db, monkeypatch, steps, rhythm):
    for model in (Notification, Job, Preference):
        model.objects.all().delete()
    mail.outbox = []
    person = make_person()
    Preference.objects.create(person=person, kind=KIND, rhythm=rhythm)
    n = crashes = 0
    real_send, real_mark = deliveries.mail.send_mail, deliveries.mark
    with time_machine.travel("2026-10-20T06:00+03:00", tick=False) as clock:
        for step in [*steps, "run"]:
            if step == "event":
                n += 1
                notify(KIND, f"event:{n}", people=[person], context={"n": n})
            elif step == "later":
                clock.shift(5 * HOUR)
            else:
                before = len(mail.outbox)
                broken = {"crash_before": ("mail", "send_mail"), "crash_after": ("", "mark")}.get(step)
                with monkeypatch.context() as patch:
                    if step == "crash_before":
                        patch.setattr(deliveries.mail, "send_mail", die)
                    if step == "crash_after":
                        patch.setattr(deliveries, "mark", die)
                    if step == "refuse_now":
                        patch.setattr(deliveries.mail, "send_mail", refuse_now)
                    try:
                        run_jobs()
                    except Crash:
                        crashes += step == "crash_after" and len(mail.outbox) > before
                assert broken or step in ("run", "refuse_now")
        for _day in range(4):
            clock.shift(26 * HOUR)
            Job.objects.filter(done_at__isnull=True).update(buried_at=None, attempts=0)
            run_jobs()
    assert (deliveries.mail.send_mail, deliveries.mark) == (real_send, real_mark)
    got = [number for one in mail.outbox for number in set(events_in(one.body))]
    assert set(got) == set(range(1, n + 1))
    ids = [one.extra_headers["Message-ID"] for one in mail.outbox]
    assert len(ids) - len(set(ids)) <= crashes
    assert len(mail.outbox) - len(set(ids)) == len(ids) - len(set(ids))
    assert not Notification.objects.exclude(state="sent").exists()


def die(*_args, **_fields):
    raise Crash


def refuse_now(**_fields):
    raise deliveries.mail.TemporaryFailure("not now", "mail")


def test_two_workers_never_send_the_same_digest(db):
    with time_machine.travel("2026-11-20T10:00+02:00", tick=False) as clock:
        person = make_person()
        Preference.objects.create(person=person, kind=KIND, rhythm="daily")
        for n in (1, 2):
            notify(KIND, f"event:{n}", people=[person], context={"n": n})
        clock.move_to("2026-11-21T08:00+02:00")
        first, second = Notification.objects.order_by("noted_at", "pk")
        assert len(deliveries.taken_by(str(first.pk))) == 2
        deliveries.deliver_notification(str(second.pk))  # another worker, while the first one sends
        assert mail.outbox == []
        third = Notification.objects.create(
            kind=KIND, subject_key="late", person=person, context={"n": 3}, due_at=first.due_at, in_digest=True
        )  # committed late: it was noted just before the digest was taken
        deliveries.deliver_notification(str(first.pk))
        deliveries.deliver_notification(str(third.pk))
        deliveries.deliver_notification(str(second.pk))
    assert [events_in(one.body) for one in mail.outbox] == [[2, 1], [3]] or sorted(
        n for one in mail.outbox for n in set(events_in(one.body))
    ) == [1, 2, 3]
    assert len(mail.outbox) == 2


MODES = ["take", "later", "slow", "never", "never_at_end"]


def test_servers_that_fail_in_turn_lose_nothing(db, settings, capsys):
    """Down, slow, 4xx and 5xx in turn: what was refused for good is in sight, all else arrives once."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.3
    people = [make_person() for _n in range(10)]
    with mail_server() as inbox:
        inbox.slowness = 0.6
        for n, mode in enumerate([*MODES, "down"] * 3, 1):
            settings.EMAIL_PORT = 9 if mode == "down" else inbox.port
            inbox.mode = "take" if mode == "down" else mode
            notify(KIND, f"event:{n}", people=[people[n % 10]], context={"n": n})
            run_jobs()
        settings.EMAIL_PORT, inbox.mode = inbox.port, "take"
        while Job.objects.pending().exists():
            Job.objects.pending().update(available_at=timezone.now() - HOUR)
            run_jobs()
        got = [set(events_in(one)) for one in inbox.messages]
        slow = len(inbox.ids) - len(set(inbox.ids))
    refused = Notification.objects.filter(state="failed", failure="refused").count()
    sent = Notification.objects.filter(state="sent").count()
    with capsys.disabled():
        print(
            f"\nmessages 18: sent {sent}, refused for good in sight {refused}, lost 0, repeated after a timeout {slow}"
        )
    assert (sent + refused, refused) == (18, 6)
    assert len({n for numbers in got for n in numbers}) == sent
    assert slow <= 3  # the server took them and answered too late: the same Message-ID


def test_refused_follower_gets_no_more_and_bounces_are_noted(process):
    follow = make_follow(make_submission(process))
    person = make_person()
    notify(KIND, "event:1", people=[person], follows=[follow], context={"n": 1})
    run_jobs()
    assert len(mail.outbox) == 2
    (theirs,) = [one for one in mail.outbox if one.to == [follow.email]]
    assert deliveries.note_bounce(theirs.extra_headers["Message-ID"]) == 1
    assert deliveries.note_bounce(theirs.extra_headers["Message-ID"]) == 0
    assert deliveries.note_bounce("<nonsense@kuulolla>") == 0
    assert not Follow.objects.reached().exists()
    assert Notification.objects.get(follow=follow).failure == "bounced"


def test_moments_of_followers_are_kept_to_the_day_only(process, work_off):
    begin_follow(make_submission(process), "asukas@example.org", "fi")
    work_off()
    row = Notification.objects.get(kind=CONFIRM)
    for moment in (row.noted_at, row.due_at, row.sent_at):
        assert moment.astimezone(ZONE).time() == datetime.time(0)


def test_every_kind_has_a_sample_and_a_label():
    kinds = [kind for kind in notification_kinds if kind.key != KIND]
    assert OUTCOME_PUBLISHED in [kind.key for kind in kinds]
    for kind in kinds:
        assert kind.label()
        assert kind.sample().subject
