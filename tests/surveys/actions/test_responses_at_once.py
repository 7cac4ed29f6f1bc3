"""Fifty identical posts at the same moment: one row, one receipt. The control arm shows what asking first would do."""

import threading
import uuid

import pytest
from rest_framework.test import APIClient

from participation.models import Job, Receipt
from surveys.models import Response, Survey
from tests.factories.participation import make_process
from tests.factories.surveys import make_survey
from tests.support.threads import WORKERS, at_once

TIMES = 50
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey():
    return make_survey(make_process())


def post(survey, key, answers):
    body = {"key": str(key), "version": 1, "language": "fi", "answers": answers}
    answer = APIClient().post(f"/api/v1/surveys/{survey.slug}/responses/", body, format="json")
    return answer.status_code, answer.json().get("receipt") or answer.json().get("code")


def test_identical_posts_at_once_are_one_response(survey):
    key = uuid.uuid4()
    answers = at_once(lambda: post(survey, key, {"service": "bus", "idea": "Useammin"}), TIMES)

    assert sorted({status for status, _code in answers}) == [200, 201]
    assert [status for status, _code in answers].count(201) == 1
    assert len({code for _status, code in answers}) == 1
    assert Response.objects.count() == Receipt.objects.count() == Job.objects.count() == 1


def test_different_posts_under_one_key_leave_one_response(survey):
    key, turn = uuid.uuid4(), iter(range(TIMES))
    lock = threading.Lock()

    def work():
        with lock:
            n = next(turn)
        return post(survey, key, {"service": "bus", "age": n % 10})

    answers = at_once(work, TIMES)
    assert Response.objects.count() == 1
    assert {status for status, _code in answers} <= {200, 201, 409}
    assert {code for status, code in answers if status == 409} == {"already_received"}


def test_control_asking_first_stores_duplicates(survey):
    survey = Survey.objects.select_related("current").get(pk=survey.pk)
    met = threading.Barrier(WORKERS)
    asked = threading.local()

    def ask_first():
        known = Response.objects.filter(survey=survey, content_hash="same").exists()
        if not getattr(asked, "once", False):
            asked.once = True
            met.wait(timeout=10)  # everybody has asked before anybody stores
        if not known:
            Response.objects.create(
                survey=survey,
                version=survey.current,
                key=None,
                content_hash="same",
                language="fi",
                channel="web",
                answers={},
            )

    at_once(ask_first, TIMES)
    assert Response.objects.count() > 1
