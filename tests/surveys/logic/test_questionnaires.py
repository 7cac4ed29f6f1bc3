"""The document: read strictly, written without loss; hidden answers never survive."""

import copy

import pytest
from hypothesis import given
from hypothesis import settings as pace
from hypothesis import strategies as some

from surveys.logic.questionnaire.conditions import holds
from surveys.logic.questionnaire.document import from_json, missing_texts, to_json
from surveys.logic.questionnaire.expressions import value_of
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.logic.questionnaire.types import TYPES
from surveys.logic.questionnaire.validation import Validator, minutes_of, open_answers, role_answers
from surveys.logic.questionnaire.versions import Effect, compare, is_comparable
from tests.factories.surveys import choice, document, question, usual_document

texts = some.fixed_dictionaries(
    {"fi": some.text("aäö -", min_size=1).filter(str.strip)}, optional={"sv": some.just("ord")}
)
PARTS = {
    "map": {"choices": [choice("x", point=[27.9, 62.3])], "shapes": ["point", "area"]},
    "number": {"min": 0, "max": 10},
    "slider": {"min": 0, "max": 10},
    "scale": {"no_opinion": True, "step_labels": {"2": {"fi": "kaksi"}}},
    "calculated": {"expression": {"add": [1, 2]}},
    "allocation": {"total": 10},
    "image_choice": {"choices": [choice("x", image="/static/x.svg")], "multiple": True},
}


def some_question(name, kind, label, required):
    made = {"name": name, "type": kind, "label": label, "required": required, **copy.deepcopy(PARTS.get(kind, {}))}
    if TYPES[kind].has_choices and "choices" not in made:
        made["choices"] = [choice("x", other=kind == "single_choice"), choice("y")]
    if TYPES[kind].has_rows:
        made["rows"] = [choice("r1"), choice("r2")]
    return made


@some.composite
def documents(draw):
    kinds = draw(some.lists(some.sampled_from(sorted(TYPES)), min_size=1, max_size=8))
    questions = []
    for n, kind in enumerate(kinds):
        made = some_question(f"q{n}", kind, draw(texts), draw(some.booleans()))
        if n and draw(some.booleans()):
            earlier = draw(some.integers(0, n - 1))
            made["visible_if"] = draw(
                some.sampled_from(
                    [
                        {"question": f"q{earlier}", "answered": True},
                        {"not": {"question": f"q{earlier}", "selected": "x"}},
                        {"question": f"q{earlier}", "gt": 1},
                    ]
                )
            )
        questions.append(made)
    cut = draw(some.integers(1, len(questions)))
    return document(*[part for part in (questions[:cut], questions[cut:]) if part])


values = some.one_of(
    some.none(),
    some.sampled_from(["x", "y", "yes", "2026-01-01", "", "  ", "pitkä sana", True, False]),
    some.integers(-1, 12),
    some.floats(),
    some.lists(some.sampled_from(["x", "y", 1]), max_size=3),
    some.dictionaries(
        some.sampled_from(["r1", "r2", "x", "y", "value", "text"]),
        some.sampled_from(["x", 10, 5, [], ["x"]]),
        max_size=2,
    ),
)
answers = some.dictionaries(some.sampled_from([f"q{n}" for n in range(9)]), values)


@given(documents())
@pace(max_examples=150, deadline=None)
def test_documents_survive_writing_and_reading(data):
    read = from_json(data)
    assert from_json(to_json(read)) == read
    assert to_json(from_json(to_json(read))) == to_json(read)


@given(documents(), answers)
@pace(max_examples=300, deadline=None)
def test_hidden_answers_are_dropped_and_checking_again_changes_nothing(data, raw):
    read = from_json(data)
    validator = Validator(read)
    outcome = validator.check(raw)

    for asked in read.questions:
        if not holds(asked.visible_if, outcome.answers):
            assert asked.name not in outcome.answers
            assert asked.name not in outcome.shown
    stored = {name: value for name, value in outcome.answers.items() if read.by_name[name].type != "calculated"}
    again = validator.check(stored)
    assert again.answers == outcome.answers


@given(documents(), some.recursive(values, lambda v: some.lists(v) | some.dictionaries(some.text(), v), max_leaves=5))
@pace(max_examples=100, deadline=None)
def test_nothing_that_json_can_say_breaks_the_check(data, anything):
    read = from_json(data)
    Validator(read).check({asked.name: anything for asked in read.questions})
    Validator(read).check(anything)


BROKEN = {
    "pages": lambda d: d.pop("pages"),
    "pages[0].name": lambda d: d["pages"][0].update(name="with space"),
    "pages[1]": lambda d: d["pages"][1].update(name="page1"),
    "pages[0].questions[0].type": lambda d: d["pages"][0]["questions"][0].update(type="telepathy"),
    "pages[0].questions[0].label": lambda d: d["pages"][0]["questions"][0].update(label={"sv": "bara"}),
    "pages[0].questions[2].name": lambda d: d["pages"][0]["questions"][2].update(name="service"),
    "pages[0].questions[0]": lambda d: d["pages"][0]["questions"][0].update(surprise=1),
    "pages[0].questions[0].choices[1]": lambda d: d["pages"][0]["questions"][0]["choices"][1].update(value="library"),
    "pages[0].questions[0].choices[0].value": lambda d: d["pages"][0]["questions"][0]["choices"][0].update(value=""),
    "pages[0].questions[0].min": lambda d: d["pages"][0]["questions"][0].update(min=1),
    "pages[0].questions[0].required": lambda d: d["pages"][0]["questions"][0].update(required="yes"),
    "pages[0].questions[0].visible_if": lambda d: d["pages"][0]["questions"][0].update(
        visible_if={"question": "rating", "is": 1}
    ),
    "pages[0].questions[1].visible_if": lambda d: d["pages"][0]["questions"][1].update(visible_if={}),
    "pages[1].questions[1].max": lambda d: d["pages"][1]["questions"][1].update(max=float("inf")),
    "format": lambda d: d.update(format=2),
    "languages": lambda d: d.update(languages=["fi", "fi"]),
}


@pytest.mark.parametrize("path", BROKEN)
def test_broken_documents_are_refused_with_the_place(path):
    data = usual_document()
    BROKEN[path](data)
    with pytest.raises(QuestionnaireError) as refusal:
        from_json(data)
    assert refusal.value.path == path


@pytest.mark.parametrize(
    "nonsense", [None, [], 1, "x", {"languages": [], "pages": []}, {"languages": ["fi"], "pages": [1]}]
)
def test_what_is_no_document_is_refused(nonsense):
    with pytest.raises(QuestionnaireError):
        from_json(nonsense)


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("single_choice", {}),
        ("matrix_single", {"choices": [choice("x")]}),
        ("short_text", {"choices": [choice("x")]}),
        ("yes_no", {"rows": [choice("x")]}),
        ("number", {"min": 2, "max": 1}),
        ("slider", {}),
        ("scale", {"min": 1, "max": 50}),
        ("scale", {"min": 0.5}),
        ("scale", {"step_labels": {"9": {"fi": "x"}}}),
        ("image_choice", {"choices": [choice("x", image="https://elsewhere.example/x.png")]}),
        ("calculated", {}),
        ("calculated", {"expression": {"divide": [1]}}),
        ("calculated", {"expression": {"add": []}}),
        ("calculated", {"expression": {"question": "later"}}),
    ],
)
def test_questions_that_their_type_cannot_be_are_refused(kind, settings):
    with pytest.raises(QuestionnaireError):
        from_json(document([question("q", kind, **settings)]))


FAULTS = [
    ("short_text", {"max_length": 3}, "abcd", "too_long"),
    ("long_text", {}, "x" * 10_001, "too_long"),
    ("number", {"min": 1}, 0, "too_small"),
    ("number", {"max": 1}, 2, "too_large"),
    ("number", {"step": 5}, 7, "off_step"),
    ("number", {}, float("nan"), "not_a_number"),
    ("date", {}, "2026-02-30", "not_a_date"),
    ("date", {}, "20260201", "not_a_date"),
    ("consent", {}, "yes", "not_a_consent"),
    ("yes_no", {}, "maybe", "not_a_choice"),
    ("single_choice", {"choices": [choice("x", other=True)]}, {"value": "x", "text": "y" * 501}, "too_long"),
    ("multi_choice", {"choices": [choice("x"), choice("n", exclusive=True)]}, ["x", "n"], "exclusive"),
    ("multi_choice", {"choices": [choice("x"), choice("y")], "min": 2}, ["x"], "too_few"),
    ("multi_choice", {"choices": [choice("x"), choice("y")], "max": 1}, ["x", "y"], "too_many"),
    ("multi_choice", {"choices": [choice("x")]}, "x", "not_a_list"),
    ("scale", {}, 3.5, "not_a_choice"),
    ("scale", {}, "no_opinion", "not_a_number"),
    ("ranking", {"choices": [choice("x"), choice("y")]}, ["x", "x"], "same_rank"),
    ("ranking", {"choices": [choice("x"), choice("y")]}, {"x": 1, "y": 1}, "same_rank"),
    ("ranking", {"choices": [choice("x"), choice("y")], "min": 2}, ["x"], "too_few_ranked"),
    ("ranking", {"choices": [choice("x"), choice("y")], "max": 1}, ["x", "y"], "too_many"),
    ("ranking", {"choices": [choice("x")]}, ["z"], "not_a_choice"),
    ("ranking", {"choices": [choice("x")]}, "x", "not_a_list"),
    ("allocation", {"choices": [choice("x")]}, {"x": 99}, "wrong_sum"),
    ("allocation", {"choices": [choice("x"), choice("y")]}, {"x": 101, "y": -1}, "too_small"),
    ("allocation", {"choices": [choice("x")]}, {"z": 100}, "not_a_choice"),
    ("allocation", {"choices": [choice("x")]}, [100], "not_an_allocation"),
    ("matrix_single", {"rows": [choice("r")], "choices": [choice("x")]}, {"q": "x"}, "not_a_row"),
    ("matrix_single", {"rows": [choice("r")], "choices": [choice("x")]}, {"r": "y"}, "not_a_choice"),
    ("matrix_single", {"rows": [choice("r")], "choices": [choice("x")]}, "x", "not_a_matrix"),
    ("matrix_single", {"rows": [choice("r"), choice("s")], "choices": [choice("x")], "required": True}, {"r": "x"}, "rows_missing"),
    ("matrix_multi", {"rows": [choice("r")], "choices": [choice("x")]}, {"r": "x"}, "not_a_list"),
    ("information", {}, "x", "not_asked"),
    ("calculated", {"expression": 1}, 2, "not_asked"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "settings", "value", "code"), FAULTS)
def test_answers_that_cannot_be_kept(kind, settings, value, code):
    outcome = Validator(from_json(document([question("q", kind, **settings)]))).check({"q": value})
    assert [fault.code for fault in outcome.errors["q"]] == [code]


def test_text_is_kept_without_what_cannot_be_stored():
    outcome = Validator(from_json(document([question("q", "long_text")]))).check({"q": " a\r\nb\x00\ud800 "})
    assert outcome.answers == {"q": "a\nb"}


def test_calculated_values_are_made_here_and_can_be_asked_about():
    data = document(
        [
            question("adults", "number"),
            question("children", "number"),
            question("all", "calculated", expression={"add": [{"question": "adults"}, {"question": "children"}]}),
            question("big", "short_text", visible_if={"question": "all", "gte": 5}),
        ]
    )
    validator = Validator(from_json(data))
    assert validator.check({"adults": 2, "children": 3, "big": "x"}).answers == {
        "adults": 2,
        "children": 3,
        "all": 5,
        "big": "x",
    }
    assert validator.check({"adults": 2, "big": "x"}).answers == {"adults": 2}
    assert "all" not in validator.check({}).shown


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ({"subtract": [5, 2]}, 3),
        ({"multiply": [2, 3, 4]}, 24),
        ({"divide": [1, 4]}, 0.25),
        ({"divide": [1, 0]}, None),
        ({"multiply": [1e14, 1e14]}, None),
        ({"max": [1, {"question": "n"}]}, 7),
        ({"min": [1, {"question": "missing"}]}, None),
        ({"count": "many"}, 2),
        ({"count": "missing"}, 0),
        ({"question": "word"}, None),
    ],
)
def test_expressions(expression, value):
    assert value_of(expression, {"n": 7, "many": ["a", "b"], "word": "x"}) == value


def test_open_answers_and_roles():
    read = from_json(
        document(
            [
                question("about", "single_choice", role="theme", choices=[choice("t"), choice("o", other=True)]),
                question("idea", "long_text", open_answer=True),
            ]
        )
    )
    assert open_answers(read, {"idea": "x", "about": "t"}) == {"idea": "x"}
    assert role_answers(read, {"about": "t"}) == {"theme": ("about", "t")}
    assert role_answers(read, {"about": {"value": "o", "text": "x"}}) == {}


def test_minutes_grow_with_the_questions():
    assert minutes_of(from_json(document([question("q", "short_text")]))) == 1
    assert minutes_of(from_json(document([question(f"q{n}", "long_text") for n in range(5)]))) == 5


def test_missing_texts_are_counted_by_language():
    data = usual_document()
    del data["pages"][0]["questions"][0]["label"]["sv"]
    assert missing_texts(from_json(data)) == [("service.label", "sv")]


def changed(change):
    data = usual_document()
    change(data["pages"])
    return compare(from_json(usual_document()), from_json(data))


@pytest.mark.parametrize(
    ("change", "effects"),
    [
        (lambda p: None, []),
        (lambda p: p[1]["questions"].append(question("new", "yes_no")), [Effect("question_added", "new")]),
        (lambda p: p[1]["questions"].pop(), [Effect("question_removed", "age")]),
        (lambda p: p[1]["questions"].reverse(), [Effect("order_changed")]),
        (lambda p: p[0]["questions"][2].update(label={"fi": "Toinen"}), [Effect("text_changed", "idea")]),
        (lambda p: p[0]["questions"][2].update(required=True), [Effect("became_required", "idea")]),
        (lambda p: p[0]["questions"][2].update(open_answer=False), [Effect("forwarding_changed", "idea")]),
        (lambda p: p[0]["questions"][0]["choices"].pop(1), [Effect("choice_removed", "service", "bus")]),
        (lambda p: p[0]["questions"][0]["choices"][1].update(label={"fi": "Juna"}), [Effect("choice_renamed", "service", "bus")]),
        (lambda p: p[0]["questions"][0]["choices"].append(choice("z")), [Effect("choice_added", "service", "z")]),
        (lambda p: p[0]["questions"][1].pop("visible_if"), [Effect("condition_changed", "why")]),
        (lambda p: p[1]["questions"][1].update(max=99), [Effect("limits_changed", "age")]),
        (lambda p: p[0]["questions"][1].update(type="long_text"), [Effect("type_changed", "why")]),
    ],
)  # fmt: skip
def test_versions_say_what_they_change(change, effects):
    assert changed(change) == effects


def test_versions_stay_comparable_unless_answers_lose_their_meaning():
    assert is_comparable([Effect("question_added", "x"), Effect("choice_renamed", "x", "y")])
    assert not is_comparable([Effect("choice_removed", "x", "y")])


def test_versions_compare_languages():
    more = usual_document()
    more["languages"] = ["fi", "sv", "fi-easy"]
    effects = compare(from_json(usual_document()), from_json(more))
    assert effects == [Effect("language_added", item="fi-easy"), Effect("language_removed", item="en")]


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"step": 0}, ".step"),
        ({"step": "x"}, ".step"),
        ({"unit": "km"}, ".unit"),
        ({"unit": {"fi": 1}}, ".unit.fi"),
    ],
)
def test_settings_of_the_wrong_kind_are_refused_with_their_place(settings, place):
    with pytest.raises(QuestionnaireError) as refusal:
        from_json(document([question("q", "number", **settings)]))
    assert refusal.value.path.endswith(place)


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("long_text", {"max_length": 0}),
        ("scale", {"step_labels": []}),
        ("single_choice", {"choices": [choice("x")], "role": "mood"}),
        ("calculated", {"expression": {"power": [2, 2]}}),
        ("calculated", {"expression": "1 + 1"}),
    ],
)
def test_settings_that_mean_nothing_are_refused(kind, settings):
    with pytest.raises(QuestionnaireError):
        from_json(document([question("q", kind, **settings)]))


def test_a_document_of_a_thousand_and_one_questions_is_refused():
    with pytest.raises(QuestionnaireError, match="more than"):
        from_json(document([question(f"q{n}", "yes_no") for n in range(1001)]))
