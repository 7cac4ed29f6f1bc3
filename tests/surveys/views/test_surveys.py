"""Answering pages through the client: no script, no cookie, nothing lost."""

import datetime
import json
import re
import uuid
from html import unescape

import pytest
from django.utils import timezone

from participation.models import Submission
from surveys.models import Response
from tests.factories.surveys import choice, document, make_survey, question


@pytest.fixture
def survey(process):
    return make_survey(process)


class Browser:
    """What a browser without a script does: keeps hidden and filled fields of the page it sees, and posts them."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.see(client.get(address))

    def see(self, answer):
        self.answer, self.page = answer, answer.content.decode()
        visible = re.sub(r"<template.*?</template>", "", self.page, flags=re.DOTALL)
        self.fields = {}
        for tag in re.findall(r"<input[^>]*>", visible):
            attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            if attributes.get("type") in ("radio", "checkbox") and " checked" not in tag:
                continue
            if "name" in attributes:
                self.fields.setdefault(attributes["name"], []).append(unescape(attributes.get("value", "")))
        for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', visible, re.DOTALL):
            self.fields[name] = [unescape(text)]
        for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', visible, re.DOTALL):
            self.fields[name] = re.findall(r'value="([^"]*)" selected', options)

    def press(self, go, address=None, **typed):
        fields = {**self.fields, "go": [go]}
        for name, value in typed.items():
            fields[name.replace("__", ":")] = value if isinstance(value, list) else [value]
        self.see(self.client.post(address or self.address, fields))
        return self


def browse(client, survey, language="fi", query=""):
    return Browser(client, f"/{language}/surveys/{survey.slug}/{query}")


def test_start_says_what_is_asked_and_sets_no_cookie(client, survey):
    answer = browse(client, survey).answer

    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"].startswith("public")
    for words in (survey.title["fi"], survey.lead["fi"], survey.readers["fi"], "Kysymys service"):
        assert words in page


def test_whole_way_without_a_script(client, survey, work_off):
    browser = browse(client, survey, query="?c=kirjasto")
    browser.press("next", a__service="library", a__idea="Auki sunnuntaisin\nkiitos")
    assert "Kysymys rating" in browser.page
    browser.press("next", a__rating="4")
    assert browser.page.count("Kirjasto") == 1
    browser.press("send")
    assert browser.answer.status_code == 201
    assert not browser.answer.cookies
    assert re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", browser.page)
    assert "<svg" in browser.page
    own = browser.page.partition("own-answers")[2]
    assert ("Auki sunnuntaisin" in own, "Kirjasto" in own) == (True, True)

    work_off()
    stored = Response.objects.get()
    assert stored.answers == {"service": "library", "idea": "Auki sunnuntaisin\nkiitos", "rating": 4}
    assert stored.channel == "kirjasto"
    assert Submission.objects.get().text == "Auki sunnuntaisin\nkiitos"


def test_sending_twice_shows_the_same_receipt(client, survey):
    browser = browse(client, survey).press("next", a__service="bus").press("next")
    fields = dict(browser.fields)
    browser.press("send")
    code = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", browser.page)[0]
    browser.fields = fields
    browser.press("send")
    assert browser.answer.status_code == 200
    assert code in browser.page
    assert Response.objects.count() == 1


def test_a_receipt_on_a_device_of_many_repeats_no_answers(client, survey):
    browser = browse(client, survey, query="?c=kiosk").press("next", a__service="bus", a__idea="Vain minun")
    browser.press("next").press("send")
    assert browser.answer.status_code == 201
    assert "Vain minun" not in browser.page


def test_missing_required_answer_is_said_twice_and_values_stay(client, survey):
    browser = browse(client, survey).press("next", a__idea="Tämä jää")
    assert browser.answer.status_code == 422
    assert browser.page.count('href="#q-service-1"') == 1
    assert 'id="q-service-error"' in browser.page
    assert 'aria-describedby="q-service-error"' in browser.page
    assert browser.fields["a:idea"] == ["Tämä jää"]


def test_wrong_values_stay_as_typed(client, survey):
    browser = browse(client, survey).press("next", a__service="bus").press("next", a__age="kolmekymmentä")
    assert browser.answer.status_code == 422
    assert browser.fields["a:age"] == ["kolmekymmentä"]
    assert browser.press("next", a__age="30").answer.status_code == 200


def test_language_buttons_keep_the_answers(client, survey):
    browser = browse(client, survey)
    assert f'formaction="/sv/surveys/{survey.slug}/"' in browser.page
    key = browser.press("stay").fields["key"]
    assert key[0]
    browser.press("stay", f"/sv/surveys/{survey.slug}/", a__service="bus", a__idea="Oma ajatus")

    assert browser.answer.status_code == 200
    assert "Kysymys idea (sv)" in browser.page
    assert browser.fields["key"] == key
    assert browser.fields["a:service"] == ["bus"]
    assert browser.fields["a:idea"] == ["Oma ajatus"]
    assert not browser.answer.cookies


def test_previous_keeps_answers_even_wrong_ones(client, survey):
    browser = browse(client, survey).press("next", a__service="bus").press("back", a__age="x")
    assert browser.fields["a:service"] == ["bus"]
    assert browser.press("next").fields["a:age"] == ["x"]


def test_a_question_brought_by_an_answer_is_shown_before_going_on(client, survey):
    browser = browse(client, survey)
    assert 'data-waiting="why"' in browser.page
    browser.press("next", a__service="other", a__service__other="Uimahalli")
    assert browser.answer.status_code == 200
    assert 'href="#q-why-1"' in browser.page
    browser.press("next", a__why="Koska").press("next").press("send")
    assert Response.objects.get().answers == {"service": {"value": "other", "text": "Uimahalli"}, "why": "Koska"}


def test_progress_counts_only_pages_that_are_shown(client, process):
    doc = document([question("go", "yes_no")], [question("more", "short_text")], [question("last", "short_text")])
    doc["pages"][1]["visible_if"] = {"question": "go", "is": "yes"}
    browser = browse(client, make_survey(process, doc=doc))
    assert 'max="3"' in browser.page
    browser.press("next", a__go="yes")
    assert 'max="4"' in browser.page
    assert "Kysymys more" in browser.page


def test_check_page_leads_back_to_each_page(client, survey):
    browser = browse(client, survey).press("next", a__service="bus").press("next")
    assert 'value="page:page1"' in browser.page
    browser.press("page:page1")
    assert browser.fields["a:service"] == ["bus"]


def test_sending_with_a_forged_state_shows_what_is_missing(client, survey):
    browser = browse(client, survey).press("next", a__service="bus").press("next")
    browser.fields["state"] = [json.dumps({"rating": 77, "nonsense": 1})]
    browser.press("send")
    assert browser.answer.status_code == 422
    assert 'href="#q-service-1"' in browser.page
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "state", ["", "[", "[1]", '{"idea": "\\ud800"}', "[" * 5000, '{"idea": NaN}', '{"service": {"a": []}}']
)
@pytest.mark.parametrize("go", ["next", "send", "back", "stay", "page:nowhere", "nonsense"])
def test_broken_fields_are_never_a_failure(client, survey, state, go):
    fields = {"state": state, "go": go, "key": "x", "version": "99999999999999999999", "step": "\x00", "shown": "?"}
    assert client.post(f"/fi/surveys/{survey.slug}/", fields).status_code in (200, 422)


@pytest.mark.parametrize("text", ["x" * 1_000_000, "NUL \x00 ja \u202e", "😀" * 300])
def test_odd_texts_are_kept_or_refused_clearly(client, survey, text):
    browser = browse(client, survey).press("next", a__service="bus", a__idea=text)
    assert browser.answer.status_code == (422 if len(text) > 10_000 else 200)


def test_closed_meanwhile_keeps_the_words(client, survey):
    browser = browse(client, survey).press("next", a__service="bus", a__idea="Pitkä mietitty teksti").press("next")
    type(survey).objects.filter(pk=survey.pk).update(closes=timezone.now() - datetime.timedelta(hours=1))
    browser.press("send")
    assert browser.answer.status_code == 409
    assert "Pitkä mietitty teksti" in browser.page


def test_other_content_under_the_same_key_keeps_the_words(client, survey):
    key = str(uuid.uuid4())
    first = browse(client, survey).press("next", a__service="bus", key=key).press("next").press("send")
    second = browse(client, survey).press("next", a__service="library", key=key).press("next").press("send")
    assert (first.answer.status_code, second.answer.status_code) == (201, 409)
    assert "Kirjasto" in second.page


@pytest.mark.parametrize(("fields", "words"), [({"state": "closed"}, "state-title"), ({"opens_in": 2}, "state-title")])
def test_surveys_that_take_no_answers_say_so(client, process, fields, words):
    if days := fields.pop("opens_in", None):
        fields["opens"] = timezone.now() + datetime.timedelta(days=days)
    answer = client.get(f"/fi/surveys/{make_survey(process, **fields).slug}/")
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert 'name="key"' not in answer.content.decode()


def test_draft_is_unknown(client, process):
    assert client.get(f"/fi/surveys/{make_survey(process, state='draft').slug}/").status_code == 404


def test_short_address_keeps_the_channel(client, survey):
    answer = client.get(f"/s/{survey.slug}/?c=juliste", headers={"Accept-Language": "sv"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/sv/surveys/{survey.slug}/?c=juliste"


def test_other_sites_cannot_post(client, survey):
    answer = client.post(f"/fi/surveys/{survey.slug}/", {}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_pages_need_few_queries(client, survey, django_assert_num_queries):
    with django_assert_num_queries(1):
        browser = browse(client, survey)
    with django_assert_num_queries(1):
        browser.press("next", a__service="bus")
    browser.press("next")
    with django_assert_num_queries(10):
        browser.press("send")


ALL_TYPES = [
    ("short_text", {}, {"a__q": "Hei vaan"}, "Hei vaan", "Hei vaan"),
    ("long_text", {}, {"a__q": "a\r\nb"}, "a\nb", "<dd>b</dd>"),
    ("number", {"min": 0, "unit": {"fi": "km"}}, {"a__q": "12,5"}, 12.5, "12,5\u00a0km"),
    ("single_choice", {"choices": [choice("x")]}, {"a__q": "x"}, "x", "<dd>X</dd>"),
    ("multi_choice", {"choices": [choice("x"), choice("y")]}, {"a__q": ["y", "x"]}, ["x", "y"], "<dd>Y</dd>"),
    ("dropdown", {"choices": [choice("x")]}, {"a__q": "x"}, "x", "<dd>X</dd>"),
    ("yes_no", {}, {"a__q": "no"}, "no", "<dd>"),
    ("scale", {"no_opinion": True}, {"a__q": "no_opinion"}, "no_opinion", "<dd>"),
    ("scale", {"max": 7, "max_label": {"fi": "hyvä"}}, {"a__q": "7"}, 7, "7, hyvä"),
    ("date", {}, {"a__q": "1.2.2026"}, "2026-02-01", "1.2.2026"),
    ("consent", {}, {"a__q": "yes"}, True, "<dd>"),
    ("slider", {"min": 0, "max": 10}, {"a__q": "3"}, 3, "3"),
    (
        "matrix_single",
        {"rows": [choice("r")], "choices": [choice("1"), choice("2")]},
        {"a__q__r": "2"},
        {"r": "2"},
        "R: 2",
    ),
    (
        "matrix_multi",
        {"rows": [choice("r")], "choices": [choice("x"), choice("y")]},
        {"a__q__r": ["x", "y"]},
        {"r": ["x", "y"]},
        "R: X, Y",
    ),
    ("ranking", {"choices": [choice("x"), choice("y")]}, {"a__q__x": "2", "a__q__y": "1"}, ["y", "x"], "1. Y"),
    (
        "allocation",
        {"choices": [choice("x"), choice("y")]},
        {"a__q__x": "40", "a__q__y": "60"},
        {"x": 40, "y": 60},
        "X: 40",
    ),
    ("image_choice", {"choices": [choice("x", image="/static/x.svg")]}, {"a__q": "x"}, "x", "<dd>X</dd>"),
]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    ("kind", "more", "typed", "stored", "words"), ALL_TYPES, ids=[f"{t[0]}-{n}" for n, t in enumerate(ALL_TYPES)]
)
def test_every_type_is_answered_checked_and_stored(  # noqa: PLR0917 -- what a type is tried with
    client, process, language, kind, more, typed, stored, words
):
    survey = make_survey(process, doc=document([question("q", kind, required=True, **more)]))
    empty = browse(client, survey, language).press("next")
    assert empty.answer.status_code == 422
    target = re.search(r'href="#(q-q[^"]*)"', empty.page)[1]
    assert f'id="{target}"' in empty.page

    browser = browse(client, survey, language).press("next", **typed)
    if language == "fi":
        assert words in browser.page
    assert 'name="go" value="send"' in browser.page
    browser.press("back")
    browser.press("next").press("send")
    assert browser.answer.status_code == 201
    assert Response.objects.get().answers == {"q": stored}
