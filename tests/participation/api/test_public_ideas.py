"""Public ideas for programs."""

import pytest

from tests.factories.participation import make_comment, make_process, make_public_idea, make_theme


@pytest.fixture
def town(db):
    return make_process(ideas_public=True, takes_support=True, takes_comments=True)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(api, town, count, django_assert_num_queries):
    theme = make_theme(town, slug="kirjasto")
    for _place in range(count):
        make_comment(make_public_idea(town, said={"theme": theme, "state": "decided"}))
    make_public_idea(town, state="waiting")
    with django_assert_num_queries(3):
        answer = api.get(f"/api/v1/processes/{town.slug}/ideas/")
    assert answer.data["count"] == len(answer.data["results"]) == count
    first = answer.data["results"][0]
    assert (first["theme"], first["area"], first["state"], first["comments"]) == ("kirjasto", None, "in_review", 1)


def test_list_is_narrowed_and_ordered_as_on_the_page(api, town):
    make_public_idea(town, said={"title": "Penkki", "text": "Penkkejä rannalle."})
    make_public_idea(town, said={"title": "Bussi", "text": "Bussi odottaa junaa."})
    found = api.get(f"/api/v1/processes/{town.slug}/ideas/?q=penkkien&order=supported&stage=open")
    assert [one["title"] for one in found.data["results"]] == ["Penkki"]


def test_one_idea_hides_what_was_removed(api, town):
    idea = make_public_idea(town)
    make_comment(idea, text="Ikävä sana", state="removed", rule="insult")
    found = api.get(f"/api/v1/processes/{town.slug}/ideas/{idea.pk}/").json()
    assert found["comments"][0] | {"id": "", "said_on": ""} == {
        "id": "", "said_on": "", "language": "fi", "text": "", "state": "removed", "rule": "insult",
        "is_official": False, "texts": {}, "speaker": {},
    }  # fmt: skip


@pytest.mark.parametrize("fields", [{"ideas_public": False}, {"state": "draft"}])
def test_ideas_that_are_not_public_are_not_found(api, town, fields):
    idea = make_public_idea(town)
    type(town).objects.update(**fields)
    assert api.get(f"/api/v1/processes/{town.slug}/ideas/").status_code == 404
    assert api.get(f"/api/v1/processes/{town.slug}/ideas/{idea.pk}/").status_code == 404
