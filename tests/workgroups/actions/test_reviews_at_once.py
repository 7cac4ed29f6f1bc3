"""Two people at the same contribution at the same moment: one wins, the other is told; nothing is decided twice."""

import threading
import time

import pytest
from django.db import OperationalError, connections
from django.utils import timezone

from participation.errors import Conflict
from participation.models import JourneyEntry, Submission
from tests.factories.participation import make_person, make_process, make_submission
from tests.factories.workgroups import assign, make_group
from workgroups.actions import reviews, routing
from workgroups.logic.reviews import Ruling
from workgroups.models import Assignment, Decision

PAIRS = 24
RULING = Ruling("adopted", {"fi": "Hyvä."}, {"fi": "Tehdään."})


def at_once(*functions):
    """Run functions in threads that start together; returns what each returned or raised."""
    barrier = threading.Barrier(len(functions))
    results = [None] * len(functions)

    def run(place, function):
        try:
            barrier.wait(timeout=20)
            results[place] = patiently(function)
        except Exception as error:  # noqa: BLE001 -- gathered and asserted
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def patiently(function):
    """Call again while the shared database in memory is locked: a file waits by itself."""
    for _attempt in range(50):
        try:
            return function()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.02)
    return function()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_or_forward_at_once_exactly_one_wins():
    process = make_process()
    group, other = make_group(process), make_group(process)
    by = make_person()
    for turn in range(PAIRS):
        assignment = assign(make_submission(process), group)
        seen = [Assignment.objects.select_related("submission", "group").get(pk=assignment.pk) for _n in range(2)]

        def decide(one=seen[0]):
            return reviews.decide(one.submission, RULING, by=by, version=2)

        def rival(one=seen[1], turn=turn):
            if turn % 2:
                return routing.forward(one, other, by=by, reason="sinne", version=2)
            return reviews.decide(one.submission, RULING, by=by, version=2)

        results = at_once(decide, rival)

        assert sum(isinstance(result, Conflict) for result in results) == 1, results
        assert sum(isinstance(result, Decision | Assignment) for result in results) == 1, results
        submission = Submission.objects.get(pk=assignment.submission_id)
        decisions = Decision.objects.filter(submission=submission).count()
        lies_with = Assignment.objects.current().get(submission=submission).group
        assert (submission.state, decisions, lies_with) in (("decided", 1, group), ("routed", 0, other))


@pytest.mark.django_db(transaction=True)
def test_control_arm_by_asking_first_both_decide():
    process = make_process()
    assignment = assign(make_submission(process), make_group(process))
    believed = threading.Barrier(2)

    def decide_naively(number):
        current = Submission.objects.get(pk=assignment.submission_id)
        believed.wait(timeout=20)
        assert current.state == "routed"
        patiently(lambda: Submission.objects.filter(pk=current.pk).update(state="decided"))
        return patiently(
            lambda: Decision.objects.create(
                submission=current,
                number=number,
                is_current=number == 1,
                group=assignment.group,
                outcome="adopted",
                reason={},
            )
        )

    at_once(lambda: decide_naively(1), lambda: decide_naively(2))

    assert Decision.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_published_by_two_at_once_it_is_told_once():
    process = make_process()
    group, by = make_group(process), make_person()
    for _turn in range(5):
        assignment = assign(make_submission(process), group)
        decision = reviews.decide(assignment.submission, RULING, by=by, version=2)
        seen = [Decision.objects.select_related("submission", "group").get(pk=decision.pk) for _n in range(2)]

        results = at_once(*(lambda one=one: reviews.publish_many([one], by=by) for one in seen))

        assert sorted(len(result.now) for result in results) == [0, 1]
        assert JourneyEntry.objects.filter(submission=assignment.submission, stage="decided").count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_arm_publishing_by_asking_first_tells_twice():
    process = make_process()
    assignment = assign(make_submission(process), make_group(process))
    decision = reviews.decide(assignment.submission, RULING, by=make_person(), version=2)
    believed = threading.Barrier(2)

    def publish_naively():
        row = Decision.objects.get(pk=decision.pk)
        believed.wait(timeout=20)
        if row.published_on is None:
            patiently(lambda: Decision.objects.filter(pk=row.pk).update(published_on=timezone.localdate()))
            patiently(lambda: JourneyEntry.objects.create(submission_id=row.submission_id, stage="decided"))

    at_once(publish_naively, publish_naively)

    assert JourneyEntry.objects.filter(stage="decided").count() == 2
