"""The check of questionnaires: every seeded fault is found, nothing is found on clean ones."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.logic.reading import lix, longest_sentence
from surveys.logic.linting.branches import Walker
from surveys.logic.linting.checking import check_questionnaire
from surveys.logic.linting.findings import LEVELS
from surveys.logic.questionnaire.conditions import condition_from_json, holds
from surveys.logic.questionnaire.document import from_json
from surveys.logic.templates.locking import locked_changes
from surveys.logic.templates.ready import READY, survey_of

DEMO = json.loads((Path(__file__).parents[3] / "config" / "demo" / "data" / "survey.json").read_text(encoding="utf-8"))
ABOUT = {"title": {}, "lead": {}, "readers": {"fi": "x", "sv": "x", "en": "x"}, "thanks": {}}
ABOUT["thanks"] = ABOUT["readers"]


def texts(fi, sv=None, en=None):
    return {"fi": fi, "sv": sv or f"Fråga {fi[:3]}", "en": en or f"Ask {fi[:3]}"}


def choices(*values):
    return [{"value": value, "label": texts(value)} for value in values]


def clean():
    """A questionnaire in which nothing is wrong."""
    return {
        "format": 1,
        "languages": ["fi", "sv", "en"],
        "pages": [
            {
                "name": "first",
                "title": texts("Kirjasto"),
                "questions": [
                    {"name": "visits", "type": "yes_no", "label": texts("Käytkö kirjastossa?"), "required": True},
                    {
                        "name": "what",
                        "type": "multi_choice",
                        "label": texts("Mitä teet siellä?"),
                        "choices": choices("luen", "lainaan", "kokoan"),
                        "visible_if": {"question": "visits", "is": "yes"},
                    },
                    {"name": "age", "type": "number", "label": texts("Ikäsi"), "min": 0, "max": 120},
                ],
            },
            {
                "name": "second",
                "title": texts("Muut"),
                "questions": [
                    {
                        "name": "rating",
                        "type": "scale",
                        "label": texts("Miten viihdyt?"),
                        "visible_if": {"question": "what", "selected": "luen"},
                    },
                    {
                        "name": "grid",
                        "type": "matrix_single",
                        "label": texts("Mitä mieltä olet?"),
                        "rows": choices("tilat", "aukiolo"),
                        "choices": choices("hyvä", "huono"),
                    },
                    {"name": "idea", "type": "long_text", "label": texts("Mitä toivot?"), "open_answer": True},
                ],
            },
        ],
    }


def put(name, **changes):
    """Return a change of one question."""

    def change(data):
        for page in data["pages"]:
            for question in page["questions"]:
                if question["name"] == name:
                    question.update(changes)

    return change


def add(**question):
    """Return a change that adds a question at the end."""
    return lambda data: data["pages"][-1]["questions"].append({"name": "added", **question})


def page_if(condition):
    """Return a change of the last page's condition."""
    return lambda data: data["pages"][-1].update(visible_if=condition)


YES, NO = {"question": "visits", "is": "yes"}, {"question": "visits", "is": "no"}
SEEDED = [  # what, change, expected code, expected place
    ("yes and no at once", put("rating", visible_if={"all": [YES, NO]}), "contradiction", "rating"),
    ("neither", put("rating", visible_if={"not": {"any": [YES, NO]}}), "unreachable_question", "rating"),
    ("a number out of bounds", put("idea", visible_if={"question": "age", "gt": 120}), "contradiction", "idea"),
    (
        "between two neighbours",
        put("idea", visible_if={"all": [{"question": "age", "gt": 30}, {"question": "age", "lt": 30}]}),
        "contradiction",
        "idea",
    ),
    ("an option that there is not", put("rating", visible_if={"question": "what", "selected": "z"}), "contradiction", "rating"),
    (
        "depends on what is hidden",
        put("rating", visible_if={"all": [{"question": "what", "selected": "luen"}, NO]}),
        "unreachable_question",
        "rating",
    ),
    ("never answered", put("idea", visible_if={"question": "visits", "answered": False}), "unreachable_question", "idea"),
    ("a page nobody sees", page_if({"all": [YES, NO]}), "contradiction", ""),
    ("a page after what is hidden", page_if({"all": [NO, {"question": "what", "selected": "luen"}]}), "unreachable_page", ""),
    ("required and hidden", put("rating", required=True, visible_if={"all": [YES, NO]}), "required_hidden", "rating"),
    (
        "required on a page nobody sees",
        lambda data: (put("idea", required=True)(data), page_if({"all": [YES, NO]})(data)),
        "required_hidden",
        "idea",
    ),
    ("more than there are", put("what", required=True, min=4), "dead_end", "what"),
    (
        "a pattern longer than the field",
        add(type="short_text", label=texts("Tunnus"), required=True, pattern="[0-9]{8}", max_length=5),
        "dead_end",
        "added",
    ),
    ("shown to all anyway", put("idea", visible_if={"any": [YES, NO]}), "always_shown", "idea"),
    (
        "consent for some",
        add(type="consent", label=texts("Suostun"), required=True, visible_if=YES),
        "consent_by_condition",
        "added",
    ),
    ("a number as text", add(type="short_text", label=texts("Kuinka monta lasta sinulla on?")), "text_for_number", "added"),
    ("a number as text, Swedish", add(type="short_text", label=texts("Lapset", "Hur många barn har du?")), "text_for_number", "added"),
    ("a number as text, English", add(type="short_text", label=texts("Lapset", None, "How many children?")), "text_for_number", "added"),
    ("a day as text", add(type="short_text", label=texts("Minä päivänä kävit?")), "text_for_date", "added"),
    ("ranges that share a year", add(type="single_choice", label=texts("Ikä"), choices=choices("18–25", "25–35")), "overlapping_ranges", "added"),
    ("nothing to choose", add(type="single_choice", label=texts("Valitse"), choices=choices("ainoa")), "one_choice", "added"),
    (
        "two options alike",
        add(type="single_choice", label=texts("Valitse"), choices=[{"value": v, "label": texts("Sama")} for v in "ab"]),
        "same_label",
        "added",
    ),
    ("none beside others", put("what", choices=choices("luen", "lainaan", "En mitään")), "none_not_alone", "what"),
    ("too wide", put("grid", choices=choices(*"abcdefgh")), "matrix_wide", "grid"),
    ("too long", put("grid", rows=choices(*"abcdefghijk")), "matrix_long", "grid"),
    ("leading", put("visits", label=texts("Eikö kirjasto ole tärkeä?")), "leading", "visits"),
    ("leading, Swedish", put("visits", label=texts("Kirjasto", "Tycker du inte att biblioteket är viktigt?")), "leading", "visits"),
    ("leading, English", put("visits", label=texts("Kirjasto", None, "Don't you think the library matters?")), "leading", "visits"),
    ("two in one", put("rating", label=texts("Miten viihdyt kirjastossa ja uimahallissa?")), "double_barrelled", "rating"),
    ("two in one, Swedish", put("rating", label=texts("Tilat", "Hur trivs du på biblioteket och i simhallen?")), "double_barrelled", "rating"),
    ("two in one, English", put("rating", label=texts("Tilat", None, "Are the rooms clean and safe?")), "double_barrelled", "rating"),
    ("two in one row", put("grid", rows=choices("Tilat ja aukiolo", "muu")), "double_barrelled", "grid"),
    ("two negations", put("visits", label=texts("Eiväthän ne toimi, tai onko niin, että ne eivät toimi ilman apua?")), "double_negation", "visits"),
    ("two negations, English", put("visits", label=texts("Kirjasto", None, "Should cars not be prohibited?")), "double_negation", "visits"),
    ("a very long sentence", put("idea", label=texts("Mitä " + "toivot " * 30 + "?")), "long_sentence", "idea"),
    (
        "hard words",
        put("idea", hint=texts("Palveluverkkosuunnitelman vaikuttavuusarvioinnin toimenpidekokonaisuuksien. " * 20)),
        "hard_to_read",
        "",
    ),
    ("a name without consent", add(type="short_text", label=texts("Nimesi")), "no_consent", "added"),
    ("a name without consent, English", add(type="short_text", label=texts("Kuka", None, "Your name")), "no_consent", "added"),
    ("an hour long", lambda data: [add(type="long_text", label=texts("Mitä"), name=f"q{n}")(data) for n in range(60)], "takes_long", ""),
    ("no Swedish label", put("idea", label={"fi": "Mitä toivot?", "en": "What do you wish for?"}), "missing_translation", "idea"),
    ("no English option", put("what", choices=[*choices("luen", "lainaan"), {"value": "x", "label": {"fi": "x", "sv": "x"}}]), "missing_translation", "what"),
    ("no Swedish title of a page", lambda data: data["pages"][0].update(title={"fi": "a", "en": "b"}), "missing_translation", ""),
    ("only a text", lambda data: data.update(pages=[{"name": "p", "title": {}, "questions": [{"name": "i", "type": "information", "label": texts("Lue")}]}]), "nothing_to_answer", ""),
]  # fmt: skip
SEEDED_ABOUT = [
    ({"readers": {}}, "no_readers"),
    ({"thanks": {}}, "no_thanks"),
    ({"lead": {"fi": "x", "sv": "x"}}, "missing_translation"),
]


def found_in(data, about=ABOUT):
    return check_questionnaire(from_json(data), about).findings


@pytest.mark.parametrize(("change", "code", "place"), [row[1:] for row in SEEDED], ids=[row[0] for row in SEEDED])
def test_every_seeded_fault_is_found_at_its_place(change, code, place):
    data = clean()
    change(data)
    found = [finding for finding in found_in(data) if finding.code == code]
    assert place in [finding.question for finding in found]
    assert all(finding.level == LEVELS[code] for finding in found)


@pytest.mark.parametrize(("change", "code"), SEEDED_ABOUT)
def test_faults_of_the_survey_itself_are_found(change, code):
    assert code in [finding.code for finding in found_in(clean(), ABOUT | change)]


def test_every_code_has_a_seeded_fault():
    assert {row[2] for row in SEEDED} | {row[1] for row in SEEDED_ABOUT} == set(LEVELS)


def test_nothing_is_found_on_clean_samples():
    assert found_in(clean()) == ()
    about = {key: DEMO[key] for key in ("title", "lead", "readers", "thanks")}
    assert found_in(DEMO["document"], about) == ()


@pytest.mark.parametrize("template", READY.values(), ids=READY)
def test_nothing_is_found_on_ready_made_surveys(template):
    survey = survey_of(template)
    document = from_json(survey["questionnaire"])
    assert check_questionnaire(document, survey["survey"]).findings == ()
    assert set(template.locked) <= set(document.by_name)


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"label": {"fi": "Toinen"}}, True),
        ({"label": {"fi": "Kysymys", "se": "Gažaldat"}}, False),
        ({"required": True}, True),
        ({"min": 2}, True),
        ({"hint": {"fi": "Ohje"}}, False),
    ],
)
def test_locked_questions_may_be_translated_not_changed(change, changed):
    question = {"name": "a", "type": "scale", "label": {"fi": "Kysymys"}, "required": False, "min": 1, "max": 5}
    locked = {"a": question}
    assert bool(locked_changes(locked, {"pages": [{"questions": [question | change]}]})) is changed
    assert locked_changes(locked, {"pages": [{"questions": []}]}) == ["a"]


def test_rehearsal_counts_the_ways_and_their_minutes():
    report = check_questionnaire(from_json(clean()), ABOUT)
    assert (report.rehearsal.branches, report.rehearsal.is_complete) == (3, True)
    assert report.rehearsal.shortest <= report.rehearsal.minutes <= report.rehearsal.longest


@given(st.integers(-10, 130), st.integers(-10, 130), st.sampled_from(["all", "any"]))
def test_verdicts_agree_with_trying_every_age(low, high, word):
    """The few samples say what a hundred and twenty-one ages say."""
    condition = {word: [{"question": "age", "gte": low}, {"question": "age", "lt": high}]}
    data = deepcopy(clean())
    put("idea", visible_if=condition)(data)
    put("age", step=1)(data)
    parsed = condition_from_json(condition, "")
    truth = {holds(parsed, {"age": age}) for age in range(121)} | {holds(parsed, {})}
    assert Walker(from_json(data)).outcomes(parsed) == truth


def test_too_many_ways_say_nothing():
    data = clean()
    for n in range(9):
        add(type="multi_choice", label=texts("Mitä"), name=f"m{n}", choices=choices(*"abcdef"))(data)
    parts = [{"question": f"m{n}", "selected": value} for n in range(9) for value in "abcde"]
    add(type="long_text", label=texts("Miksi"), visible_if={"all": [*parts, YES, NO]})(data)
    assert Walker(from_json(data)).outcomes(from_json(data).questions[-1].visible_if) is None


def test_measures_of_reading():
    assert lix(["Koira."]) is None
    assert lix(["Se on ihan hyvä. " * 20]) == 4
    assert longest_sentence("Yksi kaksi. Kolme neljä viisi!") == 3
