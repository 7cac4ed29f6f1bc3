"""Public ideas as visitors use them: list, page, support, comments, reports, an author's choice."""

import datetime
import re
import uuid

import pytest
from django.core.cache import cache

from participation.models import Comment, Complaint, JourneyEntry, PublicIdea, Submission, Support
from tests.factories.participation import (
    make_area,
    make_comment,
    make_process,
    make_public_idea,
    make_submission,
    make_theme,
)

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
MINE = "7K4M-Q2XD-9TVE-B3HC"
MOMENT = datetime.datetime(2026, 11, 22, 12, 0, 5, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _quiet_minute():
    cache.clear()


@pytest.fixture
def town(db):
    """A process with public ideas, support and comments; what is new is public at once."""
    return make_process(ideas_public=True, takes_support=True, takes_comments=True, checks_first=False)


def at(process, rest=""):
    return f"/en/processes/{process.slug}/ideas/{rest}"


def test_list_shows_public_ideas_only(client, town):
    make_public_idea(town, said={"title": "Penkki rantaan"})
    make_public_idea(town, said={"title": "Odottaa"}, state="waiting")
    make_public_idea(town, said={"title": "Otettu takaisin"}, state="taken_back")
    make_public_idea(town, said={"title": "Peruttu", "state": "withdrawn"})
    make_public_idea(town, said={"title": "Solvaus"}, state="removed", rule="insult", judged_on="2026-11-03")
    make_submission(town, title="Ei lupaa")
    page = client.get(at(town)).content.decode()
    assert "Penkki rantaan" in page
    assert not any(word in page for word in ("Odottaa", "Otettu", "Peruttu", "Solvaus", "Ei lupaa"))
    assert "1 idea" in page
    removed = client.get(at(town, "?stage=removed")).content.decode()
    assert "because it insults or threatens somebody" in removed
    assert "Solvaus" not in removed


@pytest.mark.parametrize(
    ("changes", "status"), [({"ideas_public": False}, 404), ({"state": "draft"}, 404), ({"state": "closed"}, 200)]
)
def test_pages_follow_the_process(client, town, changes, status):
    idea = make_public_idea(town)
    type(town).objects.filter(pk=town.pk).update(**changes)
    for rest in ("", f"{idea.pk}/", "news.atom"):
        assert client.get(at(town, rest)).status_code == (status if rest or status == 404 else 200)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_and_three(client, town, count, django_assert_num_queries):
    theme, area = make_theme(town), make_area()
    for _place in range(count):
        make_comment(make_public_idea(town, said={"theme": theme, "area": area}))
    client.get(at(town))
    with django_assert_num_queries(9):
        assert client.get(at(town)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_three_comments(client, town, count, django_assert_num_queries):
    idea = make_public_idea(town)
    for _place in range(count):
        make_comment(idea)
    with django_assert_num_queries(6):
        assert client.get(at(town, f"{idea.pk}/")).status_code == 200


def test_pages_are_alike_for_all_and_kept_by_caches(client, town):
    idea = make_public_idea(town)
    for rest in ("", f"{idea.pk}/", "news.atom"):
        page = client.get(at(town, rest))
        assert not page.cookies
        assert "s-maxage=60" in page.headers["Cache-Control"]
        again = client.get(at(town, rest), headers={"If-None-Match": page.headers["ETag"]})
        assert again.status_code == 304
    assert "news.atom" in client.get(at(town)).content.decode()


def titles(client, town, query):
    return re.findall(r"<h3[^>]*><a[^>]*>(\w+)</a>", client.get(at(town, query)).content.decode())


def test_visitors_search_narrow_and_choose_the_order(client, town):
    theme, area = make_theme(town, slug="liikkuminen"), make_area(slug="ranta")
    bench = make_public_idea(town, said={"title": "Penkki", "text": "Lisää penkkejä rantareitille.", "theme": theme})
    make_public_idea(town, said={"title": "Kirjasto", "text": "Kirjasto auki illalla.", "state": "published"})
    bus = make_public_idea(
        town, said={"title": "Bussi", "text": "Bussi odottaa junaa.", "area": area}, shown_on="2026-01-01"
    )
    for code in "ABC":
        Support.objects.create(idea=bus, voter=code)
    Support.objects.create(idea=bench, voter="A")
    assert titles(client, town, "?q=penkkien") == ["Penkki"]
    assert titles(client, town, "?q=hyppytorni") == []
    assert titles(client, town, "?theme=liikkuminen") == ["Penkki"]
    assert titles(client, town, "?area=ranta") == ["Bussi"]
    assert titles(client, town, "?stage=answered") == ["Kirjasto"]
    assert sorted(titles(client, town, "?stage=open")) == ["Bussi", "Penkki"]
    assert titles(client, town, "?order=supported")[:2] == ["Bussi", "Penkki"]
    assert titles(client, town, "?order=newest")[-1] == "Bussi"
    assert len(titles(client, town, "?order=nonsense&theme=nonsense")) == 3


def test_mixed_order_is_whole_over_its_pages_and_differs_by_seed(client, town):
    for place in range(25):
        make_public_idea(town, said={"title": f"Idea{place}"})
    found = client.get(at(town, "?order=mixed"))
    assert found.status_code == 302
    seen = titles(client, town, "?order=mixed&seed=5") + titles(client, town, "?order=mixed&seed=5&page=2")
    assert sorted(seen) == sorted(f"Idea{place}" for place in range(25))
    assert titles(client, town, "?order=mixed&seed=5") == seen[:20]
    assert titles(client, town, "?order=mixed&seed=6") != seen[:20]


def test_page_gives_the_answer_before_the_words(client, town):
    idea = make_public_idea(town, said={"state": "published", "text": "Rannalle penkki."})
    JourneyEntry.objects.create(submission=idea.submission, stage="routed", text={"en": "On its way."})
    JourneyEntry.objects.create(submission=idea.submission, stage="decided", text={"en": "Six benches in May."})
    page = client.get(at(town, f"{idea.pk}/")).content.decode().split("<main")[1]
    words = page.index("<blockquote")
    assert page.index("Six benches in May.") < words < page.index("On its way.")


def test_internal_decision_stays_internal(client, town):
    idea = make_public_idea(town, said={"state": "decided"})
    page = client.get(at(town, f"{idea.pk}/")).content.decode()
    assert "In review" in page
    assert "Decided" not in page


def test_removed_idea_says_why_and_nothing_of_itself(client, town):
    idea = make_public_idea(town, said={"text": "Salainen sana."}, state="removed", rule="personal", note="Kertoi naapurista.", note_language="fi", judged_on="2026-11-03")  # fmt: skip
    page = client.get(at(town, f"{idea.pk}/"))
    assert "Kertoi naapurista." in page.content.decode()
    assert "Salainen" not in page.content.decode()
    for verb in ("support", "comment", "report"):
        assert client.get(at(town, f"{idea.pk}/{verb}/")).status_code == 404


def test_support_without_script_counts_one_code_once(client, town):
    idea = make_public_idea(town)
    address = at(town, f"{idea.pk}/support/")
    code = CODE.search(client.get(address).content.decode())[0]
    for _press in range(2):
        page = client.post(address, {"code": code})
    assert page.status_code == 200
    assert "The idea has 1 supporter now." in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert code in page.content.decode()
    assert code.replace("-", "") not in Support.objects.get().voter
    back = client.post(address, {"code": code.lower().replace("-", " "), "on": "0"})
    assert "0 supporters" in back.content.decode()


def test_support_by_script_answers_in_numbers(client, town):
    address = at(town, f"{make_public_idea(town).pk}/support/")
    said = client.post(address, {"code": MINE, "on": "1"}, headers={"Accept": "application/json"})
    assert (said.status_code, said.json()) == (200, {"supporters": 1, "on": True})
    wrong = client.post(address, {"code": "no code"}, headers={"Accept": "application/json"})
    assert wrong.status_code == 422
    assert "16 letters" in wrong.json()["message"]


def test_support_is_refused_where_it_is_not_taken_and_from_elsewhere(client, town):
    idea = make_public_idea(town)
    address = at(town, f"{idea.pk}/support/")
    assert client.post(address, {"code": MINE}, headers={"Origin": "https://evil.example"}).status_code == 403
    type(town).objects.update(takes_support=False)
    assert client.post(address, {"code": MINE}).status_code == 409
    assert not Support.objects.exists()


@pytest.mark.parametrize(
    ("verb", "fields", "limit"),
    [
        ("support", {"code": MINE}, "participation.views.idea_support.SUPPORTS_A_MINUTE"),
        ("comment", {"text": "Hyvä.", "key": str(uuid.uuid4())}, "participation.views.idea_comments.COMMENTS_A_MINUTE"),
        ("report", {"rule": "insult", "key": str(uuid.uuid4())}, "participation.views.idea_comments.COMPLAINTS_A_MINUTE"),
    ],
)  # fmt: skip
def test_writes_from_one_network_have_a_limit(client, town, monkeypatch, verb, fields, limit):
    monkeypatch.setattr("participation.actions.receipts.timezone.now", lambda: MOMENT)
    monkeypatch.setattr(limit, 2)
    address = at(town, f"{make_public_idea(town).pk}/{verb}/")
    assert [client.post(address, fields).status_code for _press in range(3)][1:] != [429, 429]
    late = client.post(address, fields)
    assert late.status_code == 429
    assert late.headers["Retry-After"] == "60"


def test_code_shows_what_it_supports_and_takes_all_back(client, town):
    idea, other = make_public_idea(town, said={"title": "Penkki"}), make_public_idea(town, said={"title": "Bussi"})
    for one in (idea, other):
        client.post(at(town, f"{one.pk}/support/"), {"code": MINE})
    found = client.post(at(town, "support/"), {"code": MINE}).content.decode()
    assert "This code supports 2 ideas" in found
    assert "Penkki" in found
    gone = client.post(at(town, "support/"), {"code": MINE, "do": "drop"}).content.decode()
    assert "Your support is taken back" in gone
    assert not Support.objects.exists()
    assert client.post(at(town, "support/"), {"code": "nonsense"}).status_code == 422
    assert client.post(at(town, "support/"), {"code": ""}).status_code == 422


def test_comment_is_public_at_once_and_taken_back_by_code(client, town):
    idea = make_public_idea(town)
    words = {"key": str(uuid.uuid4()), "text": "Todella hyvä ajatus, tätä kaivataan rannalla."}
    first = client.post(at(town, f"{idea.pk}/comment/"), words)
    again = client.post(at(town, f"{idea.pk}/comment/"), words)
    assert (first.status_code, again.status_code, Comment.objects.count()) == (201, 200, 1)
    code = CODE.search(first.content.decode())[0]
    assert code in again.content.decode()
    page = client.get(at(town, f"{idea.pk}/")).content.decode()
    assert '<blockquote class="words" lang="fi"><p>Todella hyvä' in page
    journey = client.post("/en/receipts/", {"code": code}).content.decode()
    assert "Todella hyvä" in journey
    fields = dict(
        re.findall(r'name="(token|which)" value="([^"]+)"', journey.split("receipts/public/")[1].split("</form>")[0])
    )
    back = client.post("/en/receipts/public/", fields | {"public": "no"})
    assert "You took it back" in back.content.decode()
    assert "Todella hyvä" not in client.get(at(town, f"{idea.pk}/")).content.decode()


def test_personal_data_in_a_comment_is_shown_hidden_before_it_is_sent(client, town):
    idea = make_public_idea(town)
    address, key = at(town, f"{idea.pk}/comment/"), str(uuid.uuid4())
    told = client.post(address, {"key": key, "text": "Soittakaa 040 123 4567, autan."})
    assert told.status_code == 422
    assert "[puhelinnumero]" in told.content.decode() or "[phone number]" in told.content.decode()
    assert "Not sent yet" in told.content.decode()
    assert not Comment.objects.exists()
    client.post(address, {"key": key, "text": "Soittakaa 040 123 4567, autan.", "checked": "1"})
    assert Comment.objects.get().state == "waiting"  # insisted: a coordinator reads it first


@pytest.mark.parametrize("fields", [{"text": " "}, {"text": "a" * 2001}, {"website": "x"}, {"key": "x"}])
def test_comment_that_cannot_be_kept_stays_on_the_form(client, town, fields):
    idea = make_public_idea(town)
    page = client.post(at(town, f"{idea.pk}/comment/"), {"key": str(uuid.uuid4()), "text": "Hyvä."} | fields)
    assert page.status_code == 422
    assert not Comment.objects.exists()


def test_other_comment_under_the_same_key_and_closed_comments_are_refused(client, town):
    idea, key = make_public_idea(town), str(uuid.uuid4())
    address = at(town, f"{idea.pk}/comment/")
    client.post(address, {"key": key, "text": "Hyvä."})
    assert client.post(address, {"key": key, "text": "Huono."}).status_code == 422
    type(town).objects.update(takes_comments=False)
    assert client.post(address, {"key": str(uuid.uuid4()), "text": "Hyvä."}).status_code == 409


def test_report_goes_to_the_coordinator_and_hides_nothing(client, town):
    comment = make_comment(make_public_idea(town), text="Ikävä sana.")
    address = at(town, f"{comment.idea_id}/report/")
    assert "Ikävä sana." in client.get(f"{address}?comment={comment.pk}").content.decode()
    words = {"key": str(uuid.uuid4()), "comment": str(comment.pk), "rule": "insult", "text": "Loukkaa"}
    assert [client.post(address, words).status_code for _press in range(2)] == [201, 201]
    told = Complaint.objects.get()
    assert (told.comment, told.rule, told.is_open) == (comment, "insult", True)
    assert "Ikävä sana." in client.get(at(town, f"{comment.idea_id}/")).content.decode()
    assert client.post(address, words | {"rule": ""}).status_code == 422
    assert client.get(f"{address}?comment={uuid.uuid4()}").status_code == 404


def send(client, process, **fields):
    words = {"key": str(uuid.uuid4()), "text": "Lisää penkkejä rantareitille, jotta vanhukset jaksavat kävellä."}
    return client.post(f"/en/processes/{process.slug}/submit/", words | fields)


def test_author_is_asked_and_only_a_yes_makes_an_idea_public(client, town):
    form = client.get(f"/en/processes/{town.slug}/submit/").content.decode()
    assert re.search(r'<input type="checkbox" name="publish"[^>]*>', form)
    assert "checked" not in re.search(r'<input type="checkbox" name="publish"[^>]*>', form)[0]
    send(client, town)
    assert not PublicIdea.objects.exists()
    send(
        client,
        town,
        publish="on",
        text="Aivan muuta: uimahalli auki sunnuntaisin, soita Matti Meikäläiselle 040 1234567.",
    )
    public = PublicIdea.objects.get()
    assert public.state == "shown"
    assert "040" not in public.text
    assert "Meikäläi" not in public.text
    type(town).objects.update(ideas_public=False)
    assert 'name="publish"' not in client.get(f"/en/processes/{town.slug}/submit/").content.decode()


def test_author_lets_the_public_read_later_and_takes_it_back(client, town):
    code = CODE.search(send(client, town).content.decode())[0]
    idea_key = Submission.objects.get().pk
    for choice, state, words in (("yes", "shown", "Everybody can read it."), ("no", "taken_back", "You took it back.")):
        journey = client.post("/en/receipts/", {"code": code}).content.decode()
        fields = dict(
            re.findall(
                r'name="(token|which)" value="([^"]+)"', journey.split("receipts/public/")[1].split("</form>")[0]
            )
        )
        page = client.post("/en/receipts/public/", fields | {"public": choice})
        assert words in page.content.decode()
        assert PublicIdea.objects.get(submission=idea_key).state == state
    assert client.post("/en/receipts/public/", {"token": "forged", "which": str(idea_key)}).status_code == 422
    stranger = make_submission(town)
    assert client.post("/en/receipts/public/", fields | {"which": str(stranger.pk), "public": "yes"}).status_code == 422
    assert client.get("/en/receipts/public/").status_code == 302


def test_like_ideas_are_shown_once_before_sending(client, town):
    make_public_idea(town, said={"title": "Penkit rantareitille", "text": "Rantareitti tarvitsee penkkejä, vanhukset eivät jaksa kävellä."})  # fmt: skip
    make_public_idea(town, said={"title": "Kirjasto", "text": "Kirjasto auki myös lauantaisin."})
    key = str(uuid.uuid4())
    first = send(client, town, key=key, title="Penkkejä", publish="on")
    page = first.content.decode()
    assert first.status_code == 200
    assert "Not sent yet" in page
    assert "Penkit rantareitille" in page
    assert "Kirjasto" not in page
    assert not Submission.objects.filter(title="Penkkejä").exists()
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert client.post(f"/en/processes/{town.slug}/submit/", kept).status_code == 201
    assert PublicIdea.objects.filter(title="Penkkejä").exists()
    assert send(client, town, key=key, title="Penkkejä", publish="on").status_code == 200  # sent again: the receipt
