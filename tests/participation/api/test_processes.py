"""Processes for programs."""

import pytest

from participation.models import Process
from tests.factories.participation import make_area, make_process, make_theme


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(api, db, django_assert_num_queries, count):
    for _ in range(count):
        make_theme(make_process())
    make_process(state=Process.State.DRAFT)
    with django_assert_num_queries(4):
        answer = api.get("/api/v1/processes/")
    assert answer.data["count"] == len(answer.data["results"]) == count
    assert answer.data["results"][0]["takes_ideas"] is True
    assert answer.data["results"][0]["phases"][0]["state"] == "now"
    assert len(answer.data["results"][0]["themes"]) == 1


def test_detail_names_areas(api, process):
    area = make_area()
    answer = api.get(f"/api/v1/processes/{process.slug}/")
    assert [one["slug"] for one in answer.data["areas"]] == [area.slug]


def test_draft_is_not_found(api, db):
    assert api.get(f"/api/v1/processes/{make_process(state='draft').slug}/").status_code == 404
