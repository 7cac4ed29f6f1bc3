"""The public page of a group, and the desk of its people."""

import datetime

import pytest
from django.utils import timezone

from tests.factories.participation import make_person, make_process, make_submission
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.models import Decision, Meeting, Minutes

YESTERDAY = datetime.timedelta(days=1)


@pytest.fixture
def group(process):
    return make_group(process, code="2.1", name={"fi": "Palveluverkko", "sv": "Servicenät"}, task={"fi": "Linjata"})


@pytest.fixture
def chair(group):
    return make_membership(group, make_person(name="Ryhmän 2.1 puheenjohtaja")).person


def publish_decision(group, **fields):
    submission = make_submission(group.process, **fields)
    assign(submission, group)
    return Decision.objects.create(
        submission=submission,
        group=group,
        outcome="adopted",
        reason={"fi": "Hyvä ajatus"},
        next_step={"fi": "Lisätään talousarvioon"},
        published_on=timezone.localdate(),
    )


def hold_meeting(group, number, **fields):
    fields.setdefault("starts", timezone.now() - number * YESTERDAY)
    meeting = Meeting.objects.create(group=group, number=number, **fields)
    if meeting.published_on:
        Minutes.objects.create(meeting=meeting, notes=meeting.notes, words={})
    return meeting


def test_public_page_tells_task_chair_meetings_and_decisions(client, group, chair):
    publish_decision(group, text="Fler bänkar, ring 040 123 4567", title="Bänkar", language="sv")
    hold_meeting(group, 1, state="held", notes={"fi": "Puhuttiin kouluista"}, published_on=timezone.localdate())
    hold_meeting(group, 2, starts=timezone.now() + YESTERDAY, place={"fi": "Kaupungintalo"})

    response = client.get("/fi/groups/2.1/")
    page = response.content.decode()

    assert response.status_code == 200
    for words in ("Linjata", "Ryhmän 2.1 puheenjohtaja", "Puhuttiin kouluista", "Kaupungintalo", "Hyvä ajatus"):
        assert words in page
    assert '<h3 lang="sv" class="answer-title">Bänkar' in page
    assert "040 123 4567" not in page
    assert not response.cookies


def test_public_page_hides_drafts_of_notes_and_unpublished_decisions(client, group):
    decision = publish_decision(group)
    Decision.objects.filter(pk=decision.pk).update(published_on=None)
    hold_meeting(group, 1, state="held", notes={"fi": "Luonnos"})
    page = client.get("/fi/groups/2.1/").content.decode()
    assert "Luonnos" not in page
    assert "Hyvä ajatus" not in page


def test_meeting_only_roughly_known_is_told_in_words(client, group):
    hold_meeting(group, 1, starts=None, when_note={"fi": "tammikuun lopussa"})
    assert "tammikuun lopussa" in client.get("/fi/groups/2.1/").content.decode()


def test_public_page_of_a_heading_lists_its_subgroups(client, process, group):
    heading = make_group(process, code="2", is_heading=True)
    group.parent = heading
    group.save()
    assert "/fi/groups/2.1/" in client.get("/fi/groups/2/").content.decode()


def test_same_code_in_two_processes_opens_the_newest_open_one(client, group):
    twin = make_group(make_process(), code="2.1", name={"fi": "Kaksonen"})
    make_group(make_process(state="closed"), code="2.1", name={"fi": "Suljettu"})
    make_group(make_process(state="draft"), code="2.1", name={"fi": "Luonnos"})

    assert "Kaksonen" in client.get("/fi/groups/2.1/").content.decode()
    named = client.get(f"/fi/groups/2.1/?process={group.process.slug}").content.decode()
    assert "Palveluverkko" in named
    assert "Kaksonen" not in named
    assert client.get("/fi/groups/2.1/?process=muu").status_code == 404
    assert client.get(f"/fi/groups/{twin.code}x/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_public_page_costs_the_same_for_one_and_three(client, process, group, count, django_assert_num_queries):
    for number in range(1, count + 1):
        publish_decision(group)
        hold_meeting(group, number, notes={"fi": "Muistio"}, published_on=timezone.localdate())
        make_membership(make_group(process, parent=group))
    with django_assert_num_queries(13):
        client.get("/fi/groups/2.1/")


@pytest.mark.parametrize("count", [1, 3])
def test_list_at_the_desk_costs_the_same_for_one_and_three(
    client, process, coordinator, count, django_assert_num_queries
):
    for _n in range(count):
        make_membership(make_group(process))
    client.force_login(coordinator)
    client.get("/fi/desk/groups/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/fi/desk/groups/")


LIST_QUERIES = 11


def test_desk_shows_chair_the_own_group_only(client, group, chair):
    other = make_group(group.process, code="2.2")
    client.force_login(chair)
    page = client.get("/fi/desk/groups/")
    assert [b.group.code for _process, branches in page.context["processes"] for b in branches] == ["2.1"]
    assert client.get("/fi/desk/groups/2.1/").status_code == 200
    assert client.get(f"/fi/desk/groups/{other.code}/").status_code == 404


def test_desk_is_closed_to_others(client, group):
    twin_chair = make_membership(make_group(make_process(), code="2.1")).person
    ended = make_membership(group, ends_on=timezone.localdate() - YESTERDAY).person
    assert client.get("/fi/desk/groups/").status_code == 302
    for person in (make_person(), ended):
        client.force_login(person)
        assert client.get("/fi/desk/groups/").status_code == 403
        assert client.get("/fi/desk/groups/2.1/").status_code == 404
    client.force_login(twin_chair)
    assert client.get(f"/fi/desk/groups/2.1/?process={group.process.slug}").status_code == 404


def test_chair_edits_task_and_next_meeting_in_words(client, group, chair):
    client.force_login(chair)
    address = "/fi/desk/groups/2.1/edit/"
    response = client.post(
        address, {"task_fi": "Uusi tehtävä", "note_sv": "i slutet av januari", "contact_email": "ryhma@example.org"}
    )
    group.refresh_from_db()
    assert response.status_code == 302
    assert group.task == {"fi": "Uusi tehtävä"}
    assert group.next_meeting_note == {"sv": "i slutet av januari"}
    assert client.post(address, {"contact_email": "ei osoite"}).status_code == 422


def test_member_reads_but_does_not_edit(client, group):
    client.force_login(make_membership(group, role="member").person)
    assert client.get("/fi/desk/groups/2.1/").status_code == 200
    for address in ("edit/", "meetings/new/"):
        assert client.get(f"/fi/desk/groups/2.1/{address}").status_code == 403


def test_chair_plans_changes_and_tells_of_a_meeting(client, group, chair):
    client.force_login(chair)
    assert client.post("/fi/desk/groups/2.1/meetings/new/", {}).status_code == 422
    client.post("/fi/desk/groups/2.1/meetings/new/", {"when_fi": "tammikuussa"})
    meeting = Meeting.objects.get(group=group)
    assert (meeting.number, meeting.when_note) == (1, {"fi": "tammikuussa"})

    client.post(
        "/fi/desk/groups/2.1/meetings/1/",
        {"starts": "2027-01-28T16:00", "place_fi": "Kaupungintalo", "state": "planned"},
    )
    meeting.refresh_from_db()
    assert timezone.localtime(meeting.starts).hour == 16

    notes = "/fi/desk/groups/2.1/meetings/1/notes/"
    assert client.post(notes, {"notes_fi": "x" * 20_001}).status_code == 422
    assert client.post(notes, {"notes_fi": "Luonnos"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.notes, meeting.published_on) == ({"fi": "Luonnos"}, None)


def test_other_chairs_do_not_touch_the_meetings(client, group):
    hold_meeting(group, 1)
    client.force_login(make_membership(make_group(group.process, code="9")).person)
    for address in ("meetings/new/", "meetings/1/", "meetings/1/notes/"):
        assert client.post(f"/fi/desk/groups/2.1/{address}", {"when_fi": "x", "notes_fi": "x"}).status_code == 404
    assert client.get("/fi/desk/groups/9/meetings/1/").status_code == 404


def test_process_page_shows_the_tree_and_the_next_meeting(client, process, group, chair):
    hold_meeting(group, 1, starts=timezone.now() + YESTERDAY)
    page = client.get(f"/fi/processes/{process.slug}/").content.decode()
    assert f"/fi/groups/2.1/?process={process.slug}" in page
    assert "Ryhmän 2.1 puheenjohtaja" in page
