"""The page where a right to answer is made: kind without scripts, honest about who knows what, signing nobody out but its own."""

import json

import pytest
from django.core.cache import cache

from surveys.actions import tokens
from surveys.models import Response, TokenIssue
from tests.factories.participation import make_person
from tests.factories.surveys import make_codes, make_survey
from tests.support.blinding import Right, spare_keys
from tests.surveys.views.test_surveys import browse


@pytest.fixture(autouse=True)
def _few_keys(monkeypatch):
    spare_keys(monkeypatch)


@pytest.fixture
def survey(process):
    cache.clear()
    return make_survey(process, identity="blind_code")


def ask(client, survey, **sent):
    return client.post(f"/fi/surveys/{survey.slug}/token/", json.dumps(sent), content_type="application/json")


def test_the_door_says_what_to_do_without_scripts_and_who_can_know(client, survey):
    browser = browse(client, survey)
    assert "data-without" in browser.page
    assert "a__service" not in browser.page
    assert tokens.public_of(survey)[:60] in browser.page
    refused = browser.press("enter")
    assert refused.answer.status_code == 422


def test_from_code_to_receipt(client, survey):
    (code,) = make_codes(survey, 1)
    right = Right(tokens.public_of(survey), survey.slug)
    answer = ask(client, survey, blinded=right.blinded, code=code)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    token = right.unblinded(answer.json()["signature"])
    browser = browse(client, survey).press("enter", admission=token)
    assert 'name="a:service"' in browser.page
    browser.press("next", a__service="bus").press("next").press("send")
    assert browser.answer.status_code == 201
    assert "rights.js" in browser.page
    assert Response.objects.get().identity == "blind_code"
    used = browse(client, survey).press("enter", admission=token)
    assert used.answer.status_code == 422
    assert "data-used" in used.page
    assert not client.cookies


def test_who_is_signed_in_gets_one_right_and_is_signed_out(client, process):
    survey = make_survey(process, identity="blind_in")
    right = Right(tokens.public_of(survey), survey.slug)
    refused = ask(client, survey, blinded=right.blinded)
    assert (refused.status_code, refused.json()["code"]) == (403, "sign_in_required")
    client.force_login(make_person())
    assert ask(client, survey, blinded=right.blinded).status_code == 200
    assert "_auth_user_id" not in client.session
    assert TokenIssue.objects.count() == 1


@pytest.mark.parametrize("body", ["", "[]", "{}", '"x"', '{"blinded": 1}', "\x00"])
def test_nonsense_is_refused(client, survey, body):
    answer = client.post(f"/fi/surveys/{survey.slug}/token/", body, content_type="application/json")
    assert (answer.status_code, TokenIssue.objects.count()) == (400, 0)


def test_only_untraceable_surveys_sign_and_other_sites_cannot_ask(client, process, survey):
    assert ask(client, make_survey(process), blinded="A").status_code == 404
    answer = client.post(f"/fi/surveys/{survey.slug}/token/", "{}", content_type="application/json", HTTP_SEC_FETCH_SITE="cross-site")  # fmt: skip
    assert answer.status_code == 403
