"""The door: nothing is asked before a code or an account lets in, nothing written is lost, nothing shows in addresses."""

import uuid

import pytest
from django.core.cache import cache

from surveys.models import Response
from tests.factories.participation import make_person
from tests.factories.surveys import make_codes, make_survey
from tests.surveys.views.test_surveys import browse


@pytest.fixture
def survey(process):
    cache.clear()
    return make_survey(process, identity="code")


def through(browser, code):
    return browser.press("enter", access_code=code)


def test_the_door_asks_for_the_code_and_says_what_is_kept_apart(client, survey):
    browser = browse(client, survey)
    assert browser.answer.status_code == 200
    assert 'name="access_code"' in browser.page
    assert "a__service" not in browser.page
    assert 'name="a:service"' not in browser.page
    assert not browser.answer.cookies


def test_a_code_leads_to_the_questions_and_to_a_receipt(client, survey):
    (code,) = make_codes(survey, 1)
    browser = through(browse(client, survey), code)
    assert 'name="a:service"' in browser.page
    assert code not in browser.page
    browser.press("next", a__service="bus").press("next").press("send")
    assert browser.answer.status_code == 201
    assert Response.objects.get().identity == "code"
    assert not client.cookies


def test_sending_again_shows_the_same_receipt_and_another_form_is_refused(client, survey):
    (code,) = make_codes(survey, 1)
    browser = through(browse(client, survey), code).press("next", a__service="bus").press("next")
    first, again = (client.post(browser.address, {**browser.fields, "go": "send"}) for _n in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    late = through(browse(client, survey), code)
    assert late.answer.status_code == 422
    assert 'name="access_code"' in late.page


def test_answered_elsewhere_meanwhile_keeps_the_words_and_stores_nothing(client, survey):
    (code,) = make_codes(survey, 1)
    one, two = through(browse(client, survey), code), through(browse(client, survey), code)
    one.press("next", a__service="bus").press("next").press("send")
    two.press("next", a__service="bus", a__idea="Toinen mietitty teksti").press("next").press("send")
    assert two.answer.status_code == 409
    assert "Toinen mietitty teksti" in two.page
    assert Response.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "7" * 26, "hei"])
def test_a_wrong_code_is_said_beside_the_field(client, survey, typed):
    browser = through(browse(client, survey), typed)
    assert browser.answer.status_code == 422
    assert 'aria-invalid="true"' in browser.page
    assert "ds-error-summary" in browser.page


def test_too_many_tries_wait_a_minute(client, survey, monkeypatch):
    monkeypatch.setattr("surveys.actions.admissions.TRIES_A_MINUTE", 1)
    browser = through(browse(client, survey), "7" * 26)
    assert through(browser, "7" * 26).answer.status_code == 429


def test_made_up_admissions_do_not_open(client, survey):
    browser = browse(client, survey).press("next", a__service="bus", admission=f"{survey.pk}.{'a' * 64}:xyz")
    assert 'name="access_code"' in browser.page
    browser.press("send")
    assert not Response.objects.exists()


def test_what_was_written_passes_the_door_again(client, survey):
    first, second = make_codes(survey, 2)
    browser = through(browse(client, survey), first).press("next", a__service="bus", a__idea="Pitkä teksti")
    del browser.fields["admission"]
    browser.press("next")
    assert 'name="access_code"' in browser.page
    through(browser, second).press("next").press("send")
    assert browser.answer.status_code == 201
    assert Response.objects.get().answers["idea"] == "Pitkä teksti"


def test_the_language_can_be_changed_at_the_door(client, survey):
    browser = browse(client, survey).press("stay", address=f"/sv/surveys/{survey.slug}/")
    assert browser.answer.status_code == 200
    assert 'lang="sv"' in browser.page


def test_the_door_costs_few_queries(client, survey, django_assert_num_queries):
    make_codes(survey, 3)
    browse(client, survey)
    with django_assert_num_queries(1):
        client.get(f"/fi/surveys/{survey.slug}/")
    with django_assert_num_queries(4):
        client.post(f"/fi/surveys/{survey.slug}/", {"go": "enter", "access_code": "7" * 26, "key": uuid.uuid4()})


def test_signing_in_lets_in_once(client, process):
    survey = make_survey(process, identity="signed_in")
    door = browse(client, survey)
    assert "/login/" in door.page
    assert 'name="a:service"' not in door.page
    client.force_login(make_person())
    browser = browse(client, survey).press("next", a__service="bus").press("next").press("send")
    assert browser.answer.status_code == 201
    assert Response.objects.get().identity == "signed_in"
    again = browse(client, survey).press("next", a__service="library").press("next").press("send")
    assert again.answer.status_code == 409
    assert "Kirjasto" in again.page


def test_being_signed_out_on_the_way_keeps_the_words(client, process):
    survey = make_survey(process, identity="signed_in")
    person = make_person()
    client.force_login(person)
    browser = browse(client, survey).press("next", a__service="bus", a__idea="Kirjoitin paljon")
    client.logout()
    browser.press("next")
    assert "/login/" in browser.page
    client.force_login(person)
    browser.press("enter").press("next").press("send")
    assert Response.objects.get().answers["idea"] == "Kirjoitin paljon"


def test_the_results_page_tells_the_level(client, survey, work_off):
    from surveys.actions.results import publish_results
    from surveys.models import Survey

    for code in make_codes(survey, 5):
        through(browse(client, survey), code).press("next", a__service="bus").press("next").press("send")
    Survey.objects.update(results_public=True)
    assert publish_results(Survey.objects.get()).content["identity"] == [{"value": "code", "count": 5}]
    page = client.get(f"/en/surveys/{survey.slug}/results/").content.decode()
    assert "5 answers were given with codes that could be used once." in page
