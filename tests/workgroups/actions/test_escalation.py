"""What nobody takes up climbs from the chair to the deputy to the coordinator; queues are mailed once a week."""

import datetime

import pytest
from django.core import mail

from participation.actions.schedule import promise_daily_jobs
from participation.models import Job, Notification
from tests.factories.participation import make_submission
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.actions.escalation import ESCALATE, WEEKLY, escalate, tell_queues, tell_trays
from workgroups.models import Assignment, Escalation, Membership
from workgroups.queries.escalation import queue_wording, tray_wording, unclaimed_wording

GIVEN = datetime.date(2026, 11, 2)


@pytest.fixture
def group(process):
    return make_group(process, code="2.1")


@pytest.fixture
def chair(group):
    return make_membership(group, role="chair").person


@pytest.fixture
def deputy(group):
    return make_membership(group, role="deputy").person


@pytest.fixture
def waiting(process, group):
    return [assign(make_submission(process), group, on=GIVEN) for _n in range(2)]


def told(person):
    return Notification.objects.filter(person=person, kind="workgroups.unclaimed").count()


@pytest.mark.parametrize(
    ("today", "counts"), [("2026-11-11", (0, 0, 0)), ("2026-11-12", (1, 0, 0)), ("2026-11-16", (0, 1, 0)), ("2026-11-19", (0, 0, 1))]
)  # fmt: skip
def test_the_last_step_due_asks_one_after_the_other(waiting, chair, deputy, coordinator, today, counts):
    escalate(datetime.date.fromisoformat(today))

    assert (told(chair), told(deputy), told(coordinator)) == counts


def test_every_step_is_taken_once_however_often_the_job_runs(waiting, chair, deputy, coordinator):
    for n in range(40):
        escalate(GIVEN + datetime.timedelta(days=n))
        escalate(GIVEN + datetime.timedelta(days=n))

    assert (told(chair), told(deputy), told(coordinator)) == (1, 1, 1)
    assert Escalation.objects.count() == 2 * 3


def test_without_a_deputy_the_coordinator_is_asked_and_what_is_taken_up_is_left_alone(
    waiting, chair, coordinator, process
):
    type(waiting[0].submission).objects.filter(pk=waiting[0].submission_id).update(state="in_review")

    assert escalate(datetime.date(2026, 11, 16)) == 1
    assert told(coordinator) == 1
    assert set(Escalation.objects.values_list("assignment", flat=True)) == {waiting[1].pk}


def test_the_message_says_nothing_when_it_was_taken_up_meanwhile(waiting, group):
    context = {"group": group.pk, "step": "deputy"}

    assert "2" in unclaimed_wording(context).paragraphs[0]
    type(waiting[0].submission).objects.update(state="in_review")
    assert unclaimed_wording(context) is None


def test_the_queue_of_the_week_is_one_mail_with_counts_minutes_and_one_link(
    waiting, chair, deputy, work_off, process, group
):
    Membership.objects.create(group=make_group(process, code="9"), person=chair, role="chair")
    monday = datetime.date(2026, 11, 16)

    assert tell_queues(monday) == 2
    assert tell_queues(monday + datetime.timedelta(days=3)) == 0
    work_off()

    assert sorted(message.to[0] for message in mail.outbox) == sorted([chair.email, deputy.email])
    assert "2" in mail.outbox[0].body
    assert mail.outbox[0].body.count("/desk/inbox/") == 1
    assert queue_wording({"person": make_membership(group, role="member").person_id}) is None


def test_the_timetable_promises_each_job_once_a_day_and_the_mail_on_mondays(db):
    def kinds():
        return sorted(Job.objects.filter(kind__in=[ESCALATE, WEEKLY]).values_list("kind", "reference"))

    monday = datetime.datetime(2026, 11, 16, 8, tzinfo=datetime.UTC)
    promise_daily_jobs(now=monday)
    promise_daily_jobs(now=monday + datetime.timedelta(hours=1))
    promise_daily_jobs(now=monday + datetime.timedelta(days=1))

    assert kinds() == [(ESCALATE, "2026-11-16"), (ESCALATE, "2026-11-17"), (WEEKLY, "2026-11-16")]


def test_the_coordinator_is_told_the_day_after_no_rule_took_something_and_on_mondays(process, group, coordinator):
    def days_told():
        keys = Notification.objects.filter(person=coordinator, kind="workgroups.tray").order_by("subject_key")
        return [key.rpartition(":")[2] for key in keys.values_list("subject_key", flat=True)]

    make_submission(process, received_on=GIVEN + datetime.timedelta(days=1))
    assign(make_submission(process, received_on=GIVEN), group)
    for n in (1, 2, 3):
        tell_trays(GIVEN + datetime.timedelta(days=n))
    assert days_told() == ["2026-11-03", "2026-11-04"]
    back = make_submission(process, received_on=GIVEN - datetime.timedelta(days=30))
    days = {"on": GIVEN, "ended_on": GIVEN + datetime.timedelta(days=4)}
    Assignment.objects.create(submission=back, group=group, is_current=False, ended_as="declined", **days)
    for n in (4, 4, 5, 6, 7, 8):
        tell_trays(GIVEN + datetime.timedelta(days=n))
    assert days_told()[2:] == ["2026-11-06", "2026-11-07", "2026-11-09"]
    assert tray_wording({"process": process.pk}).paragraphs[0].startswith("2 ")
    assert tray_wording({"process": 0}) is None
