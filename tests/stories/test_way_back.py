"""The way back: a paper answer cut in two, one part in a cluster, decided in two meetings, published, kept; by code only."""

import logging
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from participation.actions.entries import enter_submission
from participation.actions.follows import confirm_follow
from participation.actions.privacy import purge_expired
from participation.logic.retention import months_before
from participation.models import Follow, Process, Submission
from tests.factories.participation import make_follow, make_person, make_submission
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.actions import promises
from workgroups.actions.agenda import record_item, take_to_agenda
from workgroups.actions.clusters import form_cluster
from workgroups.actions.fragments import cut
from workgroups.actions.minutes import approve_minutes
from workgroups.actions.reorganisation import rename_group
from workgroups.actions.reviews import accept
from workgroups.logic.agenda import Record
from workgroups.logic.fragments import Cut
from workgroups.logic.reviews import Ruling
from workgroups.models import Assignment, Meeting, Promise

PAPER = "Olen Maija Meikäläinen, maija@example.org. Lisää busseja koululle. Lisää penkkejä rantaan."
PERSONAL = ("Meikäläinen", "maija@example.org", "asukas@example.org")
STAGES = {
    "fi": ("Vastaanotettu", "Käsitelty", "Päätetty", "Suunniteltu", "Tehty"),
    "sv": ("Mottagen", "Behandlad", "Beslutad", "Planerad", "Klart"),
    "en": ("Received", "Discussed", "Decided", "Planned", "Done"),
}
TEXT = {"fi": "Tehdään.", "sv": "Vi gör det.", "en": "We do it."}
STEP = {"fi": "Kuusi penkkiä.", "sv": "Sex bänkar.", "en": "Six benches."}
DONE = {"fi": "Penkit ovat rannalla.", "sv": "Bänkarna står vid stranden.", "en": "The benches stand by the shore."}


@pytest.fixture
def groups(process):
    return [make_group(process, code=code) for code in ("2.1", "2.2")]


@pytest.fixture
def paper(process, work_off):
    """Keyed in by a clerk; (contribution, code)."""
    row = Submission(process=process, text=PAPER, language="fi", channel="paper", received_on=timezone.localdate())
    stored, code = enter_submission(row, key="4b2f1f6e-3f0f-4b9d-9c45-6f6b5e1f0a11", by=make_person(name="Kirjaaja"))
    work_off()
    stored.refresh_from_db()
    return stored, code


def meet(group, submission, chair, **ruling):
    """Take a contribution to a meeting, decide it there and approve the minutes."""
    meeting = Meeting.objects.create(group=group, number=1, starts=timezone.now())
    lying = Assignment.objects.current().select_related("group", "submission").get(submission=submission)
    if lying.submission.state == "routed":
        accept(lying, by=chair, version=lying.submission.version)
        lying.submission.refresh_from_db()
    item = take_to_agenda(lying, by=chair, version=lying.submission.version)
    submission.refresh_from_db()
    record = Record(ruling=Ruling(**ruling), discussion=TEXT, seen_version=submission.version)
    record_item(item, record, by=chair, version=item.version)
    approve_minutes(meeting, by=chair)


def journey(client, code, language):
    cache.clear()
    return client.post(f"/{language}/receipts/", {"code": code}).content.decode()


def test_a_paper_answer_cut_clustered_decided_twice_and_kept(client, process, groups, paper, work_off, caplog):
    caplog.set_level(logging.DEBUG)
    whole, code = paper
    chairs = [make_membership(group, make_person(name=f"Puheenjohtaja {group.code}")).person for group in groups]
    assign(whole, groups[0])
    whole.refresh_from_db()
    lying = Assignment.objects.current().select_related("group", "submission").get(submission=whole)
    cuts = [Cut("Lisää busseja koululle.", groups[0].pk), Cut("Lisää penkkejä rantaan.", groups[1].pk)]
    buses, benches = cut(lying, cuts, by=chairs[0], version=lying.submission.version)
    other = assign(make_submission(process, text="Rantaan penkkejä."), groups[1]).submission
    form_cluster("Penkit", groups[1], [(one, one.version) for one in (benches, other)], by=chairs[1])
    for submission in (whole, other):
        make_follow(submission)  # the same address follows both sources
    make_follow(whole, email="kirjasto@example.org", language="sv")
    work_off()
    meet(groups[0], buses, chairs[0], outcome="not_adopted", reason=TEXT, next_step={}, due=None)
    for one in (benches, other):
        one.refresh_from_db()
    meet(groups[1], benches, chairs[1], outcome="adopted", reason=TEXT, next_step=STEP, due=timezone.localdate())
    work_off()
    other.refresh_from_db()
    if other.state == "decided":  # the minutes publish what the meeting handled; the rest of the cluster after it
        from workgroups.actions.reviews import publish
        from workgroups.models import Decision

        publish(Decision.objects.get(submission=other, is_current=True), by=chairs[1])
        work_off()
    rename_group(groups[1], "3", {"fi": "Rannat", "sv": "Stränder", "en": "Shores"}, by=chairs[1])
    mail.outbox.clear()
    promise = Promise.objects.get(decision__submission=benches)
    promises.mark_done(promise, DONE, by=chairs[1])
    work_off()
    done = [one for one in mail.outbox if any(text in one.body for text in DONE.values())]
    assert sorted(one.to[0] for one in done) == ["asukas@example.org", "kirjasto@example.org"]
    assert set(Promise.objects.filter(decision__cluster__isnull=False).values_list("state", flat=True)) == {"done"}
    for language, words in STAGES.items():
        page = journey(client, code, language)
        for word in words:
            assert f"<strong>{word}</strong>" in page, (language, word)
        assert page.count('class="stage stage-decided"') == 3  # two parts and the one reply to the whole
        assert page.count('class="stage stage-discussed"') == 2
        assert page.count('class="stage stage-done"') == 1
        assert page.count('class="stage stage-planned"') == 1
        assert TEXT[language] in page
        assert DONE[language] in page
        assert code not in page
        assert not any(word in page for word in PERSONAL), language
    assert not any(word in record.getMessage() for record in caplog.records for word in PERSONAL)
    assert not any(code in record.getMessage() for record in caplog.records)


def test_old_receipt_shows_the_stages_for_years_without_any_words(client, process, groups, paper, work_off):
    whole, code = paper
    chair = make_membership(groups[0], make_person()).person
    assign(whole, groups[0])
    meet(groups[0], whole, chair, outcome="adopted", reason=TEXT, next_step=STEP, due=None)
    work_off()
    Submission.objects.update(received_on=months_before(timezone.localdate(), 40))
    Process.objects.update(state="closed")
    purge_expired()
    page = journey(client, code, "sv")
    assert f"<strong>{STAGES['sv'][2]}</strong>" in page
    assert "Lisää" not in page
    assert not any(word in page for word in PERSONAL)
    assert not Follow.objects.exists()


def test_follow_by_code_is_confirmed_left_in_one_click_and_tells_nobody_who_follows(client, paper, work_off):
    whole, code = paper
    page = journey(client, code, "sv")
    assert 'action="/sv/receipts/follow/"' in page
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    cache.clear()
    assert client.post("/sv/receipts/follow/", {"token": token, "email": "x"}).status_code == 422
    assert client.post("/sv/receipts/follow/", {"token": token + "x", "email": "a@example.org"}).status_code == 302
    first = client.post("/sv/receipts/follow/", {"token": token, "email": "Asukas@example.org"}).content
    again = client.post("/sv/receipts/follow/", {"token": token, "email": "asukas@example.org"}).content
    assert first == again
    work_off()
    (message,) = mail.outbox
    assert message.to == ["asukas@example.org"]
    assert PAPER not in message.body
    link = re.search(r"http://testserver(/sv/messages/\S+/confirm/)", message.body)[1]
    assert Follow.objects.reached().count() == 0
    client.get(link)  # a mail scanner opens links
    assert Follow.objects.reached().count() == 0
    client.post(link)
    assert Follow.objects.reached().get().submission == whole
    leave = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follow.objects.exists()
    assert "Den här länken" in client.get(link).content.decode() or "Länken gäller" in client.get(link).content.decode()
    assert not client.cookies


def test_unconfirmed_addresses_get_nothing_and_are_erased(process, work_off):
    follow = make_follow(make_submission(process), confirmed_on=None)
    assert Follow.objects.reached().count() == 0
    Follow.objects.update(created_on=months_before(timezone.localdate(), 1))
    purge_expired()
    assert not Follow.objects.exists()
    assert confirm_follow(follow) == 0
