"""The library within the builder: kept questions are inserted, questions are kept, locked ones stay as they are."""

import json

import pytest

from surveys.models.authoring import QuestionnaireDraft
from surveys.models.spreading import LibraryItem
from surveys.models.surveys import Survey


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def survey(desk, process):
    desk.post("/fi/desk/library/ready/palvelutyytyvaisyys/", {"process": process.slug, "slug": "kirjasto"})
    return Survey.objects.get(slug="kirjasto")


def edit(desk, address, seen, **data):
    return desk.post(f"/fi/desk/surveys/kirjasto/build/edit/{address}", {"seen": seen, **data}, follow=True)


def test_a_question_is_kept_and_inserted_under_a_free_name(desk, survey):
    desk.get("/fi/desk/surveys/kirjasto/build/")
    kept = desk.post("/fi/desk/surveys/kirjasto/keep/", {"build": "1", "question": "tyytyvaisyys"}, follow=True)
    assert kept.redirect_chain[-1][0].endswith("/build/?q=tyytyvaisyys")
    item = LibraryItem.objects.get()
    page = edit(desk, "?q=tyytyvaisyys", 0, do=f"kept:{item.pk}")
    assert f'id="add-kept-{item.pk}"' in page.content.decode()
    document = QuestionnaireDraft.objects.get().document
    names = [question["name"] for page in document["pages"] for question in page["questions"]]
    assert names[names.index("tyytyvaisyys") + 1] == "tyytyvaisyys_2"
    gone = edit(desk, "", 1, do="kept:999999")
    assert "kirjastossa" in gone.content.decode() or "library" in gone.content.decode()
    missing = desk.post("/fi/desk/surveys/kirjasto/keep/", {"build": "1", "question": "nobody"})
    assert missing.status_code == 302
    assert LibraryItem.objects.count() == 1


def test_a_locked_question_can_be_translated_but_not_changed(desk, survey):
    draft = desk.get("/api/v1/surveys/kirjasto/draft/").json()
    operation = {"do": "change", "at": ["question", "tyytyvaisyys", "required"], "to": None}
    asked = next(q for p in draft["document"]["pages"] for q in p["questions"] if q["name"] == "tyytyvaisyys")
    if not asked.get("required"):
        operation["to"] = True
    address = "/api/v1/surveys/kirjasto/draft/operations/"
    refused = desk.post(address, json.dumps({"seen": 0, "operation": operation}), content_type="application/json")
    assert refused.status_code in (400, 422)
    assert "locked" in refused.content.decode()
    operation = {"do": "delete_question", "question": "tyytyvaisyys"}
    deleted = desk.post(address, json.dumps({"seen": 0, "operation": operation}), content_type="application/json")
    assert "locked" in deleted.content.decode()
    translated = {"do": "change", "at": ["question", "tyytyvaisyys", "label", "et"], "to": "Kui rahul sa oled?"}
    kept = desk.post(address, json.dumps({"seen": 0, "operation": translated}), content_type="application/json")
    assert kept.status_code == 200
    page = edit(desk, "?q=tyytyvaisyys", 1, do="delete").content.decode()
    assert "lukinnut" in page or "locked" in page
    assert QuestionnaireDraft.objects.get().version == 1
    assert "locked-note" in desk.get("/fi/desk/surveys/kirjasto/build/?q=tyytyvaisyys").content.decode()


def test_findings_of_the_check_lead_to_their_question(desk, survey):
    desk.get("/fi/desk/surveys/kirjasto/build/")
    draft = QuestionnaireDraft.objects.get()
    document = draft.document
    document["pages"][0]["questions"].append(
        {"name": "vain_yksi", "type": "single_choice", "label": {"fi": "Valitse", "sv": "Välj", "en": "Choose"},
         "choices": [{"value": "a", "label": {"fi": "A", "sv": "A", "en": "A"}}]}
    )  # fmt: skip
    QuestionnaireDraft.objects.filter(pk=draft.pk).update(document=document, version=1)
    page = desk.get("/fi/desk/surveys/kirjasto/check/").content.decode()
    assert "/fi/desk/surveys/kirjasto/build/?q=vain_yksi" in page
    assert 'id="select-q-vain_yksi" aria-current="true"' in desk.get(
        "/fi/desk/surveys/kirjasto/build/?q=vain_yksi"
    ).content.decode().replace("\n", "")
