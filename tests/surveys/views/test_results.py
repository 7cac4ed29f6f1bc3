"""The public page of results, and the coordinator's desk of surveys."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from participation.models import AreaPopulation
from surveys.actions.results import publish_results
from surveys.logic.charts import part
from surveys.models import Survey
from tests.factories.participation import make_area, make_person, make_process
from tests.factories.surveys import choice, document, make_response, make_survey, question, usual_document


@pytest.fixture
def survey(process):
    return make_survey(process, results_public=True)


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def page(client, survey):
    return client.get(reverse("surveys:results_page", args=[survey.slug]))


def test_results_are_not_there_before_enough_answers(client, survey):
    make_response(survey)
    answer = page(client, survey)
    assert answer.status_code == 200
    assert not answer.cookies
    assert b"ds-table" not in answer.content
    Survey.objects.filter(pk=survey.pk).update(state=Survey.State.CLOSED)
    html = page(client, survey).content.decode()
    assert "Kysely on päättynyt. Tulokset näytetään vain, jos vähintään 5" in html
    assert "Ne tulevat tähän" not in html


def test_results_page_shows_the_epoch_with_charts_and_tables(client, survey):
    for n in range(20):
        make_response(survey, {"service": "library" if n % 2 else "bus", "rating": n % 5 + 1, "age": 20 + n})
    publish_results(survey)
    html = page(client, survey).content.decode()
    assert "50" in html
    described = re.findall(r'role="img"[^>]*aria-describedby="([^"]+)"', html)
    assert described
    for name in described:
        assert f'id="{name}"' in html
    assert "style=" not in html


def test_results_page_never_shows_small_numbers(client, survey):
    for n in range(20):
        make_response(survey, {"service": "bus" if n < 3 else "library"})
    publish_results(survey)
    html = page(client, survey).content.decode()
    assert "85" not in html
    assert "15\u00a0%" not in html


def test_results_page_costs_three_queries_whatever_the_answers(client, survey, django_assert_num_queries):
    for n in range(6):
        make_response(survey, {"service": "bus", "age": n})
    publish_results(survey)
    with django_assert_num_queries(3):
        page(client, survey)


def test_results_of_a_draft_are_a_404(client, process):
    assert page(client, make_survey(process, state=Survey.State.DRAFT)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_desk_lists_own_surveys_in_constant_queries(desk, process, count, django_assert_num_queries):
    for _ in range(count):
        make_response(make_survey(process))
    other = make_survey(make_process())
    desk.get(reverse("surveys:surveys_desk"))
    with django_assert_num_queries(LIST_QUERIES):
        answer = desk.get(reverse("surveys:surveys_desk"))
    assert answer.content.decode().count('<th scope="row">') == count
    assert other.slug not in answer.content.decode()


LIST_QUERIES = 9


def test_desk_is_closed_to_residents_and_to_people_without_a_process(client, process):
    assert client.get(reverse("surveys:surveys_desk")).status_code == 302
    client.force_login(make_person(roles=[("clerk", process)]))
    assert client.get(reverse("surveys:surveys_desk")).status_code == 403


PAGES = [
    ("survey_desk", []),
    ("open_answers", ["idea"]),
    ("survey_switch", ["close"]),
    ("survey_qr", ["svg"]),
]


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_pages_of_another_process_are_a_404(client, survey, name, more):
    client.force_login(make_person(roles=[("coordinator", make_process())]))
    assert client.get(reverse(f"surveys:{name}", args=[survey.slug, *more])).status_code == 404


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_pages_of_an_own_process_are_there(desk, survey, name, more):
    make_response(survey, {"service": "bus", "idea": "<b>Lisää</b> busseja"})
    assert desk.get(reverse(f"surveys:{name}", args=[survey.slug, *more])).status_code == 200


def test_dashboard_names_lacking_areas_and_compares(desk, process):
    north, south = make_area(slug="north"), make_area(slug="south")
    for area in (north, south):
        AreaPopulation.objects.create(area=area, year=2025, inhabitants=1000)
    area_question = question("where", "single_choice", role="area", choices=[choice("north"), choice("south")])
    survey = make_survey(process, doc=document([area_question, question("rating", "scale")]), target=40)
    for n in range(20):
        make_response(survey, {"where": "north" if n else "south", "rating": n % 5 + 1})
    address = reverse("surveys:survey_desk", args=[survey.slug])
    html = desk.get(address).content.decode()
    assert "ds-alert" in html
    assert "South" in html.split("ds-alert")[1][:300]
    compared = desk.get(address, {"by": "area"}).content.decode()
    assert "North" in compared
    assert desk.get(address, {"by": "nonsense"}).status_code == 302
    assert desk.get(address, {"where": "where:nowhere"}).status_code == 302


def test_dashboard_leads_on_by_how_far_the_survey_is(desk, survey):
    def shown():
        return desk.get(reverse("surveys:survey_desk", args=[survey.slug])).content.decode()

    html = shown()
    assert "Yhtään vastausta ei ole vielä tullut" in html
    assert "Kukaan ei ole vielä vastannut tähän kysymykseen" not in html
    assert "filterbar" not in html
    Survey.objects.filter(pk=survey.pk).update(state=Survey.State.CLOSED)
    html = shown()
    assert "Vastauksia ei tullut" in html
    assert reverse("participation:summaries_desk") in html.split("<main", 1)[1]


def test_dashboard_counts_no_query_per_response(desk, survey, django_assert_max_num_queries):
    for _ in range(6):
        make_response(survey)
    with django_assert_max_num_queries(14):
        desk.get(reverse("surveys:survey_desk", args=[survey.slug]))


@pytest.mark.parametrize(("count", "words"), [(9, "kerrotaan vain lukumäärät"), (12, "Vastauksia on vähän")])
def test_small_numbers_are_said_before_any_share(desk, process, count, words):
    asked = question("kind", "single_choice", choices=[choice("a"), choice("b"), choice("c")])
    survey = make_survey(process, doc=document([asked]))
    for n in range(count):
        make_response(survey, {"kind": "ab"[n % 2]})
    html = desk.get(reverse("surveys:survey_desk", args=[survey.slug])).content.decode()
    shown = html.partition('id="q-kind"')[2].partition("</section>")[0]
    assert words in html.partition('class="bars"')[0]
    assert bool(re.search(r"\d\s%", shown)) is (count >= 10)
    full = desk.get(reverse("surveys:question_statistics", args=[survey.slug, "kind"])).content.decode()
    assert ('id="intervals"' in full) is (count >= 10)


def test_a_test_of_too_few_prints_no_statistic(desk, process):
    asked = [
        question("side", "single_choice", choices=[choice("x"), choice("y")]),
        question("kind", "single_choice", choices=[choice("a"), choice("b")]),
    ]
    survey = make_survey(process, doc=document(asked))
    for n in range(12):
        make_response(survey, {"side": "xy"[n % 2], "kind": "ab"[n // 9]})
    html = desk.get(reverse("surveys:survey_desk", args=[survey.slug]), {"by": "side"}).content.decode()
    tests = html.partition('id="tests"')[2].partition("</table>")[0]
    assert "Vastauksia on liian vähän" in tests
    assert "Cram" not in tests


def test_each_chart_of_the_dashboard_is_one_click_from_a_picture(desk, survey):
    make_response(survey, {"service": "bus", "rating": 4, "idea": "Lisää vuoroja"})
    page = desk.get(reverse("surveys:survey_desk", args=[survey.slug])).content.decode()
    charts = re.findall(r'href="([^"]+chart\.png)"', page)
    assert len(charts) == 2
    assert desk.get(charts[0])["Content-Type"] == "image/png"


def test_open_answers_are_escaped_and_keep_their_language(desk, survey):
    make_response(survey, {"service": "bus", "idea": "<script>x</script>\nMer bussar"}, language="sv")
    html = desk.get(reverse("surveys:open_answers", args=[survey.slug, "idea"])).content.decode()
    assert '<blockquote class="said" lang="sv">' in html
    assert "<script>x" not in html
    assert desk.get(reverse("surveys:open_answers", args=[survey.slug, "service"])).status_code == 404


def test_survey_is_opened_and_closed_after_confirmation(desk, process):
    survey = make_survey(process, state=Survey.State.DRAFT)
    address = reverse("surveys:survey_switch", args=[survey.slug, "open"])
    assert desk.get(address).status_code == 200
    survey.refresh_from_db()
    assert survey.state == Survey.State.DRAFT
    desk.post(address)
    survey.refresh_from_db()
    assert survey.state == Survey.State.OPEN
    desk.post(reverse("surveys:survey_switch", args=[survey.slug, "close"]))
    survey.refresh_from_db()
    assert survey.state == Survey.State.CLOSED
    assert desk.post(reverse("surveys:survey_switch", args=[survey.slug, "close"]), follow=True).status_code == 200


def test_results_are_switched_by_post_only(desk, process):
    survey = make_survey(process)
    address = reverse("surveys:results_switch", args=[survey.slug])
    assert desk.get(address).status_code == 405
    desk.post(address, {"public": "yes"})
    survey.refresh_from_db()
    assert survey.results_public
    desk.post(address, {"public": "yes"})
    survey.refresh_from_db()
    assert survey.results_public


def test_qr_code_is_a_picture_to_download(desk, survey):
    answer = desk.get(reverse("surveys:survey_qr", args=[survey.slug, "png"]))
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert "attachment" in answer["Content-Disposition"]


def test_process_page_and_front_page_tell_of_surveys_and_results(client, survey):
    for _ in range(6):
        make_response(survey)
    publish_results(survey)
    html = client.get(survey.process.get_absolute_url()).content.decode()
    assert survey.get_absolute_url() in html
    assert reverse("surveys:results_page", args=[survey.slug]) in html


def test_usual_document_has_every_drawing(desk, survey):
    make_response(survey, {"service": "other", "why": "koska", "rating": 3, "age": 44})
    assert usual_document()["pages"]
    assert desk.get(reverse("surveys:survey_desk", args=[survey.slug]), {"by": "service"}).status_code == 200


def test_numbers_on_the_dark_pieces_of_a_bar_have_a_light_ink():
    """The class is put together from the colour, so no template names it."""
    inks = {part("c1", 0, 50, "50").ink, part("c5", 50, 50, "50").ink}
    styles = Path(settings.BASE_DIR, "participation/static/participation/css/parts.css").read_text(encoding="utf-8")
    assert all(f".{ink}" in styles for ink in inks)
