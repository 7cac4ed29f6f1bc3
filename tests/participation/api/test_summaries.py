"""Programs read the summaries of the processes that their person coordinates."""

import pytest

from participation.actions.people import create_api_token
from participation.actions.summaries import compile_new_summary
from tests.factories.participation import make_person, make_process, make_submission


@pytest.fixture
def signed(api, coordinator):
    api.credentials(HTTP_AUTHORIZATION="Bearer " + create_api_token(coordinator, "read", by=None))
    return api


@pytest.mark.parametrize("n", [1, 3])
def test_list(signed, process, n, django_assert_num_queries):
    for _ in range(n):
        make_submission(process)
        compile_new_summary(process, by=None)
    with django_assert_num_queries(5):
        answer = signed.get("/api/v1/summaries/")
    assert answer.json()["count"] == n
    assert answer.json()["results"][0]["number"] == n


def test_detail(signed, process):
    make_submission(process)
    summary = compile_new_summary(process, by=None).summary
    data = signed.get(f"/api/v1/summaries/{summary.pk}/").json()
    assert data["content"]["n"] == 1
    assert data["quotes"] == []


def test_others_see_nothing(api, signed, process):
    foreign = make_process()
    make_submission(foreign)
    summary = compile_new_summary(foreign, by=None).summary
    assert signed.get(f"/api/v1/summaries/{summary.pk}/").status_code == 404
    api.credentials()
    assert api.get("/api/v1/summaries/").status_code == 401


def test_a_person_without_a_role_gets_an_empty_list(api, process):
    make_submission(process)
    compile_new_summary(process, by=None)
    api.credentials(HTTP_AUTHORIZATION="Bearer " + create_api_token(make_person(), "read", by=None))
    assert api.get("/api/v1/summaries/").json()["count"] == 0
