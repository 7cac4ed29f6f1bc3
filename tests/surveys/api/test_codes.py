"""Answering by program: the code of a survey by code, its three errors in the one form."""

import uuid

import pytest
from django.core.cache import cache

from surveys.models import AccessCode, Response, Survey
from tests.factories.surveys import make_codes, make_survey


@pytest.fixture
def survey(process):
    cache.clear()
    return make_survey(process, identity="code")


def send(api, survey, code=None, key=None, **more):
    body = {"key": str(key or uuid.uuid4()), "version": 1, "language": "fi", "answers": {"service": "bus"}} | more
    if code is not None:
        body["code"] = code
    return api.post(f"/api/v1/surveys/{survey.slug}/responses/", body)


def test_a_code_is_taken_once_and_a_repeated_post_gets_the_receipt_again(api, survey):
    (code,) = make_codes(survey, 1)
    key = uuid.uuid4()
    first, again, other = send(api, survey, code, key), send(api, survey, code, key), send(api, survey, code)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 400)
    assert first.json() == again.json()
    assert Response.objects.get().identity == "code"


def test_unknown_and_used_codes_get_the_same_answer(api, survey):
    (code,) = make_codes(survey, 1)
    send(api, survey, code)
    used, unknown = send(api, survey, code), send(api, survey, "7" * 26)
    assert used.status_code == unknown.status_code == 400
    assert used.content == unknown.content
    assert used.json()["code"] == "invalid"
    assert used.json()["errors"]["code"][0]["code"] == "code_unknown"


@pytest.mark.parametrize("code", [None, ""])
def test_a_missing_code_is_asked_for(api, survey, code):
    answer = send(api, survey, code)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert [error["code"] for error in answer.json()["errors"]["code"]] == ["code_required"]


def test_wrong_answers_do_not_use_the_code_up(api, survey):
    (code,) = make_codes(survey, 1)
    assert send(api, survey, code, answers={}).status_code == 400
    assert send(api, survey, code).status_code == 201


def test_guesses_are_slowed_down_for_everybody_alike(api, survey, monkeypatch):
    monkeypatch.setattr("surveys.actions.admissions.TRIES_A_MINUTE", 3)
    (code,) = make_codes(survey, 1)
    assert [send(api, survey, "7" * 26).status_code for _n in range(3)] == [400] * 3
    refused = send(api, survey, code)
    assert (refused.status_code, refused.json()["code"]) == (429, "throttled")
    assert not AccessCode.objects.get().spent


def test_a_closed_survey_says_so_not_that_the_code_is_unknown(api, survey):
    (code,) = make_codes(survey, 1)
    Survey.objects.update(state="closed")
    assert send(api, survey, code).json()["code"] == "not_open"


def test_a_survey_for_accounts_sends_to_the_page(api, process):
    answer = send(api, make_survey(process, identity="signed_in"))
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_required")


def test_an_open_survey_ignores_a_code(api, process):
    assert send(api, make_survey(process), "7" * 26).status_code == 201


def test_results_tell_how_responses_were_let_in(api, survey, coordinator):
    for code in make_codes(survey, 6):
        send(api, survey, code)
    api.force_authenticate(coordinator)
    found = api.get(f"/api/v1/surveys/{survey.slug}/results/").json()
    assert found["identity"] == [{"value": "code", "count": 6}]
    assert "identity" not in api.get(f"/api/v1/surveys/{survey.slug}/results/?where=service:bus").json()
