"""The coordinator's page of learned suggestions, and suggestions in the tray."""

import pytest

from participation.models import AuditEntry
from participation.models.jobs import Job
from tests.factories.learning import LIBRARY, ROADS, confirm
from tests.factories.participation import make_person, make_process, make_submission
from tests.factories.workgroups import make_group, make_membership
from workgroups.actions import learning
from workgroups.models import LearningSetting


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def groups(process):
    return make_group(process, code="2.1"), make_group(process, code="3")


@pytest.fixture
def learned(process, groups):
    confirm(process, groups[0], LIBRARY, 25)
    confirm(process, groups[1], ROADS, 25)
    return learning.learn(process.pk)


def address(process):
    return f"/fi/desk/processes/{process.slug}/learning/"


def test_page_tells_what_is_missing_before_anything_is_learned(desk, process):
    page = desk.get(address(process))
    assert page.status_code == 200
    assert page.context["state"].needed == 20


def test_page_shows_figures_and_the_switch_works(desk, process, learned):
    page = desk.get(address(process))
    rows = page.context["rows"]
    assert rows
    response = desk.post(address(process), {"threshold": str(rows[0]["threshold"])})
    assert response.status_code == 302
    assert LearningSetting.objects.get(process=process).assigns
    desk.post(address(process), {"threshold": ""})
    assert not LearningSetting.objects.get(process=process).assigns


def test_unmeasured_certainty_is_refused(desk, process, learned):
    assert desk.post(address(process), {"threshold": "0.123"}).status_code == 422
    assert not LearningSetting.objects.exists()


def test_learn_now_promises_a_job(desk, process, learned):
    assert desk.post(f"{address(process)}now/").status_code == 302
    assert Job.objects.filter(kind=learning.LEARN_NOW).count() == 1
    assert AuditEntry.objects.filter(verb="promise_learning").exists()


def test_page_is_the_coordinators(client, process, groups, learned):
    for person in (make_membership(groups[0]).person, make_person(roles=[("coordinator", make_process())])):
        client.force_login(person)
        assert client.get(address(process)).status_code == 404
        assert client.post(address(process), {"threshold": "0.5"}).status_code == 404
        assert client.post(f"{address(process)}now/").status_code == 404


def test_tray_shows_learned_suggestions_with_reasons(desk, process, groups, learned):
    make_submission(process, text="Kirjaston lukusali ja satutunti", language="fi")
    page = desk.get("/fi/desk/tray/")
    item = page.context["items"][0]
    assert item.suggested == groups[0]
    assert "lukusali" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_tray_with_learned_suggestions_costs_the_same(desk, process, learned, count, django_assert_num_queries):
    for _n in range(count):
        make_submission(process, text="Kirjaston lukusali", language="fi")
    desk.get("/fi/desk/tray/")
    with django_assert_num_queries(TRAY_QUERIES):
        desk.get("/fi/desk/tray/")


TRAY_QUERIES = 17


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_version_and_three(
    desk, process, groups, learned, count, django_assert_num_queries
):
    for n in range(count - 1):
        confirm(process, groups[0], LIBRARY, 1 + n)
        learning.learn(process.pk, at_once=True)
    with django_assert_num_queries(PAGE_QUERIES):
        desk.get(address(process))


PAGE_QUERIES = 10
