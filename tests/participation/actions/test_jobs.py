"""The outbox: promised with the change, done at least once, never for ever, never lost."""

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from participation.actions import jobs
from participation.errors import ParticipationError
from participation.extension_points import JobHandler, job_handlers
from participation.gateways import broker
from participation.models import AuditEntry, Job
from participation.models.jobs import MAX_ATTEMPTS
from tests.factories.participation import make_person


@pytest.fixture
def handler():
    """A kind of job whose runs are collected; set fails to make it fail."""

    class Collected(list):
        fails = None

    done = Collected()

    def run(reference):
        if done.fails:
            raise done.fails
        done.append(reference)

    job_handlers.register(JobHandler("tests.collect", run, lease=60))
    yield done
    del job_handlers._plugins["tests.collect"]


def later(**ago):
    return timezone.now() + datetime.timedelta(**ago)


def test_add_job_refuses_a_kind_that_nobody_handles(db):
    with pytest.raises(LookupError):
        jobs.add_job("tests.unknown", 1)
    assert not Job.objects.exists()


def test_job_is_done_once(db, handler):
    jobs.add_job("tests.collect", "a")
    assert jobs.run_jobs() == 1
    assert jobs.run_jobs() == 0
    assert handler == ["a"]
    assert Job.objects.get().done_at


def test_job_goes_with_its_transaction(transactional_db, handler):
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.add_job("tests.collect", "a")
        raise RuntimeError
    assert not Job.objects.exists()


def test_job_waits_until_it_is_available(db, handler):
    jobs.add_job("tests.collect", "a", available_at=later(minutes=5))
    assert jobs.run_jobs() == 0


def test_failed_job_is_tried_again_later_and_tells_no_personal_data(db, handler):
    handler.fails = ParticipationError("anna@example.org said no", "refused")
    jobs.add_job("tests.collect", "a")
    jobs.run_jobs()
    job = Job.objects.get()
    assert job.last_error == "ParticipationError refused"
    assert job.available_at > timezone.now()
    assert job.attempts == 1
    handler.fails = None
    Job.objects.update(available_at=timezone.now())
    jobs.run_jobs()
    assert handler == ["a"]
    assert Job.objects.get().last_error == ""


def test_job_is_buried_in_sight_after_five_failures_and_can_be_dug_out(db, handler):
    handler.fails = ValueError("broken")
    jobs.add_job("tests.collect", "a")
    for _attempt in range(MAX_ATTEMPTS + 2):
        Job.objects.update(available_at=timezone.now())
        jobs.run_jobs()
    job = Job.objects.dead().get()
    assert job.attempts == MAX_ATTEMPTS
    handler.fails = None
    person = make_person()
    assert jobs.retry_dead_jobs(by=person) == 1
    entry = AuditEntry.objects.get(verb="retry_dead_jobs")
    assert (entry.by, entry.data) == (person, {"jobs": 1})
    jobs.run_jobs()
    assert handler == ["a"]


def test_job_of_a_handler_that_is_gone_is_not_dropped(db, handler):
    Job.objects.create(kind="tests.gone", reference="x")
    jobs.run_jobs()
    assert Job.objects.pending().get().last_error == "LookupError"


def test_poison_that_kills_its_worker_ends_after_five_attempts(db, handler):
    """The attempt is counted before the work: a worker that never comes back cannot loop for ever."""
    jobs.add_job("tests.collect", "poison")
    for _worker in range(MAX_ATTEMPTS):
        assert jobs.claim_job()  # the worker dies here: the job is neither done nor failed
        Job.objects.update(lease_until=later(seconds=-1))
    assert jobs.claim_job() is None
    jobs.sweep_jobs()
    assert Job.objects.dead().count() == 1
    assert handler == []


def test_nothing_to_dig_out_leaves_no_entry(db):
    assert jobs.retry_dead_jobs(by=None) == 0
    assert not AuditEntry.objects.exists()


def test_a_kind_with_more_attempts_is_tried_more_often(db, handler):
    """What depends on somebody else's server waits longer; the other kinds keep their five."""
    patient = []

    def refuse(reference):
        patient.append(reference)
        raise ValueError

    job_handlers.register(JobHandler("tests.patient", refuse, attempts=8))
    try:
        handler.fails = ValueError("broken")
        jobs.add_job("tests.patient", "mail")
        jobs.add_job("tests.collect", "a")
        for _attempt in range(10):
            Job.objects.update(available_at=timezone.now())
            jobs.run_jobs()
        assert len(patient) == 8
        assert dict(Job.objects.dead().values_list("kind", "attempts")) == {"tests.patient": 8, "tests.collect": 5}
        Job.objects.filter(kind="tests.patient").update(buried_at=None, attempts=7, lease_until=later(seconds=-1))
        assert not Job.objects.worn_out().exists()
        Job.objects.filter(kind="tests.patient").update(attempts=8)
        jobs.sweep_jobs()
        assert Job.objects.dead().filter(kind="tests.patient").exists()
    finally:
        del job_handlers._plugins["tests.patient"]


def test_messages_get_more_attempts_than_other_work(db):
    from participation.actions.notifications import DELIVER

    assert job_handlers.get(DELIVER).attempts == 10


def test_lease_keeps_others_away_until_it_runs_out(db, handler):
    jobs.add_job("tests.collect", "a")
    assert jobs.claim_job()
    assert jobs.claim_job() is None
    Job.objects.update(lease_until=later(seconds=-1))
    assert jobs.claim_job().attempts == 2


def test_late_worker_does_not_mark_a_job_that_was_taken_over(db, handler):
    jobs.add_job("tests.collect", "a")
    late = jobs.claim_job()
    Job.objects.update(lease_until=later(seconds=-1))
    jobs.claim_job()
    jobs.finish_job(late)
    assert Job.objects.get().done_at is None


def claim_naively():
    """The guard taken away: read, then write without asking whether the row is still free."""
    job = Job.objects.due(timezone.now()).first()
    if job:
        barrier_naive.wait(5)
        Job.objects.filter(pk=job.pk).update(lease_until=later(seconds=60))
    return job


barrier_naive = threading.Barrier(2)


def taken_by_two(claim):
    """How many of two workers got the one job."""
    found, start = [], threading.Barrier(2)

    def work():
        try:
            start.wait(5)
            found.append(claim())
        except threading.BrokenBarrierError:
            pass
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(job is not None for job in found)


def test_two_workers_never_get_the_same_job(transactional_db, handler):
    for _round in range(10):
        Job.objects.all().delete()
        jobs.add_job("tests.collect", "a")
        assert taken_by_two(jobs.claim_job) == 1


def test_two_workers_get_the_same_job_without_the_guard(transactional_db, handler):
    """Control arm: proves that the test above can fail."""
    jobs.add_job("tests.collect", "a")
    assert taken_by_two(claim_naively) == 2


@pytest.fixture
def dead_broker(monkeypatch):
    """A broker that refuses; gives the list of times it was asked."""
    asked = []

    def refuse(*_args, **_kwargs):
        asked.append(1)
        raise ConnectionError

    monkeypatch.setattr("celery.app.base.Celery.connection_for_write", refuse)
    monkeypatch.setitem(broker.resting, "until", 0.0)
    return asked


def test_dead_broker_is_asked_once_and_then_left_in_peace(dead_broker):
    before = broker.missed["pokes"]
    assert [broker.poke() for _visitor in range(5)] == [False] * 5
    assert len(dead_broker) == 1
    assert broker.missed["pokes"] == before + 5


def test_broker_is_asked_again_after_its_rest(dead_broker, monkeypatch):
    broker.poke()
    monkeypatch.setitem(broker.resting, "until", 0.0)
    broker.poke()
    assert len(dead_broker) == 2
