"""The coordinator looks at ideas, comments and reports, and sets the rules."""

import re

import pytest

from participation.models import AuditEntry, Complaint
from tests.factories.participation import make_comment, make_person, make_process, make_public_idea

QUEUE_QUERIES = 12


@pytest.fixture
def town(db):
    """A process with public ideas, support and comments; what is new is public at once."""
    return make_process(ideas_public=True, takes_support=True, takes_comments=True, checks_first=False)


def at(process, rest=""):
    return f"/en/processes/{process.slug}/ideas/{rest}"


def signed_in(client, process, kind="coordinator"):
    client.force_login(make_person(roles=[(kind, process)]))
    return f"/en/desk/processes/{process.slug}/ideas/"


def test_coordinator_judges_many_with_a_published_reason(client, town):
    idea = make_public_idea(town, state="waiting", shown_on=None)
    bad, fine = make_comment(idea, text="Roskaa", state="waiting"), make_comment(idea, text="Hieno", state="waiting")
    desk = signed_in(client, town)
    page = client.get(desk).content.decode()
    assert page.count("data-item") == 3
    chosen = re.findall(r'form="judge" name="chosen" value="([^"]+)"', page)
    wrong = client.post(desk, {"do": "remove", "chosen": [c for c in chosen if str(bad.pk) in c]})
    assert wrong.status_code == 422
    assert client.post(desk, {"do": "remove", "rule": "other", "chosen": chosen}).status_code == 422
    assert client.post(desk, {"do": "show"}).status_code == 422
    client.post(
        desk, {"do": "remove", "rule": "advert", "note": "Mainos.", "chosen": [c for c in chosen if str(bad.pk) in c]}
    )
    client.post(desk, {"do": "show", "chosen": chosen})  # one of them has changed meanwhile
    for thing in (idea, bad, fine):
        thing.refresh_from_db()
    assert [thing.state for thing in (idea, bad, fine)] == ["shown", "removed", "shown"]
    assert idea.shown_on
    public = client.get(at(town, f"{idea.pk}/")).content.decode()
    assert "because it is an advertisement, or the same again" in public
    assert "Mainos." in public
    assert "Roskaa" not in public
    assert "1 had changed meanwhile" in client.get(desk).content.decode()
    assert AuditEntry.objects.filter(verb="remove_from_public").count() == 1


def test_coordinator_hides_personal_data_of_a_comment_and_puts_reports_aside(client, town):
    comment = make_comment(make_public_idea(town), text="Soita 040 123 4567.")
    Complaint.objects.create(idea=comment.idea, comment=comment, rule="personal")
    desk = signed_in(client, town)
    page = client.get(desk).content.decode()
    assert "1 report" in page
    client.post(desk, {"do": "mask", "chosen": re.findall(r'form="judge" name="chosen" value="([^"]+)"', page)})
    comment.refresh_from_db()
    assert comment.text == "Soita [puhelinnumero]."
    assert "Nothing waits to be looked at." in client.get(desk).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queue_asks_the_same_for_one_and_three(client, town, count, django_assert_num_queries):
    for _place in range(count):
        make_comment(make_public_idea(town, state="waiting"), state="waiting")
    desk = signed_in(client, town)
    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(desk)


def test_coordinator_sets_the_rules(client, town):
    desk = signed_in(client, town)
    assert client.get(f"{desk}rules/").status_code == 200
    client.post(f"{desk}rules/", {"ideas_public": "on", "checks_first": "on"})
    town.refresh_from_db()
    assert (town.ideas_public, town.takes_support, town.takes_comments, town.checks_first) == (True, False, False, True)
    assert AuditEntry.objects.get(verb="change_idea_rules").data["checks_first"] is True


def test_overview_and_process_page_lead_to_the_ideas(client, town):
    make_public_idea(town)
    assert at(town) in client.get(f"/en/processes/{town.slug}/").content.decode()
    desk = signed_in(client, town)
    page = client.get(f"/en/desk/processes/{town.slug}/").content.decode()
    assert desk in page
