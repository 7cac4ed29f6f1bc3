"""The builder in the browser without its script: every button is a form, every refusal says why, nothing typed is lost."""

import json
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from surveys.actions import authoring
from surveys.actions.questionnaires import publish_version
from surveys.logic.authoring import operations as ops
from surveys.logic.authoring.working import questions_in
from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.types import TYPES
from surveys.models import QuestionnaireDraft, Survey
from surveys.queries.effects import effect_lines
from tests.factories.participation import make_person
from tests.factories.surveys import choice, document, make_response, make_survey, question, texts


@pytest.fixture
def survey(process):
    return make_survey(process, slug="kysely")


@pytest.fixture
def desk(client, coordinator, survey):
    client.force_login(coordinator)
    return client


def build(query="", **kwargs):
    return reverse("surveys:survey_build", args=["kysely"]) + query


def press(client, do, query="", **fields):
    draft = QuestionnaireDraft.objects.get()
    address = reverse("surveys:survey_edit", args=["kysely"]) + query
    return client.post(address, {"seen": draft.version, "do": do, **fields})


def doc():
    return QuestionnaireDraft.objects.get().document


def names():
    return [[q["name"] for q in page["questions"]] for page in doc()["pages"]]


def asked(name):
    return next(q for q in questions_in(doc()) if q["name"] == name)


def test_a_new_survey_is_built_edited_and_published_with_forms_alone(client, coordinator, process):
    client.force_login(coordinator)
    new = reverse("surveys:survey_new", args=[process.slug])
    assert client.post(new, {"title": "", "languages": ["fi"]}).status_code == 422
    made = client.post(new, {"title": "Kylän ilta", "languages": ["fi"]})
    assert made.url == reverse("surveys:survey_build", args=["kylan-ilta"])
    assert client.post(new, {"title": "Kylän ilta", "languages": ["fi"]}).status_code == 422
    page = client.get(made.url)
    assert "Kylän ilta" in page.content.decode()
    edit = reverse("surveys:survey_edit", args=["kylan-ilta"])
    added = client.post(edit, {"seen": 0, "do": "add:single_choice", "words": "Mitä teit?"})
    assert added.url.endswith("?q=mita_teit")
    client.post(f"{edit}?q=mita_teit", {"seen": 1, "do": "choice:choices", "paste-choices": "Söin\nLauloin\nLähdin"})
    publish = reverse("surveys:survey_publish", args=["kylan-ilta"])
    assert client.post(publish, {"seen": 2}).status_code == 302
    found = Survey.objects.get().current.document["pages"][0]["questions"][0]
    assert [(one["value"], one["label"]["fi"]) for one in found["choices"]] == [
        ("1", "Söin"),
        ("2", "Lauloin"),
        ("lahdin", "Lähdin"),
    ]


def test_every_button_does_what_it_says(desk):
    desk.get(build())
    press(desk, "page", "?p=page1")
    assert names()[1] == []
    press(desk, "down", "?q=idea")
    assert names() == [["service", "why"], ["idea"], ["rating", "age"]]
    press(desk, "up", "?q=idea")
    press(desk, "up", "?q=idea")
    assert names()[0] == ["service", "idea", "why"]
    press(desk, "duplicate", "?q=idea")
    assert names()[0] == ["service", "idea", "idea_copy", "why"]
    press(desk, "delete", "?q=idea_copy")
    press(desk, "put", "?q=why", question="idea", to="page2", after="")
    assert names() == [["service", "why"], [], ["idea", "rating", "age"]]
    press(desk, "up", "?p=page3")
    press(desk, "delete", "?p=page3")
    assert names() == [["service", "why"], ["idea", "rating", "age"]]
    press(desk, "duplicate", "?p=page2")
    assert names()[2] == ["idea_copy", "rating_copy", "age_copy"]
    press(desk, "type", "?q=rating", kind="slider")
    assert asked("rating")["type"] == "slider"
    press(desk, "rename", "?q=service", name="palvelu")
    assert asked("why")["visible_if"]["question"] == "palvelu"
    press(desk, "choice-down:choices:library", "?q=palvelu")
    press(desk, "choice-delete:choices:bus", "?q=palvelu")
    press(desk, "choice-put:choices:other", "?q=palvelu", after="")
    press(desk, "choice-rename:choices:library", "?q=palvelu", **{"value-choices-library": "kirjasto"})
    assert [one["value"] for one in asked("palvelu")["choices"]] == ["other", "kirjasto"]
    press(desk, "languages", languages=["fi", "en"])
    assert doc()["languages"] == ["fi", "en"]
    steps = QuestionnaireDraft.objects.get().version
    for _n in range(steps):
        desk.post(reverse("surveys:survey_undo", args=["kysely", "undo"]))
    assert names() == [["service", "why", "idea"], ["rating", "age"]]
    desk.post(reverse("surveys:survey_undo", args=["kysely", "redo"]))
    assert names()[1] == []


def test_settings_are_saved_and_what_cannot_be_read_is_shown_beside_its_field(desk):
    desk.get(build())
    fields = {
        "on": ["question/age/label/fi", "question/age/min", "question/age/required"],
        "question/age/label/fi": "Ikäsi",
        "question/age/required": "yes",
    }
    press(desk, "save", "?q=age", **fields, **{"question/age/min": "15"})
    assert (asked("age")["label"]["fi"], asked("age")["min"], asked("age")["required"]) == ("Ikäsi", 15, True)
    wrong = press(desk, "save", "?q=age", **fields, **{"question/age/min": "kaksi"})
    assert wrong.status_code == 422
    assert 'value="kaksi"' in wrong.content.decode()
    assert asked("age")["min"] == 15
    saved = desk.post(
        reverse("surveys:survey_edit", args=["kysely"]) + "?q=age",
        {"seen": 1, "do": "save", "on": "question/age/label/sv", "question/age/label/sv": "x"} | {"lang": "sv"},
        headers={"X-Autosave": "1"},
    )
    assert saved.json()["version"] == 1  # Swedish was not the language of that page


def test_conditions_are_built_by_choosing_and_read_as_a_sentence(desk):
    desk.get(build())
    press(desk, "condition", "?q=idea", **{"condition-add": "service"})
    assert asked("idea")["visible_if"] == {"question": "service", "is": "library"}
    row = {"c-0-0-question": "service", "c-0-0-operator": "in", "c-0-0-value": ["bus", "other"]}
    press(desk, "condition", "?q=idea", **row)
    assert asked("idea")["visible_if"] == {"question": "service", "in": ["bus", "other"]}
    press(desk, "condition", "?q=idea", **row, **{"c-0-add": "why"})
    press(
        desk,
        "condition",
        "?q=idea",
        **row,
        **{"c-0-mode": "any", "c-0-1-operator": "not_answered", "condition-add": "why"},
    )
    assert set(asked("idea")["visible_if"]) == {"all"}
    page = desk.get(build("?q=idea")).content.decode()
    assert "Kysymys service" in page
    for language in ("fi", "sv", "en"):
        told = desk.get(f"/{language}/desk/surveys/kysely/build/?q=idea").context["sentence"]
        assert "Kysymys service" in told
    press(desk, "condition", "?q=idea", **{"condition-remove": "c-1-0"})
    press(desk, "condition", "?q=idea", **{"condition-clear": "yes"})
    assert "visible_if" not in asked("idea")


def test_two_people_at_one_spot_see_both_versions_and_choose(desk, process, survey):
    desk.get(build())
    other = make_person(name="Maija", roles=[("coordinator", process)])
    draft = QuestionnaireDraft.objects.get()
    authoring.edit_draft(draft, ops.Change(("question", "age", "label", "fi"), "Maijan"), seen=0, by=other)
    sent = {"seen": 0, "do": "save", "on": ["question/age/label/fi", "question/age/hint/fi"]}
    sent |= {"question/age/label/fi": "Minun", "question/age/hint/fi": "Vuosina"}
    merge = desk.post(reverse("surveys:survey_edit", args=["kysely"]) + "?q=age", sent)
    assert merge.status_code == 409
    text = merge.content.decode()
    assert "Maijan" in text
    assert "Minun" in text
    assert "Maija" in text
    assert asked("age")["hint"]["fi"] == "Vuosina"
    operation = merge.context["clashes"][0].operation
    resolve = reverse("surveys:survey_resolve", args=["kysely"])
    desk.post(resolve, {"seen": 2, "operation": operation, "keep-0": "theirs", "mine-0": "Minun"})
    assert asked("age")["label"]["fi"] == "Maijan"
    desk.post(resolve, {"seen": 2, "operation": operation, "keep-0": "mine", "mine-0": "Meidän"})
    assert asked("age")["label"]["fi"] == "Meidän"
    desk.post(resolve, {"seen": 3, "operation": "{", "keep-0": "mine"})
    pulse = desk.get(reverse("surveys:survey_pulse", args=["kysely"])).json()
    assert pulse["version"] == 3


def test_texts_are_translated_side_by_side_and_measured(desk):
    page = reverse("surveys:survey_translations", args=["kysely"])
    assert desk.get(page).status_code == 200
    sent = {"seen": 0, "on": ["question/age/label", "about/title"], "question/age/label": "Ålder", "about/title": ""}
    assert desk.post(f"{page}?from=fi&to=sv", sent).status_code == 302
    assert asked("age")["label"]["sv"] == "Ålder"
    assert "sv" not in doc()["about"]["title"]
    told = desk.get(f"{page}?from=fi&to=sv&missing=1")
    assert [pair.name for section in told.context["sections"] for pair in section.pairs] == ["about/title"]
    answer = desk.post(
        f"{page}?from=fi&to=sv", sent | {"seen": 1, "about/title": "Enkät"}, headers={"X-Autosave": "1"}
    ).json()
    assert answer["coverage"]["sv"][0] == answer["coverage"]["sv"][1]
    publish = reverse("surveys:survey_publish", args=["kysely"])
    assert desk.get(publish).status_code == 200


def test_publishing_says_what_changes_and_refuses_what_is_missing(desk):
    desk.get(build())
    press(desk, "choice-delete:choices:bus", "?q=service")
    publish = reverse("surveys:survey_publish", args=["kysely"])
    page = desk.get(publish)
    assert [effect.is_breaking for effect in page.context["effects"]] == [True]
    press(desk, "save", "?q=age", **{"on": "question/age/hint/fi", "question/age/hint/fi": "Vuosina"})
    assert desk.post(publish, {"seen": 2, "reason": ""}).status_code == 422
    assert desk.post(publish, {"seen": 0, "reason": "x"}).url == publish
    assert desk.post(publish, {"seen": 2, "reason": "Kääntäjä on lomalla"}).status_code == 302
    assert Survey.objects.get().current.number == 2
    press(desk, "delete", "?q=service")
    assert desk.get(publish).context["lacks"]


def test_publishing_says_how_many_answers_keep_what_goes(client, coordinator, process, django_assert_num_queries):
    columns = [choice("1"), choice("2")]
    doc = document(
        [
            question("year", "single_choice", choices=[choice("bus"), choice("train"), choice("own", other=True)]),
            question("ways", "multi_choice", choices=[choice("walk"), choice("bike"), choice("bus")]),
            question("views", "matrix_single", rows=[choice("parks"), choice("snow")], choices=columns),
            question("idea", "short_text"),
        ]
    )
    survey = make_survey(process, doc=doc)
    given = [
        {"year": "bus", "ways": ["walk", "bus"], "idea": 'A "bus"'},
        {"year": {"value": "own", "text": 'no "bus"'}, "ways": ["bike"], "views": {"parks": "1"}},
        {"year": "train", "views": {"parks": "2", "snow": "1"}, "idea": "B"},
    ]
    for answers in given:
        make_response(survey, answers, channel="web")
    new = json.loads(json.dumps(doc))
    asked = new["pages"][0]["questions"]
    asked[0]["choices"] = [choice("bus", "Linja-auto"), choice("train")]
    del asked[1]["choices"][2], asked[2]["rows"][1], asked[3]
    with django_assert_num_queries(1), override("en"):
        lines = effect_lines(survey, from_json(doc), from_json(new))
    assert {(line.question, re.findall(r"(\d+) answers? keep.*", line.words)[0]) for line in lines} == {
        ("Kysymys idea (en)", "2"), ("Kysymys year (en)", "1"), ("Kysymys ways (en)", "1"), ("Kysymys views (en)", "1"),
    }  # fmt: skip
    assert len(lines) == 5
    assert lines[0].words.endswith("2 answers keep it.")


def test_the_preview_shows_every_type_and_what_is_unfinished(desk, survey):
    more = {
        "slider": {"min": 0, "max": 10}, "calculated": {"expression": 1},
        "image_choice": {"choices": [choice("a", image="/a.png"), choice("b", image="/b.png")]},
    }  # fmt: skip
    questions = []
    for kind, type_ in TYPES.items():
        extra = dict(more.get(kind, {}))
        if type_.has_choices and kind != "map":
            extra.setdefault("choices", [choice("a"), choice("b")])
        if type_.has_rows:
            extra["rows"] = [choice("r")]
        questions.append(question(f"q_{kind}", kind, **extra))
    publish_version(survey, document(questions), by=None)
    desk.get(build())
    for kind in TYPES:
        assert desk.get(build(f"?q=q_{kind}")).status_code == 200
    press(desk, "add:image_choice", "?q=q_map")
    press(desk, "add:matrix_single", "?q=q_map")
    preview = desk.get(reverse("surveys:survey_preview", args=["kysely"]) + "?page=page1&dark=1")
    assert preview.status_code == 200
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview.content.decode().count('class="previewed') == len(TYPES) + 1


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "add:nothing"},
        {"do": "choice-up:choices:gone"},
        {"do": "type", "kind": "x"},
        {"do": "rename", "name": "1 2"},
    ],
)
def test_a_button_that_means_nothing_is_refused_with_words(desk, sent):
    desk.get(build())
    answer = press(desk, sent.pop("do"), "?q=service", **sent)
    assert answer.status_code == 302
    assert list(desk.get(answer.url).context["messages"])
    assert QuestionnaireDraft.objects.get().version == 0


def test_a_page_from_an_unknown_step_is_refused(desk):
    desk.get(build())
    edit = reverse("surveys:survey_edit", args=["kysely"])
    assert desk.post(edit, {"seen": "9", "do": "page"}).status_code == 302
    assert desk.post(edit, {"seen": "x", "do": "page"}, headers={"X-Autosave": "1"}).status_code == 409
    assert QuestionnaireDraft.objects.get().version == 0


def test_the_preview_says_which_answer_will_stand_in_a_text(desk, survey):
    first = question("kind", "short_text", label=texts("Mikä palvelu?"))
    later = [
        question("why", "long_text", label=texts("Miksi {{kind|se}}?")),
        question("other", "single_choice", choices=[choice("a", "Ei {{kind}}"), choice("b")]),
    ]
    publish_version(survey, document([first], later), by=None)
    shown = desk.get(reverse("surveys:survey_preview", args=["kysely"]) + "?page=page2").content.decode()
    assert "Miksi [vastaus kysymykseen ”Mikä palvelu?”]?" in shown
    assert "Ei [vastaus kysymykseen ”Mikä palvelu?”]" in shown
    assert "{{" not in shown
    assert "Miksi se?" in desk.get(build()).content.decode()  # the list
    assert "Miksi {{kind|se}}?" in desk.get(build("?q=why")).content.decode()  # where it is written


def test_an_editor_is_told_who_changed_what(desk, process, survey):
    desk.get(build())
    other = make_person(roles=[("coordinator", process)])
    draft = QuestionnaireDraft.objects.get()
    pulse = reverse("surveys:survey_pulse", args=["kysely"])
    change = {"do": "change", "at": ["question", "age", "label", "fi"], "to": "Ikä"}
    assert desk.get(f"{pulse}?seen=0").json()["changed"] == ""
    authoring.edit_draft(draft, change, seen=0, by=other)
    told = desk.get(f"{pulse}?seen=0").json()
    assert (told["version"], told["changed"]) == (1, f"{other} juuri äsken: muutettu teksti tai asetus.")
    authoring.undo(draft, by=other)
    assert "perui" in desk.get(f"{pulse}?seen=1").json()["changed"]
    assert [desk.get(f"{pulse}?seen={n}").json()["changed"] for n in ("2", "x", "9" * 12)] == ["", "", ""]


@pytest.mark.parametrize("repeat", [1, 3])
def test_the_builder_costs_the_same_whatever_its_size(desk, survey, django_assert_num_queries, repeat):
    publish_version(survey, document([question(f"q{n}", "number") for n in range(repeat)]), by=None)
    desk.get(build())
    with django_assert_num_queries(BUILD_QUERIES):
        desk.get(build())


BUILD_QUERIES = 13


def test_the_api_edits_the_working_copy_and_tells_both_sides_of_a_clash(desk, process):
    draft_url = reverse("api:survey_draft", args=["kysely"])
    edit_url = reverse("api:survey_draft_operations", args=["kysely"])
    found = desk.get(draft_url).json()
    assert (found["version"], found["lacks"], found["is_changed"]) == (0, [], False)

    def send(operation, seen=0):
        return desk.post(edit_url, json.dumps({"seen": seen, "operation": operation}), content_type="application/json")

    change = {"do": "change", "at": ["question", "age", "label", "fi"], "to": "Ikä"}
    assert send(change).json() == {"version": 1, "made": True, "merged": False}
    clash = send(change | {"to": "Vuodet"})
    assert clash.status_code == 409
    assert clash.json()["code"] == "changed"
    assert clash.json()["current"]["clashes"][0]["theirs"] == "Ikä"
    assert send({"do": "explode"}).status_code == 400
    assert send(change, seen=-1).status_code == 400
    assert desk.get(reverse("surveys:survey_json", args=["kysely"])).json()["survey"]["slug"] == "kysely"
