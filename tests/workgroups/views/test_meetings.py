"""A meeting from its agenda to published minutes, as chair, secretary, member, resident and others meet it."""

import datetime
import io

import pikepdf
import pytest
from django.utils import timezone

from participation.models import AuditEntry, JourneyEntry, Notification
from tests.factories.participation import make_follow, make_person, make_submission, make_theme
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.models import AgendaItem, Decision, Meeting, Minutes, Promise

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def group(process):
    return make_group(process, code="2.1", name={"fi": "Palveluverkko", "sv": "Servicenät", "en": "Service network"})


@pytest.fixture
def chair(group):
    return make_membership(group, make_person(name="Puheenjohtaja Virtanen")).person


@pytest.fixture
def meeting(group):
    return Meeting.objects.create(group=group, number=1, starts=timezone.now() - HOUR, place={"fi": "Kaupungintalo"})


def waiting(group, **fields):
    submission = make_submission(group.process, **fields)
    assign(submission, group)
    return submission


def address(meeting, page):
    return f"/fi/desk/groups/2.1/meetings/{meeting.number}/{page}/"


def take(client, submission):
    submission.refresh_from_db()
    return client.post(f"/fi/desk/contributions/{submission.pk}/agenda/", {"version": submission.version})


def record(client, item, **data):
    item.refresh_from_db()
    data = {"item_version": item.version, **data}
    if item.submission:
        item.submission.refresh_from_db()
        data["version"] = item.submission.version
    return client.post(f"/fi/desk/matters/{item.pk}/", data)


def test_meeting_of_eight_matters_from_agenda_to_published_minutes(client, group, chair, meeting, work_off):
    secretary = make_membership(group, make_person(name="Sihteeri Lahti"), role="secretary").person
    member = make_membership(group, make_person(name="Jäsen Niemi"), role="member").person
    submissions = [waiting(group, title=f"Idea {n}", theme=make_theme(group.process)) for n in range(1, 8)]
    make_follow(submissions[0])
    client.force_login(chair)
    for submission in submissions:
        assert take(client, submission).status_code == 302
        submission.refresh_from_db()
        assert submission.state == "on_agenda"
    assert client.post(address(meeting, "agenda"), {"title_fi": "Verkkosuunnitelma"}).status_code == 302
    items = list(AgendaItem.objects.filter(meeting=meeting).select_related("submission"))
    assert [item.order for item in items] == list(range(1, 9))
    client.post(f"/fi/desk/matters/{items[7].pk}/move/", {"direction": "earlier"})

    client.force_login(secretary)
    client.post(address(meeting, "attendance"), {"present": [chair.pk, secretary.pk, member.pk]})
    for n, item in enumerate(items[:6]):
        decided = {"outcome": "adopted", "reason_fi": f"Syy {n}", "next_step_fi": f"Askel {n}", "due": "2030-03-31"}
        response = record(client, item, discussion_fi="Puhuttiin.", **decided)
        assert response.status_code == 302, response.context["form"].errors
    votes = {"votes_for": "1", "votes_against": "0", "abstained": "1", "disqualified": [member.pk]}
    assert record(client, items[7], **votes).status_code == 302
    client.post(address(meeting, "end"))
    items[6].submission.refresh_from_db()
    assert items[6].submission.state == "in_review"
    assert client.post(address(meeting, "minutes"), {"after": "0"}).status_code == 403

    client.force_login(chair)
    assert client.post(address(meeting, "minutes"), {"after": "0"}).status_code == 302
    work_off()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.published_on) == ("held", timezone.localdate())
    assert Decision.objects.filter(published_on__isnull=False).count() == 6
    assert Promise.objects.filter(group=group, due="2030-03-31").count() == 6
    told = JourneyEntry.objects.filter(stage="discussed")
    assert set(told.values_list("submission", flat=True)) == {item.submission_id for item in items[:6]}
    assert set(told.values_list("on", flat=True)) == {timezone.localdate(meeting.starts)}
    assert Notification.objects.filter(follow__isnull=False, kind="participation.outcome_published").count() == 1

    client.logout()
    page = client.get("/fi/groups/2.1/minutes/1/").content.decode()
    for words in ("Idea 1", "Syy 0", "Askel 5", "Verkkosuunnitelma", "Kaupungintalo"):
        assert words in page
    for name in ("Virtanen", "Lahti", "Niemi"):
        assert name not in page
    group_page = client.get("/fi/groups/2.1/").content.decode()
    assert f"/fi/groups/2.1/minutes/1/?process={group.process.slug}#matter-" in group_page
    assert "Askel 0" in group_page


def test_minutes_as_pdf_can_be_read_aloud(client, group, chair, meeting):
    submission = waiting(group, title='Penkki #strong[ja] "lainaus" \\ $x$', language="sv")
    client.force_login(chair)
    take(client, submission)
    item = AgendaItem.objects.get()
    record(client, item, outcome="not_adopted", reason_fi="Ei nyt #panic()")
    client.post(address(meeting, "minutes"), {"after": "0"})
    client.logout()
    for code, title in (("fi", "2.1"), ("sv", "2.1"), ("en", "Minutes of meeting 1 of working group 2.1")):
        response = client.get(f"/{code}/groups/2.1/minutes/1/pdf/")
        assert response["Content-Type"] == "application/pdf"
        assert not response.cookies
        with pikepdf.open(io.BytesIO(response.content)) as pdf:
            assert str(pdf.Root.Lang).startswith(code)
            assert bool(pdf.Root.MarkInfo.Marked)
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
            assert title in str(pdf.docinfo.Title)
            tags = {str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one}
            assert {"/H1", "/H2", "/P"} <= tags
    client.force_login(chair)
    assert client.get(address(meeting, "agenda/pdf")).content.startswith(b"%PDF")


def test_two_people_recording_one_matter_lose_nothing(client, group, chair, meeting):
    client.force_login(chair)
    item = AgendaItem.objects.create(meeting=meeting, order=1, title={"fi": "Asia"})
    stale = {"item_version": item.version, "discussion_fi": "Toinen"}
    record(client, item, discussion_fi="Ensimmäinen")
    response = client.post(f"/fi/desk/matters/{item.pk}/", stale)
    assert response.status_code == 409
    assert "Toinen" in response.content.decode()
    item.refresh_from_db()
    assert item.discussion == {"fi": "Ensimmäinen"}


def test_matter_decided_elsewhere_is_refused_and_rolled_back(client, group, chair, meeting):
    client.force_login(chair)
    submission = waiting(group)
    take(client, submission)
    item = AgendaItem.objects.get()
    seen = {"item_version": item.version, "version": 1, "outcome": "adopted", "reason_fi": "Syy"}
    assert client.post(f"/fi/desk/matters/{item.pk}/", seen).status_code == 409
    item.refresh_from_db()
    assert (item.state, item.decision_id) == ("open", None)


def test_record_refuses_more_votes_than_people_and_half_a_vote(client, group, chair, meeting):
    client.force_login(chair)
    item = AgendaItem.objects.create(meeting=meeting, order=1, title={"fi": "Asia"})
    client.post(address(meeting, "attendance"), {"present": [chair.pk]})
    assert record(client, item, votes_for="2", votes_against="0").status_code == 422
    assert record(client, item, votes_for="1").status_code == 422
    assert record(client, item, votes_for="1", votes_against="0").status_code == 302


def test_matter_without_a_name_is_refused(client, group, chair, meeting):
    client.force_login(chair)
    response = client.post(address(meeting, "agenda"), {"note": "x"})
    assert response.status_code == 422
    assert not AgendaItem.objects.exists()


def test_removed_matter_gives_its_contribution_back(client, group, chair, meeting):
    client.force_login(chair)
    submission = waiting(group)
    take(client, submission)
    client.post(f"/fi/desk/matters/{AgendaItem.objects.get().pk}/remove/")
    submission.refresh_from_db()
    assert submission.state == "in_review"
    assert not AgendaItem.objects.exists()


def test_no_agenda_without_a_meeting_ahead(client, group, chair):
    client.force_login(chair)
    submission = waiting(group)
    take(client, submission)
    submission.refresh_from_db()
    assert submission.state == "routed"


def test_correction_makes_a_version_and_keeps_the_old_one(client, group, chair, meeting):
    client.force_login(chair)
    client.post(address(meeting, "notes"), {"notes_fi": "Vanha teksti"})
    client.post(address(meeting, "minutes"), {"after": "0"})
    client.post(address(meeting, "notes"), {"seen": '{"fi": "Vanha teksti"}', "notes_fi": "Uusi teksti"})
    assert "Vanha teksti" in client.get("/fi/groups/2.1/minutes/1/").content.decode()
    assert client.post(address(meeting, "minutes"), {"after": "1"}).status_code == 422
    assert client.post(address(meeting, "minutes"), {"after": "0", "correction": "x"}).status_code == 409
    assert client.post(address(meeting, "minutes"), {"after": "1", "correction": "Teksti"}).status_code == 302
    assert "Uusi teksti" in client.get("/fi/groups/2.1/minutes/1/").content.decode()
    old = client.get("/fi/groups/2.1/minutes/1/?version=1").content.decode()
    assert "Vanha teksti" in old
    assert "Uusi teksti" not in old
    assert list(Minutes.objects.values_list("version", "is_current")) == [(1, False), (2, True)]
    assert client.get("/fi/groups/2.1/minutes/1/?version=3").status_code == 404


def test_meeting_still_ahead_has_no_minutes(client, group, chair, meeting):
    Meeting.objects.update(starts=timezone.now() + HOUR, notes={"fi": "x"})
    client.force_login(chair)
    assert client.post(address(meeting, "minutes"), {"after": "0"}).status_code == 422
    assert not Minutes.objects.exists()
    assert client.get("/fi/groups/2.1/minutes/1/").status_code == 404


def test_decision_that_is_not_ready_stops_the_minutes(client, group, chair, meeting):
    client.force_login(chair)
    take(client, waiting(group))
    record(client, AgendaItem.objects.get(), outcome="adopted", reason_fi="Syy")
    assert client.post(address(meeting, "minutes"), {"after": "0"}).status_code == 422
    assert not Minutes.objects.exists()
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_member_looks_on_without_writing(client, group, meeting):
    client.force_login(make_membership(group, role="member").person)
    item = AgendaItem.objects.create(meeting=meeting, order=1, title={"fi": "Asia"})
    page = client.get(address(meeting, "live"), {"follow": "1"})
    assert (page.status_code, page["Refresh"]) == (200, "20")
    assert "Refresh" not in client.get(address(meeting, "live"))
    for page in ("agenda", "invite", "attendance", "end", "minutes"):
        assert client.post(address(meeting, page)).status_code == 403
    for page in ("", "move/", "remove/"):
        assert client.post(f"/fi/desk/matters/{item.pk}/{page}").status_code == 403


def test_other_chairs_find_nothing(client, group, meeting):
    item = AgendaItem.objects.create(meeting=meeting, order=1, title={"fi": "Asia"})
    client.force_login(make_membership(make_group(group.process, code="9")).person)
    for page in ("agenda", "live", "minutes", "agenda/pdf"):
        assert client.get(address(meeting, page)).status_code == 404
    assert client.get(f"/fi/desk/matters/{item.pk}/").status_code == 404


def test_invitation_reaches_each_member_once_for_each_time(client, group, chair, meeting, work_off, mailoutbox):
    make_membership(group, role="member")
    client.force_login(chair)
    for _twice in range(2):
        client.post(address(meeting, "invite"))
        work_off()
    assert len(mailoutbox) == 2
    assert "Kaupungintalo" in mailoutbox[0].body
    start = timezone.localtime(meeting.starts + HOUR).strftime("%Y-%m-%dT%H:%M")
    client.post("/fi/desk/groups/2.1/meetings/1/", {"starts": start, "place_fi": "Kirjasto", "state": "planned"})
    client.post(address(meeting, "invite"))
    work_off()
    assert len(mailoutbox) == 4
    assert "Kirjasto" in mailoutbox[3].body
    assert AuditEntry.objects.filter(verb="invite_members").count() == 3


def test_calendar_tells_meetings_and_cancellations(client, group, meeting):
    Meeting.objects.create(
        group=group, number=2, starts=timezone.now() + HOUR, state="cancelled", link="https://x.fi/1"
    )
    Meeting.objects.create(group=group, number=3, when_note={"fi": "keväällä"})
    response = client.get("/sv/groups/2.1/meetings.ics")
    told = response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert told.count("BEGIN:VEVENT") == 2
    assert "TZID:Europe/Helsinki" in told
    assert "STATUS:CANCELLED" in told
    assert "x.fi" not in told
    assert not response.cookies


@pytest.mark.parametrize("count", [1, 3])
def test_agenda_costs_the_same_for_one_and_three(client, group, chair, meeting, count, django_assert_num_queries):
    client.force_login(chair)
    for n in range(count):
        submission = waiting(group, theme=make_theme(group.process))
        AgendaItem.objects.create(meeting=meeting, order=n, submission=submission)
    client.get(address(meeting, "agenda"))
    with django_assert_num_queries(9):
        client.get(address(meeting, "agenda"))
    with django_assert_num_queries(11):
        client.get(address(meeting, "live"))
    with django_assert_num_queries(14):
        client.get(address(meeting, "minutes"))


def test_minutes_wait_for_the_meeting_and_name_matters_that_nobody_may_quote_by_their_theme(client, group, chair):
    ahead = Meeting.objects.create(group=group, number=5, starts=timezone.now() + HOUR)
    theme = make_theme(group.process, name={"fi": "Liikenne"})
    silent = waiting(group, theme=theme, text="Lossi yöllä", provenance={"quotable": False})
    AgendaItem.objects.create(meeting=ahead, order=1, submission=silent)
    client.force_login(chair)
    draft = client.get(address(ahead, "minutes")).content.decode()
    assert "Ei vielä käsitelty." in draft
    assert "Kokous ei ole vielä alkanut." in draft
    assert "Liikenne</span>" in draft
    assert "Lossi yöllä" not in draft
    live = client.get(address(ahead, "live")).content.decode()
    assert "Lossi yöllä" in live
    assert "/end/" not in live


def test_notes_that_somebody_else_changed_are_shown_and_kept(client, chair, meeting):
    client.force_login(chair)
    meeting.notes = {"fi": "Sihteeri kirjoitti"}
    meeting.save()
    early = {"seen": "{}", "notes_fi": "Puheenjohtaja kirjoitti"}
    answer = client.post(address(meeting, "notes"), early)
    assert answer.status_code == 409
    assert "Sihteeri kirjoitti" in answer.content.decode()
    assert answer.context["form"]["notes_fi"].value() == "Puheenjohtaja kirjoitti"
    meeting.refresh_from_db()
    assert meeting.notes == {"fi": "Sihteeri kirjoitti"}
    again = early | {"seen": answer.context["form"]["seen"].value()}
    assert client.post(address(meeting, "notes"), again).status_code == 302
    meeting.refresh_from_db()
    assert meeting.notes == {"fi": "Puheenjohtaja kirjoitti"}
