"""One code sent twenty times at the same moment with different forms: one response. The control arm asks first."""

import threading
import uuid

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from surveys.models import Admission, Response
from tests.factories.participation import make_process
from tests.factories.surveys import make_codes, make_survey
from tests.support.threads import WORKERS, at_once

TIMES = 20
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey():
    cache.clear()
    return make_survey(make_process(), identity="code")


def post(survey, code, key):
    body = {"key": str(key), "version": 1, "language": "fi", "answers": {"service": "bus"}, "code": code}
    answer = APIClient().post(f"/api/v1/surveys/{survey.slug}/responses/", body, format="json")
    return answer.status_code, answer.json().get("receipt") or answer.json().get("code")


def test_one_code_with_many_forms_is_one_response(survey):
    (code,) = make_codes(survey, 1)
    answers = at_once(lambda: post(survey, code, uuid.uuid4()), TIMES)
    assert [status for status, _said in answers].count(201) == 1
    assert {said for status, said in answers if status != 201} == {"invalid"}
    assert Response.objects.count() == Admission.objects.count() == 1


def test_one_code_with_one_form_is_one_receipt(survey):
    (code,) = make_codes(survey, 1)
    key = uuid.uuid4()
    answers = at_once(lambda: post(survey, code, key), TIMES)
    assert sorted({status for status, _said in answers}) == [200, 201]
    assert len({said for _status, said in answers}) == 1
    assert Response.objects.count() == Admission.objects.count() == 1


def test_control_without_using_admissions_up_a_code_counts_many_times(survey, monkeypatch):
    """The guard taken away: asked at the door only, where everybody asks before anybody has answered."""
    (code,) = make_codes(survey, 1)
    met = threading.Barrier(WORKERS)
    asked = threading.local()

    def wait_for_all(_survey, _admission):
        if not getattr(asked, "once", False):
            asked.once = True
            met.wait(timeout=10)
        return False

    monkeypatch.setattr("surveys.actions.admissions.is_used", wait_for_all)
    monkeypatch.setattr("surveys.actions.responses.use_admission", lambda _survey, _admission: None)
    at_once(lambda: post(survey, code, uuid.uuid4()), TIMES)
    assert Response.objects.count() > 1
