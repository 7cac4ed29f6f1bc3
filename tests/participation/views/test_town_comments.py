"""Comments in the town's name: by coordinators for the town, by a chair for the group; marked, in three languages."""

import re

import pytest

from participation.models import AuditEntry, Comment
from tests.factories.participation import make_comment, make_person, make_process, make_public_idea
from tests.factories.workgroups import assign, make_group, make_membership


@pytest.fixture
def idea(db):
    """A public idea of a process where somebody looks first at what residents say."""
    town = make_process(ideas_public=True, takes_comments=True, checks_first=True)
    return make_public_idea(town, said={"title": "Penkki rantaan"})


def coordinator_of(idea, **fields):
    return make_person(roles=[("coordinator", idea.process)], **fields)


def desk(idea):
    return f"/en/desk/processes/{idea.process.slug}/ideas/{idea.pk}/comment/"


def public(client, idea, language="en"):
    return client.get(f"/{language}/processes/{idea.process.slug}/ideas/{idea.pk}/").content.decode()


def send(client, address, **fields):
    """Fill in the form as it opened."""
    page = client.get(address).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    return client.post(address, {"key": key} | fields)


def test_a_coordinator_speaks_for_the_town_in_the_reader_s_language_and_takes_it_back(client, idea):
    coordinator = coordinator_of(idea, name="Virpi Virkamies")
    client.force_login(coordinator)
    queue = client.get(f"/en/desk/processes/{idea.process.slug}/ideas/?tab=shown").content.decode()
    assert desk(idea) in queue
    words = {"text_fi": "Selvitämme.", "text_sv": "Vi utreder.", "text_en": ""}
    assert send(client, desk(idea), **words).status_code == 302
    said = Comment.objects.get()
    assert (said.state, said.language, said.by, said.speaker) == ("shown", "fi", coordinator, {})
    for language, shown in (("fi", "Selvitämme."), ("sv", "Vi utreder."), ("en", "Selvitämme.")):
        page = public(client, idea, language)
        assert shown in page
        assert "Virpi" not in page
    assert re.search(r'class="answer-who">.*Mallikaupunki.*The town comments', public(client, idea))
    assert f"?comment={said.pk}" not in public(client, idea), "the town's words are not reported to the town"
    answer = client.get(f"/api/v1/processes/{idea.process.slug}/ideas/{idea.pk}/").json()["comments"][0]
    assert (answer["is_official"], answer["texts"]["sv"]) == (True, "Vi utreder.")
    assert client.post(desk(idea), {"take_back": str(said.pk)}).status_code == 302
    assert "Selvitämme" not in public(client, idea)
    assert client.post(desk(idea), {"take_back": str(said.pk)}).status_code == 302, "twice is once"
    verbs = list(AuditEntry.objects.filter(by=coordinator).order_by("position").values_list("verb", flat=True))
    assert verbs[-2:] == ["say_for_town", "take_back_for_town"]


def test_a_chair_speaks_for_the_group_that_has_the_idea(client, idea):
    group = make_group(idea.process, code="2.1", name={"fi": "Palveluverkko", "en": "Services"})
    chair = make_membership(group).person
    address = f"/en/desk/contributions/{idea.submission_id}/comment/"
    client.force_login(chair)
    assert client.get(address).status_code == 404, "it does not lie with the group yet"
    assign(idea.submission, group)
    assert address in client.get(f"/en/desk/contributions/{idea.submission_id}/").content.decode()
    assert "2.1 Services" in client.get(address).content.decode()
    assert send(client, address, text_en="We look at it in March.").status_code == 302
    assert "2.1 Services" in public(client, idea)
    assert "2.1 Palveluverkko" in public(client, idea, "fi")
    own = Comment.objects.get()
    client.force_login(coordinator_of(idea))
    send(client, desk(idea), text_en="The town answers in May.")
    towns = Comment.objects.exclude(pk=own.pk).get()
    client.force_login(chair)
    assert re.findall(r'name="take_back" value="([^"]+)"', client.get(address).content.decode()) == [str(own.pk)]
    for said, is_shown in ((towns, True), (own, False)):
        client.post(address, {"take_back": str(said.pk)})
        said.refresh_from_db()
        assert (said.state == "shown") is is_shown


def test_what_looks_personal_is_sent_only_after_a_second_look(client, idea):
    client.force_login(coordinator_of(idea))
    words = {"text_fi": "Soita kirjaamoon 040 123 4567."}
    first = send(client, desk(idea), **words)
    assert (first.status_code, Comment.objects.count()) == (422, 0)
    page = first.content.decode()
    assert "Not sent yet" in page
    hidden = dict(re.findall(r'<input type="hidden" name="(key|checked)" value="([^"]*)"', page))
    assert client.post(desk(idea), words | hidden).status_code == 302
    assert "040 123 4567" in public(client, idea)


@pytest.mark.parametrize("words", [{}, {"text_fi": " \n "}, {"text_sv": "x" * 2001}, {"key": "x", "text_fi": "Hei"}])
def test_nothing_and_too_much_are_not_published(client, idea, words):
    client.force_login(coordinator_of(idea))
    assert send(client, desk(idea), **words).status_code == 422
    assert not Comment.objects.exists()


def test_the_words_of_residents_cannot_be_taken_back_here(client, idea):
    said = make_comment(idea)
    client.force_login(coordinator_of(idea))
    client.post(desk(idea), {"take_back": str(said.pk)})
    said.refresh_from_db()
    assert said.state == "shown"
