"""Supporters over clusters: the union is right after any steps, and every step has its inverse without bookkeeping."""

import random

import pytest

from participation.actions.support import support_idea
from participation.errors import ParticipationError
from participation.logic.moderation import new_code
from participation.models import Support
from participation.queries.public_ideas import alike_ideas, said_to
from participation.queries.support import family_of, union_of
from tests.factories.participation import (
    make_comment,
    make_person,
    make_process,
    make_public_idea,
    make_submission,
    supporters_of,
)
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.actions.clusters import exclude, form_cluster, members_of, put_in, take_apart
from workgroups.models import Cluster, ClusterMember
from workgroups.queries.families import ClusterFamilies

INBOX = "/en/desk/inbox/"
IDEAS, CODES, STEPS = 6, 5, 40


@pytest.fixture
def town(db):
    return make_process(ideas_public=True, takes_support=True, takes_comments=True, checks_first=False)


@pytest.fixture
def group(town):
    return make_group(town, code="2.1")


def lying(group, town, **fields):
    """A public idea that waits at a group."""
    idea = make_public_idea(town, **fields)
    assign(idea.submission, group)
    return idea


def seen(*ideas):
    for idea in ideas:
        idea.submission.refresh_from_db()
    return [(idea.submission, idea.submission.version) for idea in ideas]


def test_union_follows_the_cluster_and_back(town, group):
    one, two, alone = (lying(group, town) for _place in range(3))
    chair = make_person()
    mine, yours = new_code(), new_code()
    for idea, code in ((one, mine), (two, mine), (two, yours), (alone, yours)):
        support_idea(idea, code)
    before = supporters_of([one.submission_id, two.submission_id])
    cluster = form_cluster("Penkit", group, seen(one, two), by=chair)
    assert set(family_of(one.submission_id)) == {one.submission_id, two.submission_id}
    assert union_of(family_of(one.submission_id)) == 2
    assert (said_to(one.submission).union, said_to(alone.submission).together) == (2, 0)
    take_apart(cluster, by=chair)
    assert family_of(one.submission_id) == [one.submission_id]
    assert supporters_of([one.submission_id, two.submission_id]) == before
    assert Support.objects.count() == 4


@pytest.mark.parametrize("seed", range(4))
def test_union_is_that_of_sets_after_any_steps(town, group, seed):
    """A model of plain sets and the database go the same random way; support never moves or is lost."""
    dice, chair = random.Random(seed), make_person()
    ideas = [lying(group, town) for _place in range(IDEAS)]
    codes = [new_code() for _place in range(CODES)]
    model: dict = {idea.pk: set() for idea in ideas}
    for _step in range(STEPS):
        idea, code = dice.choice(ideas), dice.choice(codes)
        what = dice.choice(["support", "support", "back", "form", "add", "exclude", "apart"])
        if what in ("support", "back"):
            support_idea(idea, code, on=what == "support")
            (model[idea.pk].add if what == "support" else model[idea.pk].discard)(code)
        else:
            reorder(what, dice, ideas, group, chair)
        check(ideas, model)


def reorder(what, dice, ideas, group, chair):
    """Take one step with clusters; one that is not possible now is left out."""
    cluster = Cluster.objects.standing().order_by("pk").first()
    chosen = dice.sample(ideas, 2)
    try:
        if what == "form":
            form_cluster("Yhdessä", group, seen(*chosen), by=chair)
        elif what == "add" and cluster:
            put_in(cluster, seen(chosen[0]), by=chair)
        elif what == "exclude" and cluster and members_of(cluster):
            exclude(dice.choice(members_of(cluster)), by=chair)
        elif what == "apart" and cluster:
            take_apart(cluster, by=chair)
    except ParticipationError:
        return


def check(ideas, model):
    """Compare every family's union with the sets."""
    by_submission = {idea.submission_id: idea.pk for idea in ideas}
    counted = supporters_of(by_submission)
    families = ClusterFamilies().families(list(by_submission))
    for idea in ideas:
        assert counted[idea.submission_id] == len(model[idea.pk])
        family = families.get(idea.submission_id, [idea.submission_id])
        together = set().union(*(model[by_submission[key]] for key in family))
        assert union_of(family) == len(together)
    assert (
        ClusterMember.objects.current().values("submission").distinct().count()
        == ClusterMember.objects.current().count()
    )


def test_public_page_shows_what_is_handled_together(client, town, group):
    one, two = lying(group, town, said={"title": "Penkki"}), lying(group, town, said={"title": "Istuin"})
    for idea, code in ((one, new_code()), (two, new_code())):
        support_idea(idea, code)
    form_cluster("Istumista", group, seen(one, two), by=make_person())
    page = client.get(f"/en/processes/{town.slug}/ideas/{one.pk}/").content.decode()
    assert "Together they have 2 different supporters." in page
    assert "Istuin" in page
    other = client.get(f"/api/v1/processes/{town.slug}/ideas/{one.pk}/").json()
    assert (other["supporters_together"], other["together"]) == (2, [str(two.pk)])


def chair_of(client, group):
    person = make_person()
    make_membership(group, person, role="chair")
    client.force_login(person)
    return person


def test_chair_reads_comments_and_orders_by_support_only_when_chosen(client, town, group):
    lying(group, town, said={"text": "Vanha ajatus.", "received_on": "2026-01-01"})
    loved = lying(group, town, said={"text": "Kannatettu ajatus.", "received_on": "2026-02-01"})
    for _time in range(3):
        support_idea(loved, new_code())
    make_comment(loved, text="Kommentti asiaan.")
    make_comment(loved, text="Poistettu sana.", state="removed", rule="insult", judged_on="2026-02-02")
    chair_of(client, group)
    page = client.get(INBOX).content.decode()
    assert page.index("Vanha ajatus.") < page.index("Kannatettu ajatus.")
    assert "3 supporters" in page
    chosen = client.get(INBOX + "?order=support").content.decode()
    assert chosen.index("Kannatettu ajatus.") < chosen.index("Vanha ajatus.")
    assert "Kommentti asiaan." in chosen
    assert "Poistettu sana." not in chosen


def test_like_ideas_are_found_without_an_index(town, django_assert_max_num_queries):
    make_public_idea(town, said={"title": "Penkit rantareitille", "text": "Rantareitille tarvitaan penkkejä."})
    draft = make_submission(town, text="Rantareitin varrelle lisää penkkejä.")
    with django_assert_max_num_queries(6):
        found = alike_ideas(draft)
    assert [one.idea.title for one in found] == ["Penkit rantareitille"]
    assert "rantareitti" in found[0].words
