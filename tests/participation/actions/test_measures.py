"""Measures lead back to contributions: linking takes along what was decided together, moving tells everybody once."""

import pytest

from participation.actions.measures import link_sources, move_measure, unlink_source
from participation.errors import Conflict, ParticipationError
from participation.models import AuditEntry, Goal, JourneyEntry, Measure, MeasureSource, Notification, Strategy
from participation.queries.measures import to_link
from tests.factories.participation import make_follow, make_person, make_process, make_submission
from tests.factories.workgroups import assign, make_group
from workgroups.actions.clusters import form_cluster

PAGE, LIST = 12, 13


@pytest.fixture
def measure(process):
    goal = Goal.objects.create(strategy=Strategy.objects.create(process=process, name={"fi": "S"}), number=1, name={})
    return Measure.objects.create(goal=goal, order=1, name={"fi": "Penkit rantaan", "sv": "Bänkar vid stranden"})


@pytest.fixture
def cluster(process, coordinator):
    group = make_group(process, code="1")
    rows = [make_submission(process, text=f"Penkkejä rantaan, toive {n}") for n in range(3)]
    for row in rows:
        assign(row, group)
        row.refresh_from_db()
    form_cluster("Penkit", group, [(row, row.version) for row in rows], by=coordinator)
    return rows


def test_authors_of_all_that_was_decided_together_hear_of_each_move_once(measure, cluster, coordinator):
    for row in cluster[:2]:
        make_follow(row, email="sama@example.org")
    make_follow(cluster[2], email="toinen@example.org", language="sv")
    assert link_sources(measure, cluster[:1], by=coordinator) == sorted(cluster, key=lambda row: row.pk)
    assert link_sources(measure, cluster, by=coordinator) == []
    move_measure(measure, "under_way", seen="planned", by=coordinator)
    with pytest.raises(Conflict):
        move_measure(measure, "done", seen="planned", by=coordinator)
    move_measure(measure, "done", seen="under_way", by=coordinator)
    for row in cluster:
        stages = list(JourneyEntry.objects.filter(submission=row).order_by("pk").values_list("stage", flat=True))
        assert stages[-3:] == ["planned", "planned", "done"]
    entry = JourneyEntry.objects.order_by("-pk").first()
    assert "Penkit rantaan" in entry.text["fi"]
    assert "Bänkar vid stranden" in entry.text["sv"]
    told = Notification.objects.filter(kind="participation.measure_moved")
    assert sorted(told.values_list("follow__email", flat=True)) == ["sama@example.org"] * 3 + ["toinen@example.org"] * 3
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert [verb for verb in verbs if "measure" in verb].count("move_measure") == 2


def test_what_cannot_be_linked(measure, coordinator, process):
    stranger = make_submission(make_process())
    for chosen in ([], [stranger]):
        with pytest.raises(ParticipationError):
            link_sources(measure, chosen, by=coordinator)
    with pytest.raises(ParticipationError):
        move_measure(measure, "planned", seen="planned", by=coordinator)
    own = make_submission(process)
    link_sources(measure, [own], by=coordinator)
    unlink_source(measure, own.pk, by=coordinator)
    with pytest.raises(Conflict):
        unlink_source(measure, own.pk, by=coordinator)


@pytest.mark.parametrize("n", [1, 3])
def test_pages_of_measures(client, coordinator, measure, process, n, django_assert_num_queries):
    rows = [make_submission(process, text=f"Penkkejä torille {n}") for n in range(n)]
    client.force_login(coordinator)
    page = f"/fi/desk/measures/{measure.pk}/"
    found = client.get(page, {"q": rows[0].reference})
    assert rows[0].reference in found.content.decode()
    assert client.post(page + "link/", {}).status_code == 422
    assert client.post(page + "link/", {"sources": [row.pk for row in rows]}).status_code == 302
    assert client.post(page + "move/", {"state": "dance", "seen": "planned"}).status_code == 422
    assert client.post(page + "move/", {"state": "done", "seen": "planned"}).status_code == 302
    assert client.post(page + "move/", {"state": "under_way", "seen": "planned"}).status_code == 422
    with django_assert_num_queries(PAGE):
        client.get(page)
    with django_assert_num_queries(LIST):
        client.get(f"/fi/desk/processes/{process.slug}/measures/")
    assert to_link(measure, rows[0].reference) == []
    shown = client.get(f"/fi/processes/{process.slug}/strategy/").context["goals"][0].measures[0].measure
    assert (shown.source_count, shown.state) == (n, "done")
    assert client.post(page + "unlink/", {"sources": [rows[0].pk]}).status_code == 302
    assert MeasureSource.objects.count() == n - 1
    client.force_login(make_person())
    assert client.get(page).status_code == 404
