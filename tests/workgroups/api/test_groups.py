"""Groups and meetings for programs."""

import pytest
from django.utils import timezone

from tests.factories.participation import make_process
from tests.factories.workgroups import make_group, make_membership
from workgroups.models import Meeting


@pytest.fixture
def group(process):
    return make_group(process, code="2.1", next_meeting_note={"fi": "tammikuun lopussa"})


def test_group_tells_what_everybody_may_know(api, group):
    chair = make_membership(group).person
    Meeting.objects.create(group=group, number=1, starts=timezone.now(), notes={"fi": "Luonnos"})

    answer = api.get("/api/v1/groups/2.1/").json()

    assert (answer["code"], answer["process"], answer["chair"]) == ("2.1", group.process.slug, str(chair))
    assert answer["meetings"] == []
    assert answer["parent"] is None


def test_group_only_roughly_planned_has_words(api, group):
    assert api.get("/api/v1/groups/2.1/").json()["next_meeting_note"] == {"fi": "tammikuun lopussa"}


def test_groups_of_one_process(api, group):
    make_group(make_process(), code="2.1")
    make_group(make_process(state="draft"), code="9")
    assert api.get("/api/v1/groups/").json()["count"] == 2
    named = api.get(f"/api/v1/groups/?process={group.process.slug}").json()
    assert [one["code"] for one in named["results"]] == ["2.1"]
    assert api.get("/api/v1/groups/9/").status_code == 404
    assert api.get("/api/v1/groups/2.1/?process=muu").json()["code"] == "not_found"


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(api, process, count, django_assert_num_queries):
    for _n in range(count):
        make_membership(make_group(process))
    with django_assert_num_queries(4):
        api.get("/api/v1/groups/")


def test_meetings_are_for_the_groups_people(api, group):
    Meeting.objects.create(group=group, number=1, starts=timezone.now())
    other = make_membership(make_group(group.process)).person
    assert api.get("/api/v1/meetings/").status_code in {401, 403}
    api.force_authenticate(other)
    assert api.get("/api/v1/meetings/").json()["count"] == 0
    api.force_authenticate(make_membership(group, role="member").person)
    assert api.get("/api/v1/meetings/").json()["results"][0]["group"] == "2.1"
