"""The reading view and the code book in a browser's requests."""

import pytest
from django.urls import reverse

from surveys.actions import coding
from surveys.models import AnswerReading
from surveys.queries.coding import address_of
from tests.factories.surveys import make_response, make_survey


@pytest.fixture
def survey(process):
    return make_survey(process)


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def at(name, survey):
    return reverse(f"surveys:{name}", args=[survey.slug, "idea"])


@pytest.mark.parametrize("responses", [1, 3])
def test_reading_costs_the_same_queries_whatever_the_answers(
    desk, survey, coordinator, django_assert_num_queries, responses
):
    coding.add_code(survey, "idea", "Bussit", by=coordinator)
    for n in range(responses):
        make_response(survey, {"service": "library", "idea": f"Bussi {n}"})
    desk.get(at("open_answers", survey))
    with django_assert_num_queries(13):
        html = desk.get(at("open_answers", survey) + "?words=bussit").content.decode()
    assert html.count("<mark>Bussi</mark>") == responses


def test_a_code_is_made_given_and_taken_home(desk, survey, coordinator):
    make_response(survey, {"service": "library", "idea": "<b>Bussi</b> myöhässä"})
    assert desk.post(at("code_book", survey), {"label": ""}).status_code == 422
    assert desk.post(at("code_book", survey), {"label": "Bussit", "words": "bussi"}).status_code == 302
    assert desk.post(at("code_book", survey), {"label": "Bussit"}).status_code == 422
    html = desk.get(at("open_answers", survey)).content.decode()
    assert "&lt;b&gt;Bussi" in html
    answer = address_of(survey, "idea", "<b>Bussi</b> myöhässä")
    sent = desk.post(at("answer_read", survey), {"answer": answer, "codes": ["bussit"], "place": "unread=on&page=2"})
    assert sent["Location"].endswith("?unread=on&page=2")
    assert AnswerReading.objects.get().codes == ["bussit"]
    desk.post(at("answer_read", survey), {"answer": answer, "codes": ["nothing"]})
    assert AnswerReading.objects.get().codes == ["bussit"]
    assert "bussit.1" in desk.get(at("coded_answers", survey)).content.decode()
    assert desk.post(at("codes_suggest", survey)).status_code == 302
    assert desk.get(at("codes_suggest", survey)).status_code == 405
    first = desk.get(reverse("surveys:answers_first", args=[survey.slug]))
    assert first.status_code == 302


def test_filters_that_cannot_be_are_left_out(desk, survey):
    make_response(survey, {"service": "library", "idea": "Bussi"})
    assert desk.get(at("open_answers", survey) + "?code=none&language=xx&theme=x").status_code == 200
    assert desk.post(at("answer_read", survey), {"answer": "x"}).status_code == 404
