"""The ledger of promises: from a published next step to done, with reminders on the way."""

import datetime

import pytest
from django.utils import timezone

from participation.errors import Conflict
from participation.models import Job, JourneyEntry, Notification
from tests.factories.participation import make_follow, make_person, make_submission
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.actions import promises as actions
from workgroups.actions.reviews import decide, publish
from workgroups.logic.reviews import Ruling
from workgroups.models import Promise

DAY = datetime.timedelta(days=1)


@pytest.fixture
def group(process):
    return make_group(process, code="2.1")


@pytest.fixture
def chair(group):
    return make_membership(group, make_person(name="Puheenjohtaja")).person


def promised(group, chair, submission=None, *, text="Penkit asennetaan.", days=30):
    if submission is None:
        submission = make_submission(group.process)
        assign(submission, group)
    due = timezone.localdate() + days * DAY
    ruling = Ruling("adopted", {"fi": "Hyvä ajatus."}, {"fi": text}, due)
    publish(decide(submission, ruling, by=chair, version=submission.version), by=chair)
    return Promise.objects.order_by("pk").last()


def test_published_next_step_comes_to_the_ledger(client, group, chair):
    promise = promised(group, chair)
    assert (promise.text, promise.state) == ({"fi": "Penkit asennetaan."}, "open")
    assert "Penkit asennetaan." in client.get("/fi/groups/2.1/").content.decode()
    client.force_login(chair)
    assert "Penkit asennetaan." in client.get("/fi/desk/promises/").content.decode()
    assert "Penkit asennetaan." not in client.get("/fi/desk/promises/?standing=late").content.decode()


def test_correction_replaces_the_open_promise_and_keeps_its_owner(group, chair):
    first = promised(group, chair)
    first.responsible, first.owner = "Tekninen keskus", chair
    actions.change_promise(first, by=chair)
    submission = first.decision.submission
    submission.refresh_from_db()
    second = promised(group, chair, submission, text="Penkit tulevat keväällä.")
    first.refresh_from_db()
    assert first.state == "replaced"
    assert (second.responsible, second.owner) == ("Tekninen keskus", chair)
    with pytest.raises(Conflict):
        actions.change_promise(first, by=chair)


def test_correction_of_a_kept_promise_promises_nothing_anew(group, chair):
    first = promised(group, chair)
    actions.mark_done(first, {"fi": "Tehty."}, by=chair)
    submission = first.decision.submission
    submission.refresh_from_db()
    promised(group, chair, submission)
    assert Promise.objects.count() == 1


def test_done_is_told_once_in_the_journey_and_to_followers(client, group, chair, work_off, mailoutbox):
    promise = promised(group, chair)
    make_follow(promise.decision.submission)
    client.force_login(chair)
    address = f"/fi/desk/promises/{promise.pk}/done/"
    assert client.post(address, {"note_fi": " "}).status_code == 422
    assert client.post(address, {"note_fi": "Penkit ovat paikallaan."}).status_code == 302
    assert client.post(address, {"note_fi": "Uudestaan"}).status_code == 409
    work_off()
    entry = JourneyEntry.objects.get(stage="done")
    assert entry.text == {"fi": "Penkit ovat paikallaan."}
    assert [mail.to for mail in mailoutbox if "Penkit ovat paikallaan." in mail.body] == [["asukas@example.org"]]
    promise.refresh_from_db()
    assert (promise.state, promise.done_by) == ("done", chair)


def test_reminders_wait_for_their_days_and_reach_the_chair_once(group, chair, mailoutbox, work_off):
    promise = promised(group, chair, days=30)
    jobs = Job.objects.filter(kind=actions.REMIND).order_by("available_at")
    due = timezone.localdate() + 30 * DAY
    assert [timezone.localdate(job.available_at) for job in jobs] == [due - 7 * DAY, due + DAY]
    for _twice in range(2):
        jobs.update(available_at=timezone.now(), done_at=None)
        work_off()
    assert Notification.objects.filter(kind=actions.REMINDER, person=chair).count() == 2
    assert len(mailoutbox) == 2
    assert promise.text["fi"] in mailoutbox[0].body


def test_reminder_of_a_changed_day_or_a_kept_promise_says_nothing(group, chair):
    promise = promised(group, chair)
    old = promise.due.isoformat()
    promise.due += DAY
    actions.change_promise(promise, by=chair)
    assert actions.remind(promise.pk, old, "soon") == 0
    actions.mark_done(promise, {"fi": "Tehty."}, by=chair)
    assert actions.remind(promise.pk, promise.due.isoformat(), "soon") == 0


def test_owner_is_reminded_instead_of_the_chair(client, group, chair):
    member = make_membership(group, role="member").person
    promise = promised(group, chair)
    client.force_login(chair)
    data = {"responsible": "Tekninen keskus", "owner": member.pk, "due": "2030-01-31"}
    assert client.post(f"/fi/desk/promises/{promise.pk}/", data).status_code == 302
    assert client.post(f"/fi/desk/promises/{promise.pk}/", {"due": "huomenna"}).status_code == 422
    promise.refresh_from_db()
    assert (promise.owner, promise.responsible, promise.due) == (member, "Tekninen keskus", datetime.date(2030, 1, 31))
    assert actions.remind(promise.pk, "2030-01-31", "soon") == 1
    assert Notification.objects.get(kind=actions.REMINDER).person == member


def test_late_ones_come_first_and_on_the_overview(client, process, coordinator, group, chair):
    promised(group, chair, text="Ajoissa.")
    late = promised(group, chair, text="Myöhässä oleva.")
    Promise.objects.filter(pk=late.pk).update(due=timezone.localdate() - DAY)
    client.force_login(coordinator)
    page = client.get("/fi/desk/promises/")
    assert [one.text["fi"] for one in page.context["page"]] == ["Myöhässä oleva.", "Ajoissa."]
    assert "Myöhässä oleva." in client.get(f"/fi/desk/processes/{process.slug}/").content.decode()


def test_member_reads_and_strangers_find_nothing(client, group, chair):
    promise = promised(group, chair)
    client.force_login(make_membership(group, role="member").person)
    assert client.get(f"/fi/desk/promises/{promise.pk}/").status_code == 200
    assert client.post(f"/fi/desk/promises/{promise.pk}/done/", {"note_fi": "x"}).status_code == 403
    client.force_login(make_membership(make_group(group.process, code="9")).person)
    assert client.get(f"/fi/desk/promises/{promise.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_ledger_costs_the_same_for_one_and_three(client, group, chair, count, django_assert_num_queries):
    for _n in range(count):
        promised(group, chair)
    client.force_login(chair)
    client.get("/fi/desk/promises/")
    with django_assert_num_queries(8):
        client.get("/fi/desk/promises/")


def test_api_tells_promises_and_meetings_of_own_groups(api, group, chair):
    promise = promised(group, chair)
    api.force_authenticate(chair)
    row = api.get("/api/v1/promises/").json()["results"][0]
    assert (row["id"], row["standing"], row["group"]) == (promise.pk, "open", "2.1")
    api.force_authenticate(make_membership(make_group(group.process, code="9")).person)
    assert api.get("/api/v1/promises/").json()["count"] == 0
