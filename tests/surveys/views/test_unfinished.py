"""Continue later, correct, take back, send whole: as a browser without a script and as our script do it."""

import datetime
import json
import re
import uuid

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from surveys.actions.questionnaires import publish_version
from surveys.models import ReceiptMail, Response, Survey, SurveyDraft
from tests.factories.surveys import make_survey, usual_document
from tests.surveys.views.test_surveys import Browser, browse

CODE = re.compile(r"<output>(\w{4}-\w{4}-\w{4}-\w{4})</output>")


@pytest.fixture
def survey(process):
    cache.clear()
    return make_survey(process)


def address(survey, part):
    return f"/fi/surveys/{survey.slug}/{part}/"


def saved(client, survey):
    browser = browse(client, survey).press("next", a__service="bus", a__idea="Kesken jäi")
    return browser.press("later", address(survey, "later"), a__rating="4")


def sent(client, survey):
    browser = browse(client, survey).press("next", a__service="bus", a__idea="Alkuperäinen").press("next").press("send")
    return CODE.search(browser.page)[1]


def test_later_shows_a_code_once_and_continue_restores(client, survey):
    browser = saved(client, survey)
    code, key = CODE.search(browser.page)[1], browser.fields["key"]
    assert browser.answer["Cache-Control"] == "no-store"
    assert not browser.answer.cookies
    assert f"{survey.slug}/continue/" in browser.page
    again = Browser(client, address(survey, "continue"))
    again.press("", code=code.lower())
    assert again.answer.status_code == 200
    assert again.fields["key"] == key
    assert again.fields["a:rating"] == ["4"]
    again.press("back", f"/fi/surveys/{survey.slug}/")
    assert again.fields["a:idea"] == ["Kesken jäi"]


def test_saving_again_keeps_the_code_and_sending_deletes(client, survey):
    code = CODE.search(saved(client, survey).page)[1]
    browser = Browser(client, address(survey, "continue")).press("", code=code)
    browser.press("later", address(survey, "later"), a__rating="2")
    assert CODE.search(browser.page)[1] == code
    assert SurveyDraft.objects.get().answers["rating"] == 2
    browser.press("stay", f"/fi/surveys/{survey.slug}/").press("next", f"/fi/surveys/{survey.slug}/")
    browser.press("send", f"/fi/surveys/{survey.slug}/")
    assert browser.answer.status_code == 201
    assert not SurveyDraft.objects.exists()
    assert Response.objects.get().answers["rating"] == 2


@pytest.mark.parametrize(("part", "leads_to"), [("later", "continue/"), ("receipt-mail", "")])
def test_pages_after_a_press_lead_on_when_their_language_is_changed(client, survey, part, leads_to):
    answer = client.get(address(survey, part).replace("/fi/", "/sv/"))
    assert (answer.status_code, answer["Location"]) == (302, f"/sv/surveys/{survey.slug}/{leads_to}")


@pytest.mark.parametrize("part", ["continue", "correct"])
@time_machine.travel(timezone.now().replace(second=5), tick=False)  # not over the end of a minute
def test_unknown_empty_and_too_many_codes(client, survey, part):
    assert client.post(address(survey, part), {"code": "0000-0000-0000-0000"}).status_code == 404
    assert client.post(address(survey, part), {"code": "", "go": "open"}).status_code == 422
    codes = [client.post(address(survey, part), {"code": "x"}) for _n in range(65)]
    assert codes[-1].status_code == 429
    assert codes[-1]["Retry-After"]


def test_later_is_refused_when_closed(client, survey):
    browser = browse(client, survey).press("next", a__service="bus")
    Survey.objects.filter(pk=survey.pk).update(closes=timezone.now() - datetime.timedelta(hours=1))
    assert browser.press("later", address(survey, "later")).answer.status_code == 409


def test_correct_goes_through_the_pages_and_keeps_the_receipt(client, survey):
    code = sent(client, survey)
    browser = Browser(client, address(survey, "correct")).press("open", code=code)
    home = f"/fi/surveys/{survey.slug}/"
    assert browser.fields["a:idea"] == ["Alkuperäinen"]
    assert "data-keeps" not in browser.page
    browser.press("next", home, a__idea="Korjattu").press("next", home)
    assert address(survey, "correct") in browser.page
    browser.press("send", address(survey, "correct"))
    assert browser.answer.status_code == 200
    assert code in browser.page
    assert Response.objects.get().answers["idea"] == "Korjattu"


def test_correction_that_misses_something_is_shown_again(client, survey):
    browser = Browser(client, address(survey, "correct")).press("open", code=sent(client, survey))
    browser.press("send", address(survey, "correct"), a__service="")
    assert browser.answer.status_code == 422
    assert 'id="q-service-error"' in browser.page


def test_two_corrections_at_once_second_keeps_the_words(client, survey):
    code = sent(client, survey)
    first, second = (Browser(client, address(survey, "correct")).press("open", code=code) for _n in range(2))
    first.press("send", address(survey, "correct"), a__idea="Ensin")
    second.press("send", address(survey, "correct"), a__idea="Sitten")
    assert second.answer.status_code == 409
    assert "Sitten" in second.page
    assert Response.objects.get().answers["idea"] == "Ensin"


def test_withdraw_says_what_disappears_first(client, survey):
    code = sent(client, survey)
    browser = Browser(client, address(survey, "correct")).press("withdraw", code=code)
    assert Response.objects.count() == 1
    assert 'value="withdraw-now"' in browser.page
    browser.press("withdraw-now", address(survey, "correct"))
    assert browser.answer.status_code == 200
    assert not Response.objects.exists()


def test_correct_after_close_is_refused_in_words(client, survey):
    code = sent(client, survey)
    Survey.objects.filter(pk=survey.pk).update(closes=timezone.now() - datetime.timedelta(hours=1))
    answer = client.post(address(survey, "correct"), {"code": code})
    assert answer.status_code == 409
    assert "closed-title" in answer.content.decode()
    assert "closed-title" in client.get(address(survey, "correct")).content.decode()


def test_receipt_mail(client, survey):
    code = sent(client, survey)
    assert client.post(address(survey, "receipt-mail"), {"code": code, "email": "x"}).status_code == 422
    assert client.post(address(survey, "receipt-mail"), {"code": code, "email": "a@example.org"}).status_code == 200
    assert ReceiptMail.objects.get().email == "a@example.org"


def whole(survey, key, **more):
    answers = {"service": "bus", "idea": "Kaikki kerralla", "gone": 1}
    return {"key": key, "version": "1", "step": "whole", "state": json.dumps(answers), **more}


def test_all_pages_in_one_document_need_few_queries(client, survey, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = client.get(address(survey, "all")).content.decode()
    assert page.count("data-page=") == 3
    assert "<template data-waiting" not in page
    browser = json.loads(re.search(r'id="browser"[^>]*>(.*?)</script>', page)[1])
    questions = browser["questions"]
    assert [name for name, told in questions.items() if told.get("required")] == ["service"]
    assert {name: told["if"] for name, told in questions.items() if "if" in told} == {
        "why": {"question": "service", "is": "other"}
    }


def test_send_whole_gives_one_receipt_that_names_the_key(client, survey):
    key = str(uuid.uuid4())
    first = client.post(address(survey, "all"), whole(survey, key, shown=["rating"], **{"a:rating": "5"}))
    again = client.post(address(survey, "all"), whole(survey, key, shown=["rating"], **{"a:rating": "5"}))
    other = client.post(address(survey, "all"), whole(survey, key, shown=["rating"], **{"a:rating": "1"}))
    assert [one.status_code for one in (first, again, other)] == [201, 200, 409]
    assert first.json() == again.json()
    assert first.json()["key"] == key
    assert other.json()["code"] == "already_received"
    assert Response.objects.get().answers == {"service": "bus", "idea": "Kaikki kerralla", "rating": 5}


def test_send_whole_refuses_in_words(client, survey):
    answer = client.post(address(survey, "all"), {"key": str(uuid.uuid4()), "version": "1", "step": "whole"})
    assert answer.status_code == 400
    assert "service" in answer.json()["errors"]
    Survey.objects.filter(pk=survey.pk).update(closes=timezone.now() - datetime.timedelta(hours=1))
    assert client.post(address(survey, "all"), whole(survey, str(uuid.uuid4()))).json()["code"] == "not_open"
    assert "state-title" in client.get(address(survey, "all")).content.decode()


def test_live_edits_while_answers_arrive_reject_nobody(client, survey, coordinator):
    """Versions 2 to 5 are published between pages; every answer counts against the version that was seen."""
    browsers = []
    for number in range(2, 6):
        browsers.append(browse(client, survey).press("next", a__service="bus", a__idea=f"Versio {number - 1}"))
        changed = usual_document()
        changed["pages"][0]["questions"][0]["choices"][1]["label"]["fi"] = f"Linja-auto {number}"
        publish_version(survey, changed, by=coordinator)
    codes = [browser.press("next").press("send").answer.status_code for browser in browsers]
    assert codes == [201] * 4
    rows = Response.objects.order_by("version__number").values_list("version__number", "answers__idea")
    assert list(rows) == [(n, f"Versio {n}") for n in range(1, 5)]
    for row in Response.objects.select_related("version"):
        label = row.version.document["pages"][0]["questions"][0]["choices"][1]["label"]["fi"]
        assert label == ("Bussi" if row.version.number == 1 else f"Linja-auto {row.version.number}")


def test_worker_is_ours_and_checked_again_each_time(client):
    answer = client.get("/survey-worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"


def test_kiosk_page_keeps_nothing(client, survey):
    page = browse(client, survey, query="?c=kiosk").page
    assert "data-keeps" not in page
    assert 'value="later"' not in page
