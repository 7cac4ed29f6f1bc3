"""Answering through the API: the contract's shapes, nothing stored unless it says so."""

import uuid

import pytest

from surveys.models import Response
from tests.factories.surveys import make_survey


@pytest.fixture
def survey(process):
    return make_survey(process)


def body(**changes):
    return {
        "key": str(uuid.uuid4()),
        "version": 1,
        "language": "fi",
        "channel": "web",
        "answers": {"service": {"value": "other", "text": "Uimahalli"}, "idea": "Pidempään auki."},
    } | changes


def post(api, survey, data, **more):
    return api.post(f"/api/v1/surveys/{survey.slug}/responses/", data, format="json", **more)


def test_definition_holds_the_whole_questionnaire(api, survey):
    answer = api.get(f"/api/v1/surveys/{survey.slug}/")

    data = answer.json()
    assert (data["slug"], data["version"], data["status"]) == (survey.slug, 1, "open")
    assert data["languages"] == ["fi", "sv", "en"]
    assert data["questionnaire"]["pages"][0]["questions"][0]["choices"][2]["other"] is True
    assert not answer.cookies


def test_definition_is_not_sent_again_unchanged(api, survey):
    first = api.get(f"/api/v1/surveys/{survey.slug}/")
    assert "max-age" in first["Cache-Control"]
    assert api.get(f"/api/v1/surveys/{survey.slug}/", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_definition_is_public_only_while_open(api, process, state):
    survey = make_survey(process, state=state)
    assert api.get(f"/api/v1/surveys/{survey.slug}/").status_code == 404


def test_respond_gives_a_receipt_and_the_same_one_again(api, survey):
    data = body()
    first, again = post(api, survey, data), post(api, survey, data)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json().keys() == {"receipt", "received_on"}
    assert Response.objects.get().answers == data["answers"]


def test_respond_with_other_content_conflicts(api, survey):
    data = body()
    post(api, survey, data)
    refused = post(api, survey, data | {"answers": {"service": "bus"}})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_received")


def test_respond_to_a_closed_survey_is_refused(api, process):
    closed = make_survey(process, state="closed")
    refused = post(api, closed, body())
    assert (refused.status_code, refused.json()["code"]) == (409, "not_open")


def test_respond_without_a_required_answer_says_so_in_the_language_sent(api, survey):
    refused = post(api, survey, body(answers={}, language="en"))
    assert refused.status_code == 400
    assert refused.json()["code"] == "invalid"
    assert refused.json()["errors"] == {"service": [{"code": "required", "message": "Choose one option."}]}


BAD_ANSWERS = [
    {"service": "library", "idea": "x" * 1_000_000},
    {"service": ["library"]},
    {"service": {"value": "library", "text": "no other"}},
    {"service": {"value": {}, "text": []}},
    {"service": 7},
    {"service": "library", "rating": 9},
    {"service": "library", "rating": True},
    {"service": "library", "age": 1e300},
    {"service": "library", "idea": {"text": "x"}},
    {"service": "library", "idea": "NUL \x00"},
    [],
    "text",
    None,
]


@pytest.mark.parametrize("answers", BAD_ANSWERS, ids=range(len(BAD_ANSWERS)))
def test_respond_with_bad_answers_is_a_clear_400(api, survey, answers):
    refused = post(api, survey, body(answers=answers))
    assert refused.status_code == 400
    assert refused.json().keys() >= {"code", "message"}
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "change", [{"key": "x"}, {"version": 99}, {"version": "x"}, {"language": "de"}, {"channel": "Ä"}, {"key": None}]
)
def test_respond_with_bad_fields_is_a_clear_400(api, survey, change):
    refused = post(api, survey, body(**change))
    assert refused.status_code == 400
    assert set(refused.json()["errors"]) == set(change)


def test_respond_with_a_lone_surrogate_is_a_clear_400(api, survey):
    text = f'{{"key": "{uuid.uuid4()}", "version": 1, "language": "fi", "answers": {{"service": "\\ud800"}}}}'
    refused = api.post(f"/api/v1/surveys/{survey.slug}/responses/", text, content_type="application/json")
    assert refused.status_code == 400


def test_respond_sets_no_cookie(api, survey):
    assert not post(api, survey, body()).cookies


def test_respond_needs_few_queries(api, survey, django_assert_num_queries):
    post(api, survey, body())
    with django_assert_num_queries(9):  # survey with process and version; the eight of the action
        post(api, survey, body())
