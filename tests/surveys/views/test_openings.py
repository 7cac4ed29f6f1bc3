"""The first page of a survey: rendered once for everybody, without key, cookie or session; and what it must not share."""

import pytest

from surveys.actions.questionnaires import publish_version
from surveys.models import Response, Survey
from surveys.views.surveys import OPENINGS
from tests.factories.surveys import choice, document, make_survey, question, usual_document
from tests.surveys.views.test_surveys import browse


@pytest.fixture
def survey(process):
    return make_survey(process)


def opening(client, survey, query="", **headers):
    return client.get(f"/fi/surveys/{survey.slug}/{query}", **headers)


def test_everybody_gets_the_same_bytes_that_a_shared_cache_may_keep(client, survey, coordinator):
    first = opening(client, survey)
    OPENINGS.clear()
    client.force_login(coordinator)
    second = opening(client, survey)
    assert first.content == second.content
    assert b'name="key" value=""' in first.content
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert not first.cookies
    again = opening(client, survey, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_kept_page_costs_one_query_and_a_new_version_or_text_replaces_it(
    client, survey, coordinator, django_assert_num_queries
):
    old = opening(client, survey)
    with django_assert_num_queries(1):
        assert opening(client, survey)["ETag"] == old["ETag"]
    changed = usual_document()
    changed["pages"][0]["questions"][0]["label"]["fi"] = "Uusi kysymys"
    publish_version(survey, changed, by=coordinator)
    new = opening(client, survey)
    assert "Uusi kysymys" in new.content.decode()
    assert new["ETag"] != old["ETag"]
    Survey.objects.filter(pk=survey.pk).update(title={"fi": "Uusi nimi"})
    assert "Uusi nimi" in opening(client, survey).content.decode()
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    assert opening(client, survey)["Cache-Control"] == "private, no-cache"


def test_two_people_from_one_kept_page_are_two_responses(client, survey):
    for words in ("Ensimmäinen", "Toinen"):
        browser = browse(client, survey).press("next", a__service="bus", a__idea=words)
        assert browser.fields["key"][0]
        assert browser.press("next").press("send").answer.status_code == 201
    assert Response.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "query", "cached"),
    [
        ({}, "?c=qr", "public"),
        ({}, "?c=kiosk", "private"),
        ({}, "?q=x", "private"),
        ({"identity": "code"}, "", "private"),
        ({"doc": document([question("a", "single_choice", shuffle=True, choices=[choice("x"), choice("y")])])}, "", "private"),
        ({"doc": document([question("a", "map")])}, "", "private"),
    ],
)  # fmt: skip
def test_what_differs_from_person_to_person_is_not_shared(client, process, more, query, cached):
    answer = opening(client, make_survey(process, **more), query)
    assert answer["Cache-Control"].startswith(cached)
    assert (b'name="key" value=""' in answer.content) is (cached == "public")


def test_at_a_kiosk_no_page_with_answers_is_kept(client, survey):
    browser = browse(client, survey, query="?c=kiosk").press("next", a__service="bus", a__idea="Minun sanani")
    assert browser.answer["Cache-Control"] == "no-store"
    assert browser.press("next").answer["Cache-Control"] == "no-store"
    assert browser.press("send").answer["Cache-Control"] == "no-store"
    assert "Minun sanani" not in browser.page


ONLY_BUS = {"question": "service", "is": "bus"}
LINES = [choice("stop"), choice("seat", visible_if=ONLY_BUS), choice("book", visible_if={"not": ONLY_BUS})]


def with_options(same_page):
    service = question("service", "single_choice", choices=[choice("bus"), choice("library")], required=True)
    wish = question("wish", "multi_choice", choices=LINES)
    table = question("table", "matrix_single", choices=[choice("a"), choice("b")], rows=LINES)
    return document([service, wish, table]) if same_page else document([service], [wish, table])


def test_options_of_other_answers_are_not_offered_and_dropped_when_sent(client, process):
    survey = make_survey(process, doc=with_options(same_page=False))
    browser = browse(client, survey).press("next", a__service="bus")
    assert 'value="seat"' in browser.page
    assert 'value="book"' not in browser.page
    assert "a:table:book" not in browser.page
    browser.press("next", a__wish=["seat", "book"], **{"a__table:seat": "a", "a__table:book": "b"})
    assert browser.press("send").answer.status_code == 201
    assert Response.objects.get().answers == {"service": "bus", "wish": ["seat"], "table": {"seat": "a"}}


def test_options_that_this_page_decides_are_the_browsers_to_hide(client, process):
    page = opening(client, make_survey(process, doc=with_options(same_page=True))).content.decode()
    assert all(f'value="{value}"' in page for value in ("stop", "seat", "book"))


def test_a_question_without_any_option_left_is_not_asked(client, process):
    asked = question("wish", "multi_choice", required=True, choices=[choice("seat", visible_if=ONLY_BUS)])
    service = question("service", "single_choice", choices=[choice("bus"), choice("library")])
    survey = make_survey(process, doc=document([service], [asked]))
    browser = browse(client, survey).press("next", a__service="library")
    assert browser.press("send").answer.status_code == 201
    assert Response.objects.get().answers == {"service": "library"}
