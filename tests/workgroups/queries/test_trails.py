"""From goals to contributions, groups and decisions and back: whatever happens to them, no link leads nowhere."""

import re

import pytest

from participation.actions.measures import link_sources
from participation.actions.privacy import forget_receipt, forget_submission
from participation.actions.receipts import issue_receipt
from participation.models import Goal, Measure, Process, Strategy, Submission
from participation.queries.receipts import journey_of
from participation.queries.trails import families_of, goals_behind, trails_of
from tests.factories.participation import make_public_idea, make_submission
from tests.factories.workgroups import assign, make_group
from tests.workgroups.actions.test_lineage import LONG, RULING, cut_in_two
from workgroups.actions import clusters, reorganisation, reviews
from workgroups.actions.lineage import undo
from workgroups.models import Decision, Group, Operation

PAGE = "/fi/processes/{}/strategy/"


@pytest.fixture
def goals(process):
    Process.objects.filter(pk=process.pk).update(ideas_public=True)
    process.refresh_from_db()
    strategy = Strategy.objects.create(process=process, name={"fi": "Strategia"})
    made = [Goal.objects.create(strategy=strategy, number=n, name={"fi": f"Päämäärä {n}"}) for n in (1, 2, 3)]
    for goal in made:
        Measure.objects.create(goal=goal, order=1, name={"fi": f"Toimi {goal.number}"})
    return made


def lying(process, group):
    return assign(make_submission(process, text=LONG), group).submission


def decided(row, by):
    row.refresh_from_db()
    reviews.decide(row, RULING, by=by, version=row.version)
    reviews.publish(Decision.objects.get(submission=row, is_current=True), by=by)


def walk(client, process, goals):
    """Open the strategy and every goal, follow every link of theirs, and return what stands behind each goal."""
    told = {}
    trails = trails_of(process, goals)
    page = client.get(PAGE.format(process.slug)).content.decode()
    for goal in goals:
        trail = trails.get(goal.pk)
        answer = client.get(PAGE.format(process.slug) + f"goals/{goal.number}/")
        assert answer.status_code == 200
        links = re.findall(
            r'<li><a class="ds-link" href="([^"]+)">(.*?)</a>', answer.content.decode().partition("</main>")[0]
        )
        wanted = [link for one in trail.trails for link in one.links] if trail else []
        assert len(links) == len(wanted)
        for address, words in links:
            assert words.strip()
            assert client.get(address).status_code == 200, address
        assert (f"/strategy/goals/{goal.number}/" in page) == bool(trail)
        counts = {one.label: len(one.links) for one in trail.trails} if trail else {}
        told[goal.number] = (
            trail.contributions if trail else 0,
            counts.get("Työryhmät", 0),
            counts.get("Päätökset", 0),
        )
    for key, behind in goals_behind(Submission.objects.filter(process=process)).items():
        assert Submission.objects.exclude(state="withdrawn").filter(pk=key).exists()
        assert all(client.get(link.address).status_code == 200 for link in behind)
    return told


def test_no_step_leaves_a_goal_that_leads_nowhere(client, process, goals, coordinator):
    first, second, third = (Measure.objects.get(goal=goal) for goal in goals)
    groups = [make_group(process, code=f"{n}") for n in (1, 2, 3)]
    one, two, whole, idea = (lying(process, groups[n]) for n in (0, 0, 1, 1))
    make_public_idea(process, submission=idea)
    assert walk(client, process, goals) == {1: (0, 0, 0), 2: (0, 0, 0), 3: (0, 0, 0)}
    clusters.form_cluster("Samaa", groups[0], [(row, row.version) for row in (one, two)], by=coordinator)
    link_sources(first, [one], by=coordinator)
    link_sources(second, [whole, idea], by=coordinator)
    assert walk(client, process, goals) == {1: (2, 1, 0), 2: (2, 1, 0), 3: (0, 0, 0)}
    whole.refresh_from_db()
    part = cut_in_two(whole, groups[1], groups[2], coordinator)[0]
    link_sources(third, [part], by=coordinator)
    assert walk(client, process, goals) == {1: (2, 1, 0), 2: (2, 2, 0), 3: (1, 1, 0)}
    undo(Operation.objects.standing().filter(kind="cut").get(), by=coordinator)
    assert walk(client, process, goals) == {1: (2, 1, 0), 2: (2, 1, 0), 3: (1, 1, 0)}
    reorganisation.merge_groups([groups[0], groups[1]], groups[2], by=coordinator)
    reorganisation.rename_group(Group.objects.get(pk=groups[2].pk), "7", {"fi": "Uusi nimi"}, by=coordinator)
    assert walk(client, process, goals)[2] == (2, 1, 0)
    decided(one, coordinator)
    decided(idea, coordinator)
    assert walk(client, process, goals) == {1: (2, 1, 1), 2: (2, 1, 1), 3: (1, 1, 0)}
    forget_submission(Submission.objects.get(pk=idea.pk))  # answered: its answer stays, its words go
    assert walk(client, process, goals)[2] == (2, 1, 1)
    forget_submission(Submission.objects.get(pk=whole.pk))
    assert walk(client, process, goals) == {1: (2, 1, 1), 2: (1, 1, 1), 3: (0, 0, 0)}
    first.delete()
    third.delete()
    assert walk(client, process, goals)[1] == (0, 0, 0)


def test_journey_and_desk_lead_to_the_goals_until_it_is_erased(client, process, goals, coordinator):
    receipt, code = issue_receipt("way", kind="submission", process=process)
    row = make_submission(process, receipt=receipt)
    link_sources(Measure.objects.get(goal=goals[1]), [row], by=coordinator)
    address = PAGE.format(process.slug) + "goals/2/"
    assert [link.address for link in journey_of(code).contributions[0].goals] == [address]
    assert address in client.post("/fi/receipts/", {"code": code}).content.decode()
    client.force_login(coordinator)
    assert address in client.get(f"/fi/desk/submissions/{row.pk}/").content.decode()
    forget_receipt(receipt, by=None)
    assert families_of(goals)[goals[1].pk] == set()
    assert goals_behind([Submission.objects.get(pk=row.pk)]) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_goals_cost_the_same_for_one_and_three(client, process, goals, coordinator, django_assert_num_queries, count):
    group = make_group(process, code="1")
    for goal in goals[:count]:
        row = lying(process, group)
        make_public_idea(process, submission=row)
        decided(row, coordinator)
        link_sources(Measure.objects.get(goal=goal), [row], by=coordinator)
    with django_assert_num_queries(16):
        client.get(PAGE.format(process.slug))
    assert client.get(PAGE.format(process.slug) + "goals/9/").status_code == 404
    Process.objects.update(state="draft")
    assert client.get(PAGE.format(process.slug) + "goals/1/").status_code == 404
    assert goals_behind([row]) == {}
