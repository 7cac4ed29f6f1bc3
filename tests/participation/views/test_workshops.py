"""The page of a workshop: before, during and after."""

import uuid

import pytest
from django.utils import timezone

from participation.models import Process, Submission, Workshop

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


def test_short_address_and_any_case_find_the_workshop(client, workshop):
    assert client.get("/w/ilta26/").headers["Location"] == "/fi/workshops/ilta26/"
    assert client.get("/fi/workshops/ilta26/").status_code == 200


def test_unknown_code_or_hidden_process_is_not_found(client, workshop):
    assert client.get("/fi/workshops/NOPE/").status_code == 404
    Process.objects.update(state="draft")
    assert client.get("/fi/workshops/ILTA26/").status_code == 404
