"""The front page and the pages of processes and strategies."""

import datetime

import pytest
from django.utils import timezone

from participation.models import (
    Activity,
    Goal,
    Indicator,
    IndicatorValue,
    Measure,
    Objective,
    Process,
    Strategy,
    Summary,
    Workshop,
)
from participation.models.areas import AreaPopulation
from tests.factories.participation import make_area, make_process, make_submission

FRONT_QUERIES = 9
PROCESS_QUERIES = 16


def fill(process, n):
    """Things of every kind on the page of a process."""
    now = timezone.now()
    Workshop.objects.create(
        process=process, code=f"W{n}", name={"fi": f"Työpaja {n}"}, starts=now + datetime.timedelta(days=n)
    )
    Activity.objects.create(
        process=process,
        area=make_area(),
        name={"fi": f"Kävely {n}"},
        starts=now,
        ends=now + datetime.timedelta(hours=1),
    )
    make_submission(process)


@pytest.mark.parametrize("count", [1, 3])
def test_front_page_costs_the_same_for_one_and_three_processes(client, db, django_assert_num_queries, count):
    for n in range(count):
        fill(make_process(), n)
    with django_assert_num_queries(FRONT_QUERIES):
        page = client.get("/fi/")
    assert page.content.count(b'class="process-card"') == count
    assert page.content.count(b'class="offer offer-') == 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_process_page_costs_the_same_for_one_and_three_things(client, process, django_assert_num_queries, count):
    for n in range(count):
        fill(process, n)
    with django_assert_num_queries(PROCESS_QUERIES):
        page = client.get(process.get_absolute_url())
    assert page.status_code == 200
    assert page.content.count(b"Ty\xc3\xb6paja") >= count


@pytest.mark.parametrize("address", ["/fi/", "/sv/", "/en/", "/fi-easy/", "/fi/receipts/"])
def test_residents_get_no_cookie(client, process, address):
    page = client.get(address)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert not page.cookies


@pytest.mark.parametrize(
    ("wish", "address"), [("sv-FI,sv;q=0.9,en;q=0.5", "/sv/"), ("de", "/fi/"), ("", "/fi/"), ("en-GB", "/en/")]
)
def test_bare_address_leads_to_the_language_of_the_browser(client, db, wish, address):
    assert client.get("/", headers={"Accept-Language": wish}).headers["Location"] == address


def test_front_page_without_anything_says_what_will_be_here(client, db):
    page = client.get("/en/").content.decode()
    assert "Nothing is open just now" in page
    assert "The first answers appear here" in page


def test_front_page_lists_closed_processes_apart_and_drafts_never(client, db):
    make_process(state=Process.State.CLOSED, name={"fi": "Vanha suunnitelma"})
    make_process(state=Process.State.DRAFT, name={"fi": "Salainen luonnos"})
    page = client.get("/fi/").content.decode()
    assert "Vanha suunnitelma" in page
    assert "Salainen luonnos" not in page


@pytest.mark.parametrize("state", [Process.State.DRAFT, Process.State.ARCHIVED])
def test_process_that_is_not_public_is_not_found(client, db, state):
    process = make_process(state=state)
    assert client.get(process.get_absolute_url()).status_code == 404
    assert client.get(f"/fi/processes/{process.slug}/submit/").status_code == 404


def test_text_in_another_language_is_marked_with_it(client, db):
    process = make_process(name={"fi": "Kaupunkistrategia"})
    page = client.get(f"/sv/processes/{process.slug}/").content.decode()
    assert '<span lang="fi">Kaupunkistrategia</span>' in page


def test_phases_are_named_past_now_and_coming(client, process):
    page = client.get(f"/en/processes/{process.slug}/").content.decode()
    assert 'aria-current="step"' in page
    assert "Listening" in page


def strategy_with(process, goals):
    strategy = Strategy.objects.create(
        process=process,
        name={"fi": "Strategia 2030"},
        values=[{"name": {"fi": "Rohkeus"}, "text": {"fi": "Kokeilemme."}}],
    )
    area = make_area(name={"fi": "Keskusta"})
    AreaPopulation.objects.create(area=area, year=2020, inhabitants=2000)
    for number in range(1, goals + 1):
        goal = Goal.objects.create(strategy=strategy, number=number, name={"fi": f"Päämäärä {number}"})
        Objective.objects.create(goal=goal, order=1, name={"fi": "Tavoite"})
        for order, years in enumerate(((2022, None), (2023, 2024), (2024, 2024), (None, 2025), (None, None)), 1):
            measure = Measure.objects.create(
                goal=goal, order=order, name={"fi": "Toimenpide"}, starts_year=years[0], ends_year=years[1]
            )
        indicator = Indicator.objects.create(measure=measure, name={"fi": "Käynnit"}, kind="count")
        IndicatorValue.objects.create(indicator=indicator, area=area, year=2024, value=5000)
        IndicatorValue.objects.create(indicator=indicator, area=make_area(), year=2024, value=1)
        IndicatorValue.objects.create(indicator=indicator, year=2024, value=6000)
    return strategy


@pytest.mark.parametrize("count", [1, 3])
def test_strategy_page_shows_the_whole_tree_in_one_query_a_level(client, process, django_assert_num_queries, count):
    strategy_with(process, count)
    with django_assert_num_queries(9):
        page = client.get(f"/fi/processes/{process.slug}/strategy/").content.decode()
    for words in ("Rohkeus", "Päämäärä 1", "Tavoite", "2022–", "2023–2024", "–2025", "Keskusta"):
        assert words in page
    assert "2500" in page.replace("\xa0", "").replace(" ", "")


def test_process_page_leads_to_its_strategy(client, process):
    strategy_with(process, 1)
    assert f"/fi/processes/{process.slug}/strategy/" in client.get(process.get_absolute_url()).content.decode()


def test_process_without_a_strategy_has_no_strategy_page(client, process):
    assert client.get(f"/fi/processes/{process.slug}/strategy/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_newest_published_summary_of_each_part_is_offered(client, process, count):
    for number in range(1, count + 1):
        for scope in ("", "2.1"):
            Summary.objects.create(
                process=process,
                scope=scope,
                scope_name={"en": "Network"} if scope else {},
                number=number,
                fingerprint="x",
                content={"n": 0, "decisions": []},
                state="published",
            )
    Summary.objects.create(
        process=process, scope="3", scope_name={"en": "Draft"}, number=1, fingerprint="x", content={}
    )
    page = client.get(f"/en/processes/{process.slug}/").content.decode()
    assert page.count('class="news-item"') == 2
    assert "Network" in page
    assert ">Draft<" not in page
