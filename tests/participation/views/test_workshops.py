"""The page of a workshop: before, during and after."""

import uuid

import pytest
from django.utils import timezone

from participation.actions.summaries import compile_new_summary
from participation.models import AuditEntry, Process, Submission, Summary, Workshop
from tests.factories.participation import make_person, make_process, make_submission

PROMPTS = [{"fi": "Mikä on tärkeintä?", "en": "What matters most?"}, {"fi": "Mitä puuttuu?", "en": "What is missing?"}]


@pytest.fixture
def workshop(process):
    return Workshop.objects.create(
        process=process, code="ILTA26", name={"fi": "Asukasilta"}, place={"fi": "Kirjasto"}, starts=timezone.now(),
        prompts=PROMPTS, tables=4, state="open",
    )  # fmt: skip


def test_idea_is_left_at_a_table_and_receipted(client, workshop):
    sent = {"key": str(uuid.uuid4()), "text": "Lisää valoja.", "prompt": "2", "table": "3"}
    page = client.post("/en/workshops/ILTA26/", sent)
    assert page.status_code == 201
    assert Submission.objects.get().provenance == {"workshop": "ILTA26", "table": 3, "prompt": 2, "asked": PROMPTS[1]}
    assert client.post("/en/workshops/ILTA26/", sent).status_code == 200


@pytest.mark.parametrize("fields", [{"text": ""}, {"table": "9"}, {"prompt": "7"}])
def test_invalid_form_keeps_the_words(client, workshop, fields):
    sent = {"key": str(uuid.uuid4()), "text": "Lisää valoja.", "prompt": "2"} | fields
    page = client.post("/en/workshops/ILTA26/", sent)
    assert page.status_code == 422
    assert sent["text"] in page.content.decode()
    assert not Submission.objects.exists()


def test_one_prompt_and_one_table_need_no_choice(client, workshop):
    Workshop.objects.update(prompts=PROMPTS[:1], tables=1)
    page = client.get("/en/workshops/ILTA26/").content.decode()
    assert "What matters most?" in page
    assert 'name="prompt"' not in page
    client.post("/en/workshops/ILTA26/", {"key": str(uuid.uuid4()), "text": "Lisää valoja."})
    assert Submission.objects.get().provenance["asked"] == PROMPTS[0]


@pytest.mark.parametrize(
    ("state", "words"), [("coming", "You are welcome without registration"), ("closed", "This workshop has been held")]
)
def test_form_is_there_only_while_open(client, workshop, state, words):
    Workshop.objects.update(state=state)
    assert words in client.get("/en/workshops/ILTA26/").content.decode()
    assert client.post("/en/workshops/ILTA26/", {"text": "Lisää"}).status_code == 409
    assert not Submission.objects.exists()


def test_what_arrived_before_closing_gives_its_receipt_again_and_what_did_not_stays_typed(client, workshop):
    sent = {"key": str(uuid.uuid4()), "text": "Lisää valoja.", "prompt": "1", "table": "1"}
    headers = {"Accept": "application/json"}
    first = client.post("/en/workshops/ILTA26/", sent, headers=headers)
    Workshop.objects.update(state="closed")
    again = client.post("/en/workshops/ILTA26/", sent, headers=headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    late = client.post("/en/workshops/ILTA26/", sent | {"key": str(uuid.uuid4()), "text": "Lisää penkkejä."})
    assert late.status_code == 409
    assert "Lisää penkkejä." in late.content.decode()
    assert Submission.objects.count() == 1


def test_short_address_and_any_case_find_the_workshop(client, workshop):
    assert client.get("/w/ilta26/").headers["Location"] == "/fi/workshops/ilta26/"
    assert client.get("/fi/workshops/ilta26/").status_code == 200


def test_unknown_code_or_hidden_process_is_not_found(client, workshop):
    assert client.get("/fi/workshops/NOPE/").status_code == 404
    Process.objects.update(state="draft")
    assert client.get("/fi/workshops/ILTA26/").status_code == 404


@pytest.fixture
def facilitator(process, client):
    person = make_person(roles=[("facilitator", process)])
    client.force_login(person)
    return person


def test_the_list_of_workshops_is_the_facilitators_first_page(client, workshop, facilitator):
    assert client.get("/en/desk/").headers["Location"] == "/en/desk/workshops/"
    assert "Asukasilta" in client.get("/en/desk/workshops/").content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_workshops_costs_the_same_for_one_and_three(
    client, process, facilitator, n, django_assert_num_queries
):
    for number in range(n):
        Workshop.objects.create(process=process, code=f"W{number}", name={"fi": "Ilta"}, starts=timezone.now())
        make_submission(process, channel="workshop", provenance={"workshop": f"W{number}"})
    with django_assert_num_queries(6):
        page = client.get("/en/desk/workshops/").content.decode()
    assert page.count("1 idea") == n


def test_facilitator_opens_and_closes_a_workshop_once(client, workshop, facilitator):
    Workshop.objects.update(state="coming")
    for verb, state in (("open", "open"), ("open", "open"), ("close", "closed"), ("open", "open")):
        assert client.post(f"/en/desk/workshops/ILTA26/{verb}/").status_code == 302
        workshop.refresh_from_db()
        assert workshop.state == state
    entries = AuditEntry.objects.filter(by=facilitator).order_by("pk").values_list("verb", flat=True)
    assert list(entries) == ["open_workshop", "close_workshop", "open_workshop"]
    assert client.get("/en/desk/workshops/ILTA26/open/").status_code == 405


def test_facilitator_writes_down_what_a_table_says(client, workshop, facilitator):
    sent = {"key": str(uuid.uuid4()), "text": "Lisää valoja.", "prompt": "2", "table": "3"}
    for _time in range(2):
        answer = client.post("/en/desk/workshops/ILTA26/", sent)
        assert answer.headers["Location"] == "/en/desk/workshops/ILTA26/?table=3#id_text"
    idea = Submission.objects.get()
    assert idea.provenance == {"workshop": "ILTA26", "table": 3, "prompt": 2, "asked": PROMPTS[1]}
    assert AuditEntry.objects.get(verb="enter_submission").by == facilitator
    page = client.get("/en/desk/workshops/ILTA26/?table=3").content.decode()
    assert "Lisää valoja." in page
    assert '<option value="3" selected>' in page
    assert "/w/ILTA26/" in page


def test_an_empty_idea_of_a_table_is_refused(client, workshop, facilitator):
    assert client.post("/en/desk/workshops/ILTA26/", {"key": str(uuid.uuid4()), "text": ""}).status_code == 422
    Workshop.objects.update(state="closed")
    assert client.post("/en/desk/workshops/ILTA26/", {"text": "Lisää"}).status_code == 409
    assert not Submission.objects.exists()


def test_workshops_of_other_processes_are_not_found(client, workshop):
    client.force_login(make_person(roles=[("facilitator", make_process())]))
    assert client.get("/en/desk/workshops/ILTA26/").status_code == 404
    assert client.post("/en/desk/workshops/ILTA26/close/").status_code == 404
    client.force_login(make_person(roles=[("clerk", workshop.process)]))
    assert client.get("/en/desk/workshops/").status_code == 403


def test_a_line_is_keyed_with_and_without_script(client, workshop, facilitator):
    address, key = "/en/desk/workshops/ILTA26/table/", str(uuid.uuid4())
    sent = {"key": key, "line": "/t3 /p2 Lisää valoja"}
    for status in (201, 200):
        answer = client.post(address, sent, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()["table"]) == (status, 3)
    assert client.post(address, sent).headers["Location"] == f"{address}?table=3&prompt=2"
    assert (
        client.post(address, {"key": key, "line": "/t9 Idea"}, headers={"Accept": "application/json"}).status_code
        == 400
    )
    assert client.post(address, {"key": key, "line": "#nope Idea"}).status_code == 422
    assert Submission.objects.count() == 1
    assert client.get(address).status_code == 200
    slips = client.post("/en/desk/workshops/ILTA26/slips/", {"count": 3})
    assert slips.content.startswith(b"%PDF")


def test_the_report_of_a_held_workshop_is_found_where_it_was_led(client, workshop, facilitator, coordinator):
    words = "Report of the workshop"
    compile_new_summary(workshop.process, "workshop:ILTA26", by=None)
    Workshop.objects.update(state="closed")
    assert words not in client.get("/en/desk/workshops/ILTA26/").content.decode(), "a draft is the coordinator's"
    client.force_login(coordinator)
    page = client.get("/en/desk/workshops/ILTA26/").content.decode()
    assert words in page
    assert f"/en/desk/summaries/{Summary.objects.get().pk}/" in page
    assert "How to join" not in page
